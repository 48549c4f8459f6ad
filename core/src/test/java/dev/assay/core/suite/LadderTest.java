package dev.assay.core.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LadderTest {
    private static final String SUITE =
            """
            schema: assay.suite/1
            name: ladder
            models:
              - { id: climbed, onnx: model.onnx, inputs: inputs.safetensors, references: outputs.safetensors, shapes: [3x8x8] }
              - { id: plain, onnx: model.onnx, inputs: inputs.safetensors, shapes: [3x8x8] }
            engines: [onnxruntime-cpu, tensorrt-onnx]
            plugins: [libmine.so]
            ladders:
              - id: published
                models: [climbed]
                precision: TF32
                base: { id: exported, rewrites: [unfuse-layer-norm, { rewrite: padding-mask, sites: 24 }] }
                steps:
                  - { id: softmax, rewrite: masked-softmax, sites: [24, 10], variant: warp }
                  - { id: fp16, precision: FP16 }
                  - { id: level, options: { builderOptimizationLevel: 5 } }
                ceilings: [softmax]
                builds: 3
            """;

    @TempDir Path folder;

    @Test
    void readsWhatTheWriterWrites() throws IOException {
        Files.write(folder.resolve("libmine.so"), new byte[] {1});
        Suite suite = SuiteFiles.read(folder, SUITE);

        Suite again = SuiteFiles.read(folder, SuiteWriter.write(suite));

        assertThat(again.ladders()).isEqualTo(suite.ladders());
        assertThat(suite.ladders().plugins())
                .containsExactly(new PluginLibrary(folder.resolve("libmine.so"), false));
        OptimizationStep step = suite.ladders().all().getFirst().steps().getFirst();
        assertThat(step.rewrites())
                .containsExactly(
                        new GraphRewrite(
                                "masked-softmax",
                                List.of(24, 10),
                                Optional.of("warp"),
                                Optional.empty()));
    }

    @Test
    void climbsForwardThenLeavesEachStepOutThenTakesCeilings() throws IOException {
        Ladder ladder = SuiteFiles.read(folder, SUITE).ladders().all().getFirst();

        assertThat(ladder.rungs().stream().map(it -> it.role() + " " + it.slug()))
                .containsExactly(
                        "BASELINE exported",
                        "FORWARD exported+softmax",
                        "FORWARD exported+softmax+fp16",
                        "FORWARD exported+softmax+fp16+level",
                        "WITHOUT exported+fp16+level",
                        "WITHOUT exported+softmax+level",
                        "WITHOUT exported+softmax+fp16",
                        "CEILING exported+ceiling-softmax");
    }

    @Test
    void makesACaseOfEverySetOfStepsOnceInThePrecisionOfItsLastStep() throws IOException {
        Files.write(folder.resolve("libmine.so"), new byte[] {1});
        assertThat(
                        cases().stream()
                                .map(BenchmarkCase::id)
                                .filter(it -> it.model().equals("climbed"))
                                .filter(it -> it.engine().equals("tensorrt-onnx"))
                                .map(it -> it.precision() + " " + it.steps()))
                .containsExactlyInAnyOrder(
                        "tf32 exported",
                        "tf32 exported+softmax",
                        "fp16 exported+softmax+fp16",
                        "fp16 exported+softmax+fp16+level",
                        "fp16 exported+fp16+level",
                        "tf32 exported+softmax+level",
                        "tf32 exported+ceiling-softmax");
    }

    @Test
    void measuresAModelWithoutALadderAsEver() throws IOException {
        assertThat(cases().stream().map(BenchmarkCase::id).filter(it -> it.model().equals("plain")))
                .extracting(CaseId::steps)
                .containsExactly("base", "base");
    }

    @Test
    void givesOptionsPluginsAndBuildsOnlyWhereTheyBelong() throws IOException {
        Files.write(folder.resolve("libmine.so"), new byte[] {1});
        String library = folder.resolve("libmine.so").toString();

        assertThat(engine("exported").options()).isEmpty();
        assertThat(engine("exported").builds()).isEqualTo(3);
        assertThat(engine("exported+softmax").options()).isEqualTo(Map.of("plugins", library));
        assertThat(engine("exported+softmax").builds()).isEqualTo(1);
        assertThat(engine("exported+softmax+fp16+level").options())
                .isEqualTo(Map.of("plugins", library, "builderOptimizationLevel", "5"));
        assertThat(engine("exported+softmax+fp16+level").builds()).isEqualTo(3);
    }

    @Test
    void loadsTheSuitesPluginsForAModelThatBringsItsOwnNodes() throws IOException {
        assertThat(plain("tensorrt-onnx").skipped().orElseThrow())
                .contains("there is no plugin library", "libmine.so");

        Files.write(folder.resolve("libmine.so"), new byte[] {1});

        assertThat(plain("tensorrt-onnx").skipped()).isEmpty();
        assertThat(plain("tensorrt-onnx").engine().options())
                .isEqualTo(Map.of("plugins", folder.resolve("libmine.so").toString()));
        assertThat(plain("onnxruntime-cpu").engine().options()).isEmpty();
    }

    private BenchmarkCase plain(String engine) throws IOException {
        return cases().stream()
                .filter(it -> it.id().model().equals("plain") && it.id().engine().equals(engine))
                .findFirst()
                .orElseThrow();
    }

    /// What is wrong on purpose must not be found wrong, and not be right either.
    @Test
    void comparesTheOutputsOfACeilingWithNothing() throws IOException {
        BenchmarkCase ceiling = find("tensorrt-onnx", "exported+ceiling-softmax");

        assertThat(ceiling.model().references()).isEmpty();
        assertThat(find("tensorrt-onnx", "exported").model().references()).isPresent();
        assertThat(ceiling.skipped()).isEmpty();
    }

    @Test
    void skipsWhatAnEngineOrThisMachineCannotTake() throws IOException {
        assertThat(find("onnxruntime-cpu", "exported+softmax").skipped())
                .hasValueSatisfying(it -> assertThat(it).contains("TF32"));
        assertThat(find("tensorrt-onnx", "exported+softmax").skipped())
                .hasValueSatisfying(it -> assertThat(it).contains("libmine.so").contains("README"));
        assertThat(find("tensorrt-onnx", "exported").skipped()).isEmpty();
    }

    @Test
    void saysWithLinesWhatIsWrong() {
        assertThatThrownBy(() ->
                        SuiteFiles.read(
                                folder,
                                SUITE.replace("masked-softmax", "masked-softmx")
                                        .replace("ceilings: [softmax]", "ceilings: [fp16]")
                                        .replace("models: [climbed]", "models: [climber]")))
                .hasMessageContaining(
                        "unknown rewrite 'masked-softmx' (did you mean 'masked-softmax'?)")
                .hasMessageContaining("step 'fp16' has no plugin, so it has no ceiling")
                .hasMessageContaining("unknown model 'climber' (did you mean 'climbed'?)");
    }

    @Test
    void readsStepsFromACommandLine() {
        assertThat(GraphRewrite.parse("layer-norm:29|30@warp"))
                .isEqualTo(
                        new GraphRewrite(
                                "layer-norm",
                                List.of(29, 30),
                                Optional.of("warp"),
                                Optional.empty()));
        assertThat(GraphRewrite.parse("gelu")).hasToString("gelu");
        assertThatThrownBy(() -> GraphRewrite.parse("gelu:some"))
                .hasMessageContaining("'gelu:some' is no step");
    }

    private EngineSpec engine(String steps) throws IOException {
        return find("tensorrt-onnx", steps).engine();
    }

    private BenchmarkCase find(String engine, String steps) throws IOException {
        return cases().stream()
                .filter(it -> it.id().engine().equals(engine) && it.id().steps().equals(steps))
                .findFirst()
                .orElseThrow();
    }

    private List<BenchmarkCase> cases() throws IOException {
        return new CaseExpander(EngineCatalog.standard()).expand(SuiteFiles.read(folder, SUITE));
    }
}
