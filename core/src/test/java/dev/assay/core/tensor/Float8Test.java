package dev.assay.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class Float8Test {
    private record Pattern(byte bits, double e4m3, double e5m2) {}

    @Test
    void decodesEveryE4m3PatternAsPyTorchDoes() throws IOException {
        for (Pattern pattern : patterns()) {
            assertThat((double) Float8.e4m3(pattern.bits()))
                    .as("bits %02x", pattern.bits())
                    .isEqualTo(Double.valueOf(pattern.e4m3()));
        }
    }

    @Test
    void decodesEveryE5m2PatternAsPyTorchDoes() throws IOException {
        for (Pattern pattern : patterns()) {
            assertThat((double) Float8.e5m2(pattern.bits()))
                    .as("bits %02x", pattern.bits())
                    .isEqualTo(Double.valueOf(pattern.e5m2()));
        }
    }

    @Test
    void keepsTheSignOfZero() {
        assertThat(1 / Float8.e4m3((byte) 0x80)).isNegative();
        assertThat(1 / Float8.e5m2((byte) 0x80)).isNegative();
    }

    @Test
    void hasTheLargestFiniteValuesOfTheSpecification() {
        assertThat(Float8.e4m3((byte) 0x7E)).isEqualTo(448f);
        assertThat(Float8.e5m2((byte) 0x7B)).isEqualTo(57_344f);
    }

    private static List<Pattern> patterns() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Float8Test.class.getResourceAsStream("/float8/torch.txt"))) {
            List<Pattern> patterns =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(Float8Test::parse)
                            .toList();
            assertThat(patterns).hasSize(256);
            return patterns;
        }
    }

    private static Pattern parse(String line) {
        String[] words = line.split(" ", -1);
        return new Pattern(
                (byte) Integer.parseInt(words[0], 16),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]));
    }
}
