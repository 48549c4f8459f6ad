package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor.EngineOption;
import dev.assay.core.suite.Precision;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BuilderSettingsTest {
    /// One value of each option of the builder that is not its default.
    private static final Map<String, String> OTHERS =
            Map.ofEntries(
                    Map.entry("typing", "strong"),
                    Map.entry("builderOptimizationLevel", "5"),
                    Map.entry("memPoolSize", "workspace:64"),
                    Map.entry("markLayers", "conv_in,body.0.*"),
                    Map.entry("avgTiming", "1"),
                    Map.entry("maxAuxStreams", "0"),
                    Map.entry("sparsity", "enable"),
                    Map.entry("tacticSources", "-CUDNN"),
                    Map.entry("layerPrecisions", "/conv:fp32"),
                    Map.entry("versionCompatible", "true"),
                    Map.entry("hardwareCompatibilityLevel", "ampere+"),
                    Map.entry("directIO", "true"),
                    Map.entry("timingCache", "false"));

    /// Options that change how an engine is run or what is asked for it, not what it is.
    private static final Set<String> NOT_OF_THE_BUILDER =
            Set.of(
                    "profile",
                    "optBatch",
                    "useCudaGraph",
                    "useSpinWait",
                    "noDataTransfers",
                    "exportTimes",
                    "plugins",
                    "missingLayers",
                    "loadEngine",
                    "markLayers");

    @Test
    void statesEveryDefault() {
        assertThat(describe(Precision.FP16, Map.of()))
                .containsEntry("precision", "fp16")
                .containsEntry("typing", "weak")
                .containsEntry("builderOptimizationLevel", "3")
                .containsEntry("avgTiming", "8")
                .containsEntry("memPoolSize", "default")
                .containsEntry("maxAuxStreams", "default")
                .containsEntry("sparsity", "disable")
                .containsEntry("tacticSources", "default")
                .containsEntry("layerPrecisions", "none")
                .containsEntry("precisionConstraints", "none")
                .containsEntry("versionCompatible", "false")
                .containsEntry("hardwareCompatibilityLevel", "none")
                .containsEntry("directIO", "false")
                .containsEntry("timingCache", "true")
                .doesNotContainKeys("calibrator", "build");
    }

    @Test
    void changesWithEveryOption() {
        Map<String, String> defaults = describe(Precision.FP16, Map.of());

        OTHERS.forEach((name, value) ->
                assertThat(describe(Precision.FP16, Map.of(name, value)))
                        .as(name)
                        .containsKey(name)
                        .isNotEqualTo(defaults));
        assertThat(describe(Precision.INT8, Map.of("calibrator", "minmax")))
                .isNotEqualTo(describe(Precision.INT8, Map.of()));
        assertThat(
                        describe(
                                Precision.FP16,
                                Map.of(
                                        "layerPrecisions",
                                        "/conv:fp32",
                                        "precisionConstraints",
                                        "prefer")))
                .isNotEqualTo(describe(Precision.FP16, Map.of("layerPrecisions", "/conv:fp32")));
    }

    @Test
    void readsEveryOptionThatTheCatalogOffers() {
        Set<String> known = new HashSet<>(OTHERS.keySet());
        known.addAll(NOT_OF_THE_BUILDER);
        known.addAll(Set.of("calibrator", "precisionConstraints"));

        assertThat(EngineCatalog.standard().get("tensorrt-onnx").options())
                .extracting(EngineOption::name)
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void takesOnlyValuesThatTheCatalogAllows() {
        for (EngineOption option : EngineCatalog.standard().get("tensorrt-onnx").options()) {
            String value = OTHERS.get(option.name());
            if (value != null) {
                assertThat(value).as(option.name()).matches(option.pattern());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "typing, loose",
        "sparsity, force",
        "directIO, yes",
        "tacticSources, +CUDA",
        "memPoolSize, much",
        "builderOptimizationLevel, high"
    })
    void refusesValuesWithoutAMeaning(String name, String value) {
        assertThatThrownBy(() -> describe(Precision.FP16, Map.of(name, value)))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessageContaining(name);
    }

    @Test
    void refusesLayerPrecisionsInAStronglyTypedNetwork() {
        assertThatThrownBy(() ->
                        describe(
                                Precision.FP16,
                                Map.of("typing", "strong", "layerPrecisions", "/a:fp32")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("typing: strong");
    }

    @Test
    void sharesNoTimesBetweenIndependentBuilds() {
        BuilderSettings second =
                BuilderSettings.of(
                        Requests.of(Precision.FP16, 1, 3, Map.of("timingCache", "true")));

        assertThat(second.timingCache()).isFalse();
        assertThat(second.describe()).containsEntry("build", "1");
    }

    @Test
    void isTheSameBuildHoweverManyOthersThereAre() {
        assertThat(BuilderSettings.of(Requests.of(Precision.FP16, 1, 3, Map.of())).describe())
                .isEqualTo(
                        BuilderSettings.of(Requests.of(Precision.FP16, 1, 5, Map.of())).describe());
    }

    @ParameterizedTest
    @CsvSource({
        "FP32, ''",
        "TF32, kTF32",
        "FP16, kFP16",
        "BF16, kBF16",
        "INT8, kFP16 kINT8",
        "FP8, kFP16 kFP8"
    })
    void turnsAPrecisionIntoFlags(Precision precision, String flags) {
        assertThat(BuilderConfig.flags(settings(precision, Map.of())))
                .extracting(BuilderFlag::name)
                .containsExactlyInAnyOrder(flags.isEmpty() ? new String[0] : flags.split(" "));
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void setsNoPrecisionFlagInAStronglyTypedNetwork(Precision precision) {
        assertThat(BuilderConfig.flags(settings(precision, Map.of("typing", "strong")))).isEmpty();
    }

    @Test
    void bindsLayerPrecisionsUnlessToldOtherwise() {
        Map<String, String> rule = Map.of("layerPrecisions", "/conv:fp32");

        assertThat(BuilderConfig.flags(settings(Precision.FP16, rule)))
                .contains(BuilderFlag.kOBEY_PRECISION_CONSTRAINTS);
    }

    @ParameterizedTest
    @CsvSource({"obey", "prefer", "none"})
    void refusesConstraintsOfNoLayerPrecisions(String constraints) {
        assertThatThrownBy(
                        () -> describe(Precision.FP16, Map.of("precisionConstraints", constraints)))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessageContaining("precisionConstraints")
                .hasMessageContaining("give layerPrecisions too");
    }

    private static Map<String, String> describe(Precision precision, Map<String, String> options) {
        return settings(precision, options).describe();
    }

    private static BuilderSettings settings(Precision precision, Map<String, String> options) {
        return BuilderSettings.of(Requests.of(precision, options));
    }
}
