package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.lab.KernelLab;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.reports.ladder.LadderExport;
import dev.assay.reports.ladder.LadderTable;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.summary.Fastest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ladders and the kernel lab, as the page and its exports show them.
class LadderPageTest {
    private static final String LADDER =
            """
            plugins: [libmine.so]
            ladders:
              - id: published
                models: [mst-plus-plus]
                engines: [tensorrt-onnx]
                steps: [{ id: pays, rewrite: fold-constants }, { id: brings-nothing, rewrite: merge-parameters }, { id: is-wrong, rewrite: layer-norm }]
                ceilings: [is-wrong]
            """;

    @TempDir Path folder;
    private DemoRun demo = new DemoRun(Path.of("unset"));

    @BeforeEach
    void climb() throws IOException {
        demo = new DemoRun(folder.resolve("run"));
        demo.start();
        RunDirectory run = demo.run();
        AtomicFile.write(
                run.suiteFile(),
                Files.readString(run.suiteFile()).replace("replay]", "replay, tensorrt-onnx]")
                        + LADDER);
        rung("base", 0.100, 1e-6);
        rung("pays", 0.080, 1e-6);
        rung("pays+brings-nothing", 0.0801, 1e-6);
        rung("pays+brings-nothing+is-wrong", 0.070, 3e-2);
        rung("brings-nothing+is-wrong", 0.090, 1e-6);
        rung("pays+is-wrong", 0.070, 1e-6);
        bench("pays+brings-nothing+ceiling-is-wrong", 0.060);
        run.append(
                new AccuracyRow(
                        id("pays+brings-nothing+ceiling-is-wrong"),
                        new AccuracyOutcome.Unchecked("the model has no stored outputs")));
    }

    @Test
    void saysOfEveryStepWhatItBroughtAlsoWhereThatIsNothing() {
        List<String> words = ladder().words();

        assertThat(words).anyMatch(it -> it.startsWith("pays pays: 20"));
        assertThat(words)
                .anyMatch(it -> it.startsWith("brings-nothing brings nothing: within ±2 %"));
        assertThat(words)
                .anyMatch(it -> it.startsWith("is-wrong costs accuracy, so it has no speed"));
        assertThat(words)
                .anyMatch(it ->
                        it.startsWith(
                                "The most that anything in the place of is-wrong could win is 25"));
    }

    @Test
    void holdsEachRungAgainstTheOneBeforeAndTheBaseline() {
        List<List<String>> rows = ladder().tables().getFirst().rows();

        assertThat(rows)
                .extracting(List::getFirst)
                .containsExactly("baseline", "+ pays", "+ brings-nothing", "+ is-wrong");
        assertThat(rows.get(1).get(4)).startsWith("-20.0 %".replace('-', '\u2212'));
        assertThat(rows.get(1).get(6)).startsWith("+25.0 %");
        assertThat(rows.get(3).get(2)).isEqualTo("\u2717 INVALID");
    }

    @Test
    void writesMarkdownAndCsvToPaste() throws IOException {
        ReportModel model = ReportModel.of(demo.run());

        assertThat(LadderExport.markdown(model))
                .contains("| + pays | fp32 | 80.")
                .contains("- pays pays: ");
        assertThat(LadderExport.csv(model).lines().toList())
                .hasSize(1 + 4 + 3 + 1)
                .first()
                .asString()
                .startsWith("section,ladder,part,Rung,Precision,Median");
        ReportWriter.write(demo.run(), demo.run().report());
        assertThat(demo.run().report().resolve("ladders.csv")).isNotEmptyFile();
        assertThat(Files.readString(demo.run().report().resolve("index.html")))
                .contains("Ladder published: tensorrt-onnx, batch 1");
    }

    @Test
    void quotesWhatAStepChangedInTheEngine() throws IOException {
        layers(id("base"), "sm80_old");
        layers(id("pays"), "sm90_new");

        assertThat(ladder().words())
                .anyMatch(it ->
                        it.startsWith("pays pays: ")
                                && it.endsWith(
                                        "; in the engine, 1 layer differs: 1 other kernel in conv"));
        ReportWriter.write(demo.run(), demo.run().report());
        assertThat(Files.readString(page(id("pays"))))
                .contains("Beside ", "1 layer differs: 1 other kernel in conv");
    }

    @Test
    void laysTwoEnginesOfOneModelSideBySide() throws IOException {
        CaseId parsed = id("base");
        CaseId built = new CaseId(parsed.text().replace("tensorrt-onnx", "tensorrt-api"));
        layers(parsed, "sm80_old");
        layers(built, "sm90_new");
        bench(built, 0.09);
        AtomicFile.write(
                demo.run().suiteFile(),
                Files.readString(demo.run().suiteFile())
                        .replace("replay, tensorrt-onnx]", "replay, tensorrt-onnx, tensorrt-api]"));

        ReportWriter.write(demo.run(), demo.run().report());

        assertThat(Files.readString(page(built)))
                .contains("Beside tensorrt-onnx fp32: 1 layer differs: 1 other kernel in conv");
        assertThat(Files.readString(page(parsed))).doesNotContain("Beside ");
    }

    private Path page(CaseId id) {
        return demo.run().report().resolve("inside-" + id.text().replace('/', '.') + ".html");
    }

