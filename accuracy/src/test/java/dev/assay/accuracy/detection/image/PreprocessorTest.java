package dev.assay.accuracy.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.detection.Extent;
import dev.assay.core.detection.Interpolation;
import dev.assay.core.detection.Padding;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.detection.Preprocess.Channels;
import dev.assay.core.detection.Preprocess.Layout;
import dev.assay.core.detection.Preprocess.Range;
import dev.assay.core.detection.Resize;
import dev.assay.core.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreprocessorTest {
    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

    @TempDir Path folder;
    private Path file = Path.of("");

    /// Two pixels beside each other: (10, 20, 30) and (40, 50, 60).
    @BeforeEach
    void draw() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0x0A141E);
        image.setRGB(1, 0, 0x28323C);
        file = folder.resolve("two.png");
        ImageIO.write(image, "png", file.toFile());
    }

    @Test
    void writesPlaneAfterPlaneOrPixelAfterPixel() {
        assertThat(row(bytes(Layout.NCHW, Channels.RGB, Padding.NONE)))
                .containsExactly(10, 40, 20, 50, 30, 60);
        assertThat(row(bytes(Layout.NHWC, Channels.RGB, Padding.NONE)))
                .containsExactly(10, 20, 30, 40, 50, 60);
        assertThat(row(bytes(Layout.NHWC, Channels.BGR, Padding.NONE)))
                .containsExactly(30, 20, 10, 60, 50, 40);
    }

    @Test
    void saysTheShapeOfARow() {
        Preprocess nhwc = bytes(Layout.NHWC, Channels.RGB, Padding.NONE);

        assertThat(new Preprocessor(nhwc).rowShape(Placement.of(new Extent(4, 5), nhwc)))
                .isEqualTo(Shape.of(4, 5, 3));
    }

    @Test
    void takesMeanAndStdInTheOrderInWhichChannelsAreFed() {
        Preprocess preprocess =
                preprocess(
                        Padding.NONE,
                        Range.BYTE,
                        List.of(30.0, 20.0, 10.0),
                        List.of(1.0, 2.0, 3.0),
                        Layout.NCHW,
                        Channels.BGR);

        assertThat(row(preprocess)).containsExactly(0, 30, 0, 15, 0, 10);
    }

    @Test
    void dividesIn32Bits() {
        float[] row =
                row(
                        preprocess(
                                Padding.NONE,
                                Range.UNIT,
                                List.of(0.485, 0.456, 0.406),
                                List.of(0.229, 0.224, 0.225),
                                Layout.NCHW,
                                Channels.RGB));

        assertThat(row[0]).isEqualTo((10 / 255f - 0.485f) / 0.229f);
    }

    @Test
    void padsAtTheCornerOrAroundWithZeroOrAPixel() {
        Optional<Extent> to = Optional.of(new Extent(2, 4));
        Padding corner = new Padding(to, 1, false, OptionalInt.empty());
        Padding centre = new Padding(to, 1, true, OptionalInt.of(7));

        assertThat(row(bytes(Layout.NCHW, Channels.RGB, corner)))
                .startsWith(10, 40, 0, 0, 0, 0, 0, 0, 20, 50);
        assertThat(row(bytes(Layout.NCHW, Channels.RGB, centre)))
                .startsWith(7, 10, 40, 7, 7, 7, 7, 7, 7, 20);
    }

    @Test
    void padsWithWhatAPixelIsAfterNormalising() {
        Padding padding = new Padding(Optional.empty(), 3, false, OptionalInt.of(114));
        float[] row =
                row(
                        preprocess(
                                padding,
                                Range.UNIT,
                                List.of(0.5, 0.5, 0.5),
                                ONES,
                                Layout.NCHW,
                                Channels.RGB));

        assertThat(row).hasSize(27);
        assertThat(row[2]).isEqualTo(114 / 255f - 0.5f);
    }

    @Test
    void refusesWhatIsNoImageByName() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "not an image");
        Path torn = folder.resolve("torn.png");
        byte[] whole = Files.readAllBytes(file);
        Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
        Path deep = folder.resolve("deep.png");
        ImageIO.write(
                new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY), "png", deep.toFile());

        assertThatThrownBy(() -> ImageFile.read(text))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("text.png: it is no PNG or JPEG file");
        assertThatThrownBy(() -> ImageFile.read(torn))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("torn.png");
        assertThatThrownBy(() -> ImageFile.read(deep))
                .hasMessageContaining("deep.png: it has more than 8 bits a channel");
        assertThatThrownBy(() -> ImageFile.size(folder.resolve("none.png")))
                .hasMessageContaining("there is no such file");
    }

    @Test
    void refusesAnImageLargerThanItsPadding() {
        Padding tight = new Padding(Optional.of(new Extent(1, 1)), 1, false, OptionalInt.empty());
        Preprocessor preprocessor = new Preprocessor(bytes(Layout.NCHW, Channels.RGB, tight));

        assertThatThrownBy(() -> preprocessor.place(file))
                .hasMessageContaining("two.png")
                .hasMessageContaining("an image of 1x2 cannot be padded to 1x1");
    }

    private static Preprocess bytes(Layout layout, Channels channels, Padding padding) {
        return preprocess(padding, Range.BYTE, ZEROS, ONES, layout, channels);
    }

    private static Preprocess preprocess(
            Padding padding,
            Range range,
            List<Double> mean,
            List<Double> std,
            Layout layout,
            Channels channels) {
        return new Preprocess(
                Optional.empty(),
                new Resize.Keep(),
                Interpolation.PILLOW,
                padding,
                range,
                mean,
                std,
                layout,
                channels,
                Optional.empty());
    }

    private float[] row(Preprocess preprocess) {
        Preprocessor preprocessor = new Preprocessor(preprocess);
        Placement placement = preprocessor.place(file);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment row = arena.allocate(4 * preprocessor.rowShape(placement).elements(), 4);
            preprocessor.fill(file, placement, row);
            return row.toArray(ValueLayout.JAVA_FLOAT);
        }
    }
}
