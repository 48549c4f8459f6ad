package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.engines.tensorrt.build.LayerRules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerRulesTest {
    @Test
    void givesTheFullNamePrecedenceAndThenTheLongestPattern() {
        LayerRules rules = LayerRules.parse("*:fp16,/body/*:bf16,/body/conv:fp32");

        assertThat(rules.of("/body/conv").map(Rule::precision)).contains(Precision.FP32);
        assertThat(rules.of("/body/gelu").map(Rule::precision)).contains(Precision.BF16);
        assertThat(rules.of("/head").map(Rule::precision)).contains(Precision.FP16);
    }

    @Test
    void leavesLayersThatNoRuleNames() {
        assertThat(LayerRules.parse("/a:fp32").of("/a/b")).isEmpty();
    }

    @Test
    void readsNamesThatHoldColons() {
        assertThat(LayerRules.parse("block:0/conv:int8").of("block:0/conv").map(Rule::precision))
                .contains(Precision.INT8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":fp32", "/conv", "/conv:fp8", "/conv:fp32,"})
    void refusesWhatIsNoRule(String text) {
        assertThatThrownBy(() -> LayerRules.parse(text))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("layerPrecisions");
    }
}