    private void layers(CaseId id, String tactic) {
        AtomicFile.write(
                demo.run().root().resolve("layers/" + id + ".json"),
                """
                {"Layers": [{"Name": "conv", "LayerType": "CaskConvolution",
                 "Inputs": [{"Name": "x", "Dimensions": [1,8,4,4], "Format/Datatype": "Row major linear FP32"}],
                 "Outputs": [{"Name": "y", "Dimensions": [1,8,4,4], "Format/Datatype": "Row major linear FP32"}],
                 "TacticName": "%s", "Metadata": ""}], "Bindings": ["x", "y"]}
                """
                        .formatted(tactic));
    }

    /// A limit is not a result, however fast.
    @Test
    void neverRanksACeiling() {
        assertThat(Fastest.of(ReportModel.of(demo.run())))
                .allSatisfy(it -> assertThat(it.row().id().isCeiling()).isFalse());
    }

    @Test
    void showsKernelsBesideACopyAndBesidePyTorch() throws IOException {
        Path bench =
                Files.writeString(
                        folder.resolve("bench.jsonl"),
                        """
                        {"schema":"assay.kernel/1","gpu":"NVIDIA H100","l2Bytes":50000000,"memoryBytes":80000000000}
                        {"schema":"assay.kernel/1","kernel":"copy","variant":"memcpy","element":"fp32","shape":[1],"cache":"cold","medianSeconds":0.001,"q1Seconds":0.001,"q3Seconds":0.001,"bytes":3000000000,"bytesPerSecond":3e12,"ofCopy":1.0,"flopsPerSecond":0,"launches":24,"samples":25}
                        {"schema":"assay.kernel/1","kernel":"layer-norm","variant":"warp","element":"fp16","shape":[4, 8],"cache":"cold","medianSeconds":0.0001,"q1Seconds":0.0001,"q3Seconds":0.0001,"bytes":270000000,"bytesPerSecond":2.7e12,"ofCopy":0.9,"flopsPerSecond":0,"launches":24,"samples":25}
                        {"schema":"assay.kernel/1","kernel":"layer-norm","variant":"naive","element":"fp16","shape":[4, 8],"cache":"cold","medianSeconds":0.0003,"q1Seconds":0.0003,"q3Seconds":0.0003,"bytes":270000000,"bytesPerSecond":9e11,"ofCopy":0.3,"flopsPerSecond":0,"launches":24,"samples":25}
                        {"schema":"assay.kernel/1","kernel":"layer-norm","variant":"pytorch","element":"fp16","shape":[4, 8],"cache":"cold","medianSeconds":0.0002,"q1Seconds":0.0002,"q3Seconds":0.0002,"bytes":270000000,"bytesPerSecond":1.35e12,"ofCopy":0.45,"flopsPerSecond":0,"launches":24,"samples":25}
                        {"schema":"assay.kernel/1","kernel":"copy","variant":"memcpy","element":"fp32","shape":[1],"cache":"cold","medianSeconds":0.00101,"q1Seconds":0.001,"q3Seconds":0.0011,"bytes":3000000000,"bytesPerSecond":2.97e12,"ofCopy":0.99,"flopsPerSecond":0,"launches":24,"samples":25}
                        """);
        KernelLab.add(demo.run(), List.of(bench));
        ReportWriter.write(demo.run(), demo.run().report());

        assertThat(Files.readString(demo.run().report().resolve("index.html")))
                .contains("Kernel lab")
                .contains("copies themselves came out within 0.99 % again at the end")
                .contains(
                        "layer-norm: the best variant reaches 90.0 % to 90.0 % of a copy on 1 sizes")
                .contains("warp (fastest)");
        assertThat(demo.run().report().resolve("kernel-layer-norm.png")).isNotEmptyFile();
        Files.writeString(bench, "{\"schema\":\"assay.kernel/1\",\"kernel\":\"gelu\"}\n");
        assertThatThrownBy(() -> KernelLab.add(demo.run(), List.of(bench)))
                .hasMessageContaining("bench.jsonl line 1 is not what a bench prints");
    }

    private LadderTable ladder() {
        ReportModel model = ReportModel.of(demo.run());
        return LadderTable.of(model.sections().getFirst(), model).getFirst();
    }

    private void rung(String steps, double seconds, double relativeL2) {
        bench(steps, seconds);
        demo.run()
                .append(
                        new AccuracyRow(
                                id(steps),
                                DemoErrors.compared(
                                        relativeL2,
                                        relativeL2 > 1e-3
                                                ? List.of("relL2 3e-2 > 5e-6")
                                                : List.of(),
                                        List.of(0, 2)),
                                List.of()));
    }

    private void bench(String steps, double seconds) {
        bench(id(steps), seconds);
    }

    private void bench(CaseId id, double seconds) {
        for (int fork = 0; fork < 4; fork++) {
            demo.run()
                    .append(
                            new MeasurementRow(
                                    id,
                                    fork,
                                    new Outcome.Measured(
                                            DemoMeasurements.measurement(
                                                    demo.run(),
                                                    id,
                                                    fork,
                                                    seconds * (1 + 0.001 * (fork - 1.5)),
                                                    12))));
        }
    }

    private static CaseId id(String steps) {
        return new CaseId("mst-plus-plus/tensorrt-onnx/fp32/b1/3x96x90/" + steps + "/latency");
    }
}
