package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void isIdentifiedByItsIdentityFieldsAlone() {
        Environment moved =
                new Environment(
                        RunFixtures.HOST.identity(), Map.of("jdk", "26"), Map.of("load", "high"));
        Environment other =
                new Environment(
                        Map.of("cpu", "Made-up 9001", "cores", "2"),
                        RunFixtures.HOST.context(),
                        RunFixtures.HOST.informative());

        assertThat(moved.id()).isEqualTo(RunFixtures.HOST.id());
        assertThat(other.id()).isNotEqualTo(RunFixtures.HOST.id());
    }

    @Test
    void sortsItsFields() {
        Environment environment =
                new Environment(Map.of("b", "1", "c", "2", "a", "3"), Map.of(), Map.of());

        assertThat(environment.identity().keySet()).containsExactly("a", "b", "c");
        assertThat(environment.schema()).isEqualTo("assay.environment/1");
    }
}
