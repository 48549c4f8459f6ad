package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.Sha256;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnvironmentIdTest {
    private static final Map<String, String> FIELDS = Map.of("gpu", "A10", "power", "150 W");

    @Test
    void hashesCanonicalJson() {
        assertThat(EnvironmentId.of(FIELDS).sha256())
                .isEqualTo(Sha256.of("{\"gpu\":\"A10\",\"power\":\"150 W\"}"));
        assertThat(EnvironmentId.of(FIELDS).shortForm())
                .hasSize(12)
                .isEqualTo(EnvironmentId.of(FIELDS).sha256().substring(0, 12));
    }

    @Test
    void doesNotDependOnTheOrderOfTheFields() {
        Map<String, String> forwards = new LinkedHashMap<>();
        forwards.put("gpu", "A10");
        forwards.put("power", "150 W");
        Map<String, String> backwards = new LinkedHashMap<>();
        backwards.put("power", "150 W");
        backwards.put("gpu", "A10");

        assertThat(EnvironmentId.of(forwards)).isEqualTo(EnvironmentId.of(backwards));
    }

    @Test
    void changesWithEveryFieldNameAndValue() {
        assertThat(
                        Stream.of(
                                        FIELDS,
                                        Map.of("gpu", "A100", "power", "150 W"),
                                        Map.of("gpu", "A10", "power", "140 W"),
                                        Map.of("gpus", "A10", "power", "150 W"),
                                        Map.of("gpu", "A10"),
                                        Map.of("gpu", "A10", "power", "150 W", "cpu", ""),
                                        Map.of("gpu", "A10\",\"power\":\"150 W"),
                                        Map.<String, String>of())
                                .map(EnvironmentId::of))
                .doesNotHaveDuplicates();
    }
}
