package dev.assay.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.EngineIdentity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacementRuleTest {
    @Test
    void refusesANumberOfWhichPartRanElsewhere() {
        assertThat(violation(Map.of(EngineIdentity.FALLBACK, "2 of 58: Resize")))
                .contains("2 of 58: Resize ran on another provider");
    }

    @Test
    void takesItWhereTheSuiteAllowsIt() {
        assertThat(
                        violation(
                                Map.of(
                                        EngineIdentity.FALLBACK,
                                        "2 of 58: Resize",
                                        EngineIdentity.FALLBACK_ALLOWED,
                                        "true")))
                .isEmpty();
    }

    @Test
    void hasNothingAgainstEnginesThatRanInOnePlace() {
        assertThat(violation(Map.of("tf32", "false"))).isEmpty();
    }

    private static String violation(Map<String, String> settings) {
        return PlacementRule.violation(
                        new EngineIdentity("ONNX Runtime", "1.20.0", "a", "a", settings))
                .orElse("");
    }
}
