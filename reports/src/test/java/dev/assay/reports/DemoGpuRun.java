package dev.assay.reports;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.CaseSummaries;
import dev.assay.core.run.Environment;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.Comparator;
import dev.assay.core.verdict.RunJudge;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.core.verdict.VerdictRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run directory as a GPU would leave it, for tests and for looking at the page.
///
/// Every number is made up, in the proportions of a card of 150 W; nothing here was measured. MST++
/// in six precisions beside PyTorch on the CPU, which has no boundary in common with a device's
/// headline; ResNet-50 beside a PyTorch on the device, which has; a wrong INT8 engine, an engine
/// built three times, two precisions that no layer runs, a GPU that was shared. The verdicts are
/// those of the real comparison.
public final class DemoGpuRun {
    static final String MST = "mst-plus-plus/%s/%s/b%d/3x512x482/base/%s";
    static final String RESNET = "resnet50/%s/%s/b%d/3x224x224/base/%s";
    static final String TRT = "tensorrt-onnx";
    private static final int FORKS = 3;
    private static final Map<String, Double> FACTORS =
            Map.of("fp32", 1.0, "tf32", 0.81, "fp16", 0.6, "bf16", 0.63, "int8", 0.72);
    private static final Map<String, Double> ERRORS =
            Map.of("fp32", 2.1e-6, "tf32", 4.4e-4, "fp16", 9.1e-4, "bf16", 7.3e-3, "int8", 2.6e-2);

    private final RunDirectory run;
    private final List<CaseId> cases = new ArrayList<>();

    DemoGpuRun(Path root) {
        this.run = new RunDirectory(root);
    }

    /// Renders the demo: `DemoGpuRun FOLDER`.
    public static void main(String[] arguments) {
        RunDirectory demo =
                new DemoGpuRun(Path.of(arguments[0]).resolve("runs/20261121-141500Z-gpu-a10d"))
                        .standard();
        System.out.println(ReportWriter.write(demo, demo.report()));
        System.out.println(TerminalTable.render(demo, 80));
    }

    RunDirectory standard() {
        start();
        for (int batch : List.of(1, 2, 4, 8, 16)) {
            mst(batch);
        }
        for (int batch : List.of(1, 16)) {
            resnet(batch);
        }
        for (int batch : List.of(1, 8)) {
            DemoGpuCase fp16 =
                    DemoGpuCase.of(
                            id(MST, TRT, "fp16", batch, "throughput"), 0.058 * batch, 9.1e-4);
            measured(fp16);
            measured(
                    DemoGpuCase.of(
                            id(MST, TRT, "fp32", batch, "throughput"), 0.097 * batch, 2.1e-6));
        }
        measured(DemoGpuCase.of(id(RESNET, TRT, "fp16", 1, "load-200"), 0.00291, 9.1e-4));
        finish();
        return run;
    }

    RunDirectory run() {
        return run;
    }

    private void mst(int batch) {
        measured(DemoGpuCase.of(id(MST, "pytorch", "fp32", batch, "latency"), 2.1 * batch, 6e-7));
        FACTORS.keySet().stream()
                .sorted()
                .forEach(precision -> {
                    DemoGpuCase demo =
                            DemoGpuCase.of(
                                    id(MST, TRT, precision, batch, "latency"),
                                    0.0996
                                            * FACTORS.getOrDefault(precision, 1.0)
                                            * Math.pow(batch, 0.96),
                                    ERRORS.getOrDefault(precision, 1.0));
                    if (precision.equals("fp32")) {
                        demo = demo.running(58);
                    }
                    if (precision.equals("fp16") && batch == 8) {
                        demo = demo.built(6, 1.0, 1.017, 1.006);
                    }
                    measured(batch >= 8 ? demo.atPowerLimit() : demo);
                });
        skipped(
                id(MST, TRT, "fp8", batch, "latency"),
                "FP8 needs a GPU of compute capability 8.9 or newer, this NVIDIA A10 has 8.6");
    }

