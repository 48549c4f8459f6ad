package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseExpanderTest {
    private final CaseExpander expander = new CaseExpander(EngineCatalog.standard());
    @TempDir Path folder;

    @Test
    void multipliesTheAxesSortedById() throws IOException {
        String yaml =
                SuiteFiles.SMALLEST
                                .replace("[onnxruntime-cpu]", "[pytorch, onnxruntime-cpu]")
                                .replace(
                                        "onnx: model.onnx",
                                        "onnx: model.onnx\n    torchscript: model.pt")
                        + "batches: [16, 2]\n";

        assertThat(ids(yaml))
                .containsExactly(
                        "mst/onnxruntime-cpu/fp32/b2/3x96x90/base/latency",
                        "mst/onnxruntime-cpu/fp32/b16/3x96x90/base/latency",
                        "mst/pytorch/fp32/b2/3x96x90/base/latency",
                        "mst/pytorch/fp32/b16/3x96x90/base/latency");
    }

    @Test
    void givesACaseItsPartOfTheSuite() throws IOException {
        Suite suite = SuiteFiles.read(folder, SuiteFiles.SMALLEST + "batches: 4\n");

        BenchmarkCase only = expander.expand(suite).getFirst();

        assertThat(only.model()).isEqualTo(suite.models().getFirst());
        assertThat(only.engine().id()).isEqualTo("onnxruntime-cpu");
        assertThat(only.precision()).isEqualTo(Precision.FP32);
        assertThat(only.batch()).isEqualTo(4);
        assertThat(only.shape()).isEqualTo(Shape.of(3, 96, 90));
        assertThat(only.workload()).isEqualTo(Workload.LATENCY);
        assertThat(only.skipped()).isEmpty();
    }

    @Test
    void skipsWhatAnEngineCannotDoWithAReason() throws IOException {
        String yaml =
                SuiteFiles.SMALLEST.replace(
                                "[onnxruntime-cpu]", "[pytorch, onnxruntime-cpu, replay]")
                        + "precisions: [FP32, FP8]\n";

        List<BenchmarkCase> cases = expander.expand(SuiteFiles.read(folder, yaml));

        assertThat(cases)
                .extracting(it ->
                        it.id().engine()
                                + " "
                                + it.precision()
                                + ": "
                                + it.skipped().orElse("runs"))
                .containsExactly(
                        "onnxruntime-cpu FP32: runs",
                        "onnxruntime-cpu FP8: onnxruntime-cpu has no FP8",
                        "pytorch FP32: pytorch needs 'torchscript', which model mst does not give",
                        "pytorch FP8: pytorch has no FP8",
                        "replay FP32: replay needs 'references', which model mst does not give",
                        "replay FP8: replay needs 'references', which model mst does not give");
    }

    /// An engine that computes what a file says would measure FP32 under the name of INT8.
    @Test
    void skipsInt8WhereNothingSaysHowToQuantise() throws IOException {
        String yaml = SuiteFiles.SMALLEST + "precisions: [INT8]\n";
        String strong =
                yaml.replace(
                        "[onnxruntime-cpu]",
                        "[{ id: tensorrt-onnx, options: { typing: strong } }]");
        String weak = yaml.replace("onnxruntime-cpu", "tensorrt-onnx");
        String given =
                yaml.replace(
                        "onnx: model.onnx",
                        "onnx: model.onnx\n    quantization: { INT8: int8.json }");

        assertThat(skipped(yaml)).contains("onnxruntime-cpu needs ranges for INT8");
        assertThat(skipped(strong)).contains("tensorrt-onnx needs ranges for INT8");
        assertThat(skipped(weak)).isEqualTo("runs");
        assertThat(skipped(given)).isEqualTo("runs");
    }

    private String skipped(String yaml) throws IOException {
        return expander.expand(SuiteFiles.read(folder, yaml)).getFirst().skipped().orElse("runs");
    }

    @Test
    void keepsWhatAnyPatternOfOnlyMatchesAndCutsWhatIsExcluded() throws IOException {
        String yaml =
                SuiteFiles.SMALLEST
                        + "batches: [1, 2, 4, 8]\nonly: [b1, \"**/b2/**\", b8]\nexclude: [\"*/*/*/b8/**\"]\n";

        assertThat(ids(yaml)).extracting(it -> new CaseId(it).batch()).containsExactly(1, 2);
    }

    @Test
    void narrowsOnlyWithoutForgettingWhatIsExcluded() throws IOException {
        Suite suite =
                SuiteFiles.read(folder, SuiteFiles.SMALLEST + "batches: [1, 2]\nexclude: [b2]\n");

        assertThat(expander.expand(suite.keeping("b1"))).hasSize(1);
        assertThat(expander.expand(suite.keeping("b2"))).isEmpty();
    }

    @Test
    void prefersAModelsToleranceToTheSuites() throws IOException {
        List<BenchmarkCase> cases =
                expander.expand(SuiteFiles.read(folder, SuiteFiles.LARGEST).keeping("onnx"));

        assertThat(cases)
                .filteredOn(it -> it.precision() == Precision.FP32)
                .allSatisfy(it ->
                        assertThat(it.tolerance().limits())
                                .containsOnlyKeys(ToleranceKey.REL_L2, ToleranceKey.MAX_ABS));
        assertThat(cases)
                .filteredOn(it -> it.precision() == Precision.FP16)
                .allSatisfy(it ->
                        assertThat(it.tolerance().limits())
                                .containsEntry(ToleranceKey.REL_L2, 2e-3));
        assertThat(expander.expand(SuiteFiles.read(folder, SuiteFiles.SMALLEST)))
                .allSatisfy(it -> assertThat(it.tolerance().limits()).isEmpty());
    }

    @Test
    void refusesAnEngineThatTheCatalogLacks() throws IOException {
        Suite suite = SuiteFiles.read(folder, SuiteFiles.SMALLEST);

        assertFails(
                        ErrorKind.CONFIG,
                        () -> new CaseExpander(new EngineCatalog(List.of())).expand(suite))
                .withMessageContaining("There is no engine 'onnxruntime-cpu'");
    }

    private List<String> ids(String yaml) throws IOException {
        return expander.expand(SuiteFiles.read(folder, yaml)).stream()
                .map(it -> it.id().text())
                .toList();
    }
}
