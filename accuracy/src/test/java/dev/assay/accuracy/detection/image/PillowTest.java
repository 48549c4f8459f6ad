package dev.assay.accuracy.detection.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.accuracy.detection.Fixtures;
import dev.assay.core.detection.Extent;
import dev.assay.core.detection.Interpolation;
import dev.assay.core.detection.Padding;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.detection.Resize;
import dev.assay.core.format.Sha256;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every bit as Pillow 12.3.0 and PyTorch 2.13.0 have it.
class PillowTest {
    private static final JsonNode EXPECTED = Fixtures.json("images.json");

    static Stream<JsonNode> files() {
        return EXPECTED.get("files").values().stream();
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsThePixelsThatPillowReads(JsonNode expected) {
        assertThat(hash(ImageFile.read(path(expected))))
                .as(expected.get("file").asString())
                .isEqualTo(expected.get("pixels").asString());
    }

    @ParameterizedTest
    @MethodSource("files")
    void resizesAsPillowDoes(JsonNode expected) {
        Pixels pixels = ImageFile.read(path(expected));

        for (var size : expected.get("resized").properties()) {
            assertThat(hash(PillowResizer.resize(pixels, extent(size.getKey()))))
                    .as(expected.get("file").asString() + " to " + size.getKey())
                    .isEqualTo(size.getValue().asString());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void normalisesAsTorchvisionDoes(JsonNode expected) {
        Preprocess preprocess =
                new Preprocess(
                        Optional.empty(),
                        new Resize.To(new Extent(20, 25)),
                        Interpolation.PILLOW,
                        Padding.NONE,
                        Preprocess.Range.UNIT,
                        List.of(0.485, 0.456, 0.406),
                        List.of(0.229, 0.224, 0.225),
                        Preprocess.Layout.NCHW,
                        Preprocess.Channels.RGB,
                        Optional.empty());
        Preprocessor preprocessor = new Preprocessor(preprocess);
        Path file = path(expected);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment row = arena.allocate(3 * 20 * 25 * 4L, 4);
            preprocessor.fill(file, preprocessor.place(file), row);

            assertThat(Sha256.of(row)).isEqualTo(expected.get("normalised").asString());
        }
    }

    static Extent extent(String text) {
        String[] sides = text.split("x", -1);
        return new Extent(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    private static Path path(JsonNode expected) {
        return Fixtures.file("files/" + expected.get("file").asString());
    }

    private static String hash(Pixels pixels) {
        byte[] bytes = new byte[pixels.values().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) pixels.values()[i];
        }
        return Sha256.of(MemorySegment.ofArray(bytes));
    }
}
