package dev.assay.engines.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanKeyTest {
    private static final Optional<OptimizationProfile> PROFILE =
            Optional.of(OptimizationProfile.exactly(1, Shape.of(3, 8, 8)));
    private static final Map<String, String> SETTINGS = Map.of("precision", "fp16");

    @Test
    void isTheSameForTheSameContents() {
        assertThat(key("m", "c", PROFILE, Map.of(), SETTINGS, "10.6.0.26", "A10", "8.6").text())
                .isEqualTo(
                        key("m", "c", PROFILE, Map.of(), SETTINGS, "10.6.0.26", "A10", "8.6")
                                .text())
                .matches("[0-9a-f]{32}");
    }

    @Test
    void changesWithEverything() {
        List<String> keys =
                Stream.of(
                                key("m", "c", PROFILE, Map.of(), SETTINGS, "10.6", "A10", "8.6"),
                                key("n", "c", PROFILE, Map.of(), SETTINGS, "10.6", "A10", "8.6"),
                                key("m", "d", PROFILE, Map.of(), SETTINGS, "10.6", "A10", "8.6"),
                                key(
                                        "m",
                                        "c",
                                        Optional.empty(),
                                        Map.of(),
                                        SETTINGS,
                                        "10.6",
                                        "A10",
                                        "8.6"),
                                key(
                                        "m",
                                        "c",
                                        PROFILE,
                                        Map.of("x", Shape.of(2)),
                                        SETTINGS,
                                        "10.6",
                                        "A10",
                                        "8.6"),
                                key(
                                        "m",
                                        "c",
                                        PROFILE,
                                        Map.of(),
                                        Map.of("precision", "fp32"),
                                        "10.6",
                                        "A10",
                                        "8.6"),
                                key("m", "c", PROFILE, Map.of(), SETTINGS, "10.7", "A10", "8.6"),
                                key("m", "c", PROFILE, Map.of(), SETTINGS, "10.6", "L4", "8.6"),
                                key("m", "c", PROFILE, Map.of(), SETTINGS, "10.6", "A10", "8.9"))
                        .map(PlanKey::text)
                        .toList();

        assertThat(keys).doesNotHaveDuplicates();
    }

    private static PlanKey key(
            String model,
            String calibration,
            Optional<OptimizationProfile> profile,
            Map<String, Shape> rows,
            Map<String, String> settings,
            String tensorRt,
            String gpu,
            String computeCapability) {
        return new PlanKey(
                model,
                Optional.of(calibration),
                profile,
                rows,
                settings,
                tensorRt,
                "10.6-1.5.11",
                gpu,
                computeCapability);
    }
}
