package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.format.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {
    @ParameterizedTest
    @ValueSource(strings = {"latency", "throughput", "load-200", "load-0.5", "load-12.125"})
    void readsItsOwnName(String slug) {
        assertThat(Workload.parse(slug).slug()).isEqualTo(slug);
        assertThat(Json.compact().readValue("\"" + slug + "\"", Workload.class))
                .isEqualTo(Workload.parse(slug));
        assertThat(Json.compact().writeValueAsString(Workload.parse(slug)))
                .isEqualTo("\"" + slug + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "load", "load-", "load-0", "load--1", "load-1e3", "fast"})
    void refusesWhatIsNone(String text) {
        assertFails(ErrorKind.CONFIG, () -> Workload.parse(text))
                .withMessageContaining("load-<queries per second>");
    }
}
