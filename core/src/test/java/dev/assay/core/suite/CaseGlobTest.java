package dev.assay.core.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseGlobTest {
    private static final CaseId ID =
            new CaseId("mst-1.0/onnxruntime-cpu/fp32/b8/3x96x90/base/latency");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mst-1.0/onnxruntime-cpu/fp32/b8/3x96x90/base/latency",
                "mst*/**",
                "**/b8/**",
                "*/*/fp32/*/*/*/*",
                "*/*/fp??/b?/**",
                "{mst,elan}*/**",
                "**/{b1,b8}/**",
                "**/{fp{16,32},int8}/**",
                "**",
                "*/**",
                "fp32",
                "cpu",
                "b{1,8}",
                "onnx*cpu",
                "3x9?x90",
                "1.0"
            })
    void matches(String glob) {
        assertThat(new CaseGlob(glob).matches(ID)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mst-1.0", "*", "b8", "fp32",
            })
    void matchesAnywhereWithoutASlash(String glob) {
        assertThat(new CaseGlob(glob).matches(ID)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mst*/*",
                "*/b8/*",
                "onnxruntime-cpu/**",
                "**/b1/**",
                "mst*fp32*/",
                "mst*b8",
                "MST",
                "mst-1x0/**",
                "mst-1?0?/**",
                "**/{b1,b2}/**",
                "b[0-9]",
                "fp.2",
                "b8,b1"
            })
    void doesNotMatch(String glob) {
        assertThat(new CaseGlob(glob).matches(ID)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{mst", "mst{", "{{mst,a}", "{mst-1.0,x}/**"})
    void toleratesAnOpenBrace(String glob) {
        assertThat(new CaseGlob(glob).matches(ID)).isTrue();
    }
}
