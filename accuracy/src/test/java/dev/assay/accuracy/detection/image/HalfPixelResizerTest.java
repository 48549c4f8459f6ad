package dev.assay.accuracy.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.accuracy.detection.Fixtures;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HalfPixelResizerTest {
    /// A value of up to 255 is a sum of four products of three roundings each, and PyTorch may take
    /// another order of them: 12 half units in the last place of 255 in FLOAT32, 7.6e-6 each. The
    /// places themselves are rounded, too: an error of 2^-20 pixels times a step of up to 255.
    private static final double ROUNDING = 12 * 7.7e-6 + 255 * 0x1p-20;

    @Test
    void interpolatesAsPyTorchDoes() {
        Pixels pixels = ImageFile.read(Fixtures.file("files/rgb.png"));

        for (var size : Fixtures.json("images.json").get("halfPixel").properties()) {
            float[] resized =
                    HalfPixelResizer.resize(pixels, PillowTest.extent(size.getKey())).values();
            int step = size.getValue().get("step").asInt();
            int at = 0;
            for (JsonNode expected : size.getValue().get("values")) {
                assertThat((double) resized[at])
                        .as(size.getKey() + " at " + at)
                        .isCloseTo(expected.asDouble(), within(ROUNDING));
                at += step;
            }
        }
    }
}
