package dev.assay.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.RunFixtures;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseFieldsTest {
    /// How a build went and where files lie differs from night to night on one machine.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "build",
                "builderSeconds",
                "builderWarnings",
                "inputs",
                "libraryPath",
                "planCache",
                "planKey",
                "timingCacheSha256",
                "timingCacheSha256Before",
                "trt_engine_cache_path",
                "trt_timing_cache_path"
            })
    void leavesOutWhatIsOfABuild(String setting) {
        assertThat(differences(setting)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"builderOptimizationLevel", "precision", "builds", "plugins", "graph"})
    void namesASettingThatDiffers(String setting) {
        assertThat(differences(setting))
                .containsExactly("engine.%s is 'new', was 'old'".formatted(setting));
    }

    @Test
    void namesASettingThatOneSideHasNot() {
        Map<String, String> without = CaseFields.of(engine(Map.of()));
        Map<String, String> with = CaseFields.of(engine(Map.of("graph", "captured")));

        assertThat(CaseFields.differences(with, without, Set.of()))
                .containsExactly("engine.graph is 'captured', was '(absent)'");
        assertThat(CaseFields.differences(with, without, Set.of("engine.graph"))).isEmpty();
    }

    private static Iterable<String> differences(String setting) {
        return CaseFields.differences(
                CaseFields.of(engine(Map.of(setting, "new"))),
                CaseFields.of(engine(Map.of(setting, "old"))),
                Set.of());
    }

    private static EngineIdentity engine(Map<String, String> more) {
        EngineIdentity usual = RunFixtures.measurement(RunFixtures.CASE, 0, 0.01f).engine();
        Map<String, String> settings = new TreeMap<>(usual.settings());
        settings.putAll(more);
        return new EngineIdentity(
                usual.library(),
                usual.version(),
                usual.modelSha256(),
                usual.artefactSha256(),
                settings,
                usual.precisions());
    }
}
