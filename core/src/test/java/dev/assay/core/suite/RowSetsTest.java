package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several shapes of one model, each with rows of its own, and models whose files are not made yet.
class RowSetsTest {
    private static final String YAML =
            """
            schema: assay.suite/1
            name: sizes
            models:
              - id: net
                onnx: model.onnx
                rows:
                  - { shape: 3x80x80, inputs: inputs.safetensors, references: outputs.safetensors }
                  - shape: 3x304x208
                    inputs: truth.safetensors
                    tolerances:
                      FP32: { relL2: 1e-5 }
                calibration: outputs.safetensors
                opt-shape: 3x80x80
                batches: [1, 2]
                tolerances:
                  FP32: { relL2: 1e-6 }
                  FP16: { relL2: 1e-2 }
            engines: [tensorrt-onnx]
            batches: [8]
            """;

    @TempDir Path folder;

    @Test
    void givesEachShapeItsOwnRowsAndLimits() throws IOException {
        List<BenchmarkCase> cases = expand(YAML);

        assertThat(cases)
                .extracting(it -> it.id().text())
                .containsExactly(
                        "net/tensorrt-onnx/fp32/b1/3x304x208/base/latency",
                        "net/tensorrt-onnx/fp32/b2/3x304x208/base/latency",
                        "net/tensorrt-onnx/fp32/b1/3x80x80/base/latency",
                        "net/tensorrt-onnx/fp32/b2/3x80x80/base/latency");
        BenchmarkCase large = cases.getFirst();
        BenchmarkCase small = cases.getLast();
        assertThat(small.model().inputs()).isEqualTo(folder.resolve("inputs.safetensors"));
        assertThat(small.model().references()).contains(folder.resolve("outputs.safetensors"));
        assertThat(small.tolerance().limits()).containsEntry(ToleranceKey.REL_L2, 1e-6);
        assertThat(large.model().inputs()).isEqualTo(folder.resolve("truth.safetensors"));
        assertThat(large.model().references()).isEmpty();
        assertThat(large.tolerance().limits()).containsEntry(ToleranceKey.REL_L2, 1e-5);
        assertThat(large.model().calibration()).contains(folder.resolve("outputs.safetensors"));
        assertThat(large.model().tolerances()).containsKey(Precision.FP16);
    }

    @Test
    void buildsOneEngineForAllShapesTunedForTheOneThatTheSuiteNames() throws IOException {
        assertThat(expand(YAML))
                .extracting(BenchmarkCase::profile)
                .containsOnly(
                        Optional.of(
                                new OptimizationProfile(
                                        1,
                                        2,
                                        2,
                                        Shape.of(3, 80, 80),
                                        Shape.of(3, 80, 80),
                                        Shape.of(3, 304, 208))));
    }

    @Test
    void readsBackWhatItWrites() throws IOException {
        Suite suite = SuiteFiles.read(folder, YAML);

        assertThat(SuiteFiles.read(folder, SuiteWriter.write(suite))).isEqualTo(suite);
    }

    @Test
    void namesWhatIsSaidTwiceOrNotAtAll() {
        String yaml =
                YAML.replace("    calibration:", "    inputs: inputs.safetensors\n    calibration:")
                        .replace("3x304x208", "3x80x80")
                        .replace("opt-shape: 3x80x80", "opt-shape: 3x9x9")
                        .replace("        inputs: truth.safetensors\n", "");

        assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, yaml))
                .withMessageContaining(":11: 'inputs' is said in each of 'rows'")
                .withMessageContaining(":8: one of 'rows' has no 'inputs'")
                .withMessageContaining("opt-shape 3x9x9 is no shape of model 'net'");
        assertFails(
                        ErrorKind.CONFIG,
                        () -> SuiteFiles.read(folder, YAML.replace("3x304x208", "3x80x80")))
                .withMessageContaining(":8: two of 'rows' have the shape 3x80x80");
    }

    @Test
    void skipsOnlyTheCasesWhoseFilesAreNotHereAndSaysWhatMakesThem() throws IOException {
        String yaml =
                YAML.replace("truth.safetensors", "later.safetensors")
                        .replace("calibration: outputs", "calibration: rows")
                        .replace(
                                "    opt-shape",
                                "    made-by: { command: make-it net, takes: 2 min, size: 9 MB }\n    opt-shape")
                        .replace("engines:", "precisions: [FP32, INT8]\nengines:");

        assertThat(expand(yaml))
                .filteredOn(it -> it.batch() == 1)
                .extracting(it ->
                        it.id().dims() + " " + it.precision() + ": " + it.skipped().orElse("runs"))
                .containsExactly(
                        "3x304x208 FP32: not made yet: run make-it net (2 min, 9 MB)",
                        "3x80x80 FP32: runs",
                        "3x304x208 INT8: not made yet: run make-it net (2 min, 9 MB)",
                        "3x80x80 INT8: not made yet: run make-it net (2 min, 9 MB)");
        Suite suite = SuiteFiles.read(folder, yaml);
        assertThat(SuiteFiles.read(folder, SuiteWriter.write(suite))).isEqualTo(suite);
    }

    @Test
    void stillNeedsFilesThatNothingMakes() {
        assertFails(
                        ErrorKind.CONFIG,
                        () ->
                                SuiteFiles.read(
                                        folder,
                                        YAML.replace("truth.safetensors", "typo.safetensors")))
                .withMessageContaining("inputs: there is no file");
    }

    @Test
    void readsTheSuitesThatAssayBrings() throws IOException {
        try (var suites = Files.list(Path.of("../reference-data/suites"))) {
            assertThat(suites.toList())
                    .isNotEmpty()
                    .allSatisfy(file ->
                            assertThat(
                                            new CaseExpander(EngineCatalog.standard())
                                                    .expand(
                                                            new SuiteReader(
                                                                            EngineCatalog
                                                                                    .standard())
                                                                    .read(file)))
                                    .isNotEmpty());
        }
    }

    private List<BenchmarkCase> expand(String yaml) throws IOException {
        return new CaseExpander(EngineCatalog.standard()).expand(SuiteFiles.read(folder, yaml));
    }
}