    private void resnet(int batch) {
        measured(
                DemoGpuCase.of(
                        id(RESNET, "pytorch", "fp32", batch, "latency"),
                        0.0061 * Math.pow(batch, 0.8),
                        0));
        measured(
                DemoGpuCase.of(
                                id(RESNET, TRT, "fp32", batch, "latency"),
                                0.0034 * Math.pow(batch, 0.85),
                                1.2e-6)
                        .running(58));
        measured(
                DemoGpuCase.of(
                                id(RESNET, TRT, "fp16", batch, "latency"),
                                0.0011 * Math.pow(batch, 0.82),
                                8.8e-4)
                        .running(57));
        measured(
                DemoGpuCase.of(
                                id(RESNET, TRT, "bf16", batch, "latency"),
                                0.0034 * Math.pow(batch, 0.85),
                                1.2e-6)
                        .running(0));
        measured(
                DemoGpuCase.of(
                                id(RESNET, TRT, "tf32", batch, "latency"),
                                0.0033 * Math.pow(batch, 0.85),
                                1.3e-6)
                        .running(0));
        DemoGpuCase int8 =
                DemoGpuCase.of(
                                id(RESNET, TRT, "int8", batch, "latency"),
                                0.0008 * Math.pow(batch, 0.8),
                                3.1e-2)
                        .running(53);
        measured(batch == 16 ? int8.besideAnother() : int8);
    }

    void measured(DemoGpuCase demo) {
        cases.add(demo.id());
        for (int fork = 0; fork < demo.forks(); fork++) {
            run.append(
                    new MeasurementRow(
                            demo.id(),
                            fork,
                            new Outcome.Measured(
                                    DemoGpuMeasurements.measurement(run, demo, fork))));
        }
        boolean wrong = demo.id().text().contains("mst-plus-plus/tensorrt-onnx/int8/b4/");
        double error = wrong ? 0.21 : demo.relativeL2();
        List<String> violations = wrong ? List.of("relL2 2.1e-1 > 5.0e-2 (4.2x)") : List.of();
        run.append(new AccuracyRow(demo.id(), DemoErrors.compared(error, violations, List.of(0))));
    }

    private void skipped(String id, String reason) {
        cases.add(new CaseId(id));
        run.append(new MeasurementRow(new CaseId(id), 0, new Outcome.Skipped(reason)));
    }

    /// Lets the real comparison decide about what was added so far.
    void finish() {
        List<VerdictRow> verdicts =
                new Comparator(FORKS, Optional.empty())
                        .compare(cases, run.measurements(), CaseSummaries.of(run), run.accuracy());
        new VerdictFiles(run)
                .write(
                        verdicts,
                        RunJudge.judge(
                                verdicts,
                                false,
                                List.of(
                                        "No baseline yet for this environment: accept this run with"
                                                + " `assay accept --run runs/20261121-141500Z-gpu-a10d --reason TEXT`.")));
    }

    static String id(String pattern, String engine, String precision, int batch, String workload) {
        return pattern.formatted(engine, precision, batch, workload);
    }

    void start() {
        run.writeInfo(
                new RunInfo(
                        RunInfo.SCHEMA,
                        String.valueOf(run.root().getFileName()),
                        "gpu",
                        "5f0c".repeat(16),
                        "quick",
                        "0.1.0",
                        "./run-all.sh run --suite reference-data/suites/gpu.yml",
                        Instant.parse("2026-11-21T14:15:00Z"),
                        Optional.of(Instant.parse("2026-11-21T14:29:41Z")),
                        Optional.of(1)));
        run.writeEnvironment(
                new Environment(
                        Map.of(
                                "cpu.model", "AMD EPYC 7R32",
                                "cpu.logicalCores", "8",
                                "gpu.name", "NVIDIA A10",
                                "gpu.computeCapability", "8.6",
                                "gpu.memoryMib", "23028",
                                "gpu.powerLimitWatts", "150"),
                        Map.of(
                                "os", "Ubuntu 24.04.1 LTS",
                                "os.kernel", "6.8.0-1018",
                                "jvm", "OpenJDK 64-Bit Server VM 25.0.3+9-LTS",
                                "gpu.driver", "550.54.15",
                                "gpu.driverCuda", "12.4"),
                        Map.of("gpu.uuid", DemoDevice.UUID)));
        for (String file : List.of("m.onnx", "m.pt", "i.st", "r.st")) {
            AtomicFile.write(run.root().resolve(file), "");
        }
        AtomicFile.write(
                run.suiteFile(),
                """
                schema: assay.suite/1
                name: gpu
                models:
                  - { id: mst-plus-plus, onnx: m.onnx, torchscript: m.pt, inputs: i.st, references: r.st, shapes: [3x512x482] }
                  - { id: resnet50, onnx: m.onnx, torchscript: m.pt, inputs: i.st, references: r.st, shapes: [3x224x224] }
                engines: [pytorch, tensorrt-onnx]
                precisions: [FP32, TF32, FP16, BF16, INT8, FP8]
                batches: [1, 2, 4, 8, 16]
                tolerances:
                  FP32: { relL2: 5e-6 }
                  TF32: { relL2: 2e-3 }
                  FP16: { relL2: 5e-3 }
                  BF16: { relL2: 3e-2 }
                  INT8: { relL2: 5e-2 }
                """);
    }
}
