package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.format.Json;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseIdTest {
    private static final String TEXT = "mst-plus-plus/onnxruntime-cpu/fp32/b8/3x96x90/base/latency";

    @Test
    void hasSevenSegments() {
        CaseId id =
                CaseId.of(
                        "mst-plus-plus",
                        "onnxruntime-cpu",
                        Precision.FP32,
                        false,
                        8,
                        "3x96x90",
                        "base",
                        Workload.LATENCY);

        assertThat(id).hasToString(TEXT).isEqualTo(new CaseId(TEXT));
        assertThat(id.model()).isEqualTo("mst-plus-plus");
        assertThat(id.engine()).isEqualTo("onnxruntime-cpu");
        assertThat(id.precision()).isEqualTo("fp32");
        assertThat(id.batch()).isEqualTo(8);
        assertThat(id.dims()).isEqualTo("3x96x90");
        assertThat(id.steps()).isEqualTo("base");
        assertThat(id.workload()).isEqualTo("latency");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b/c/b1/e/f",
                "a/b/c/b1/e/f/g/h",
                "a/b/c/b1/e/f/",
                "/b/c/b1/e/f/g",
                "A/b/c/b1/e/f/g",
                "a b/b/c/b1/e/f/g",
                "../b/c/b1/e/f/g",
                "./b/c/b1/e/f/g",
                ".a/b/c/b1/e/f/g",
                "a\\b/b/c/b1/e/f/g",
                "é/b/c/b1/e/f/g",
                "a\n/b/c/b1/e/f/g"
            })
    void refusesWhatIsNotSevenFileNames(String text) {
        assertFails(ErrorKind.DATA, () -> new CaseId(text))
                .withMessageContaining("'" + text + "' is not a case id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "b", "bx", "b0", "b08", "x8", "b99999999999"})
    void refusesASegmentThatIsNoBatch(String batch) {
        assertFails(ErrorKind.DATA, () -> new CaseId("a/b/c/" + batch + "/3x96x90/base/latency"));
    }

    @Test
    void sortsByTextButBatchesByNumber() {
        assertThat(
                        Stream.of("b/e/fp32/b1", "a/e/fp32/b16", "a/e/fp32/b2", "a/e/fp16/b32")
                                .map(it -> new CaseId(it + "/3x96x90/base/latency"))
                                .sorted()
                                .map(CaseId::text))
                .extracting(it -> it.replace("/3x96x90/base/latency", ""))
                .containsExactly("a/e/fp16/b32", "a/e/fp32/b2", "a/e/fp32/b16", "b/e/fp32/b1");
    }

    @Test
    void isAStringInJson() {
        CaseId id = new CaseId(TEXT);

        assertThat(Json.compact().writeValueAsString(id)).isEqualTo("\"" + TEXT + "\"");
        assertThat(Json.compact().readValue("\"" + TEXT + "\"", CaseId.class)).isEqualTo(id);
    }
}
