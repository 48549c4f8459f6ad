package dev.assay.reports;

import dev.assay.core.ErrorKind;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.AccuracyRow;
import dev.assay.core.run.Environment;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.core.verdict.VerdictRow.CaseState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes a run directory as a real run would leave it: two engines on MST++, a wrong third one, a
/// crash, skipped precisions, a model without references.
public final class DemoRun {
    static final String MST = "mst-plus-plus";
    private static final String SENTENCE =
            "1 of 13 cases is out of tolerance and 1 failed: replay is wrong on mst-plus-plus at batch"
                    + " 4, onnxruntime-cpu crashed on elan-light at batch 4.";

    private final RunDirectory run;
    private final List<VerdictRow> verdicts = new ArrayList<>();
    private double noise = 0.004;

    DemoRun(Path root) {
        this.run = new RunDirectory(root);
    }

    /// Renders the demo and a large run: `DemoRun FOLDER`.
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        RunDirectory demo =
                new DemoRun(folder.resolve("runs/20261121-101500Z-smoke-3fa9")).standard();
        System.out.println(ReportWriter.write(demo, demo.report()));
        System.out.println(TerminalTable.render(demo, 80));
        RunDirectory bench =
                new DemoRun(folder.resolve("runs/20261121-111500Z-smoke-77b0")).benchOnly();
        System.out.println(ReportWriter.write(bench, bench.report()));
        RunDirectory large =
                new DemoRun(folder.resolve("runs/20261121-121500Z-large-c0de")).large();
        for (int i = 0; i < 3; i++) {
            for (RunDirectory it : List.of(demo, large)) {
                long start = System.nanoTime();
                ReportWriter.write(it, it.report());
                System.out.printf(
                        "%s %.2f s%n", it.root().getFileName(), (System.nanoTime() - start) / 1e9);
            }
        }
    }

    RunDirectory standard() {
        start();
        for (int batch : List.of(1, 2, 4)) {
            noise = batch == 2 ? 0.019 : 0.004;
            measured(MST, "pytorch", batch, 0.0931 * Math.pow(batch, 0.93), 24, 6.1e-7, valid());
            measured(
                    MST,
                    "onnxruntime-cpu",
                    batch,
                    0.0712 * Math.pow(batch, 0.97),
                    30,
                    1.32e-6,
                    valid());
            skipped(MST, "onnxruntime-cpu", "fp16", batch, "onnxruntime-cpu has no FP16");
        }
        noise = 0.002;
        measured(MST, "replay", 4, 0.00205, 720, 3.1e-2, invalid());
        for (int batch : List.of(1, 4)) {
            unchecked("elan-light", "pytorch", batch, 0.0384 * batch);
        }
        failed(
                "elan-light",
                "onnxruntime-cpu",
                4,
                "fork 1 of elan-light/onnxruntime-cpu died with SIGSEGV (exit 139) after 12 queries;"
                        + " its hs_err file is work/elan-light/hs_err.log: look for libonnxruntime");
        verdict(
                1,
                SENTENCE,
                "No baseline yet for this environment: accept this run with"
                        + " `assay accept --run runs/20261121-101500Z-smoke-3fa9 --reason TEXT`.");
        return run;
    }

    /// Only `assay bench` ran: no outputs compared, nothing decided, not finished.
    RunDirectory benchOnly() {
        start();
        for (int batch : List.of(1, 2)) {
            bench(MST, "pytorch", batch, 0.0931 * batch, 12);
            bench(MST, "onnxruntime-cpu", batch, 0.0712 * batch, 12);
        }
        return run;
    }

    /// 300 cases: ten models, five batches, three engines, two of them measured in two precisions.
    RunDirectory large() {
        start();
        for (int model = 0; model < 10; model++) {
            for (int batch : List.of(1, 2, 4, 8, 16, 32)) {
                double base = 0.002 * (model + 1) * Math.pow(batch, 0.9);
                measured("model-" + model, "pytorch", batch, base, 400, 6e-7, valid());
                measured(
                        "model-" + model, "onnxruntime-cpu", batch, base * 0.8, 400, 1e-6, valid());
                measured("model-" + model, "replay", batch, base * 0.9, 400, 2e-7, valid());
                skipped("model-" + model, "pytorch", "fp16", batch, "pytorch has no FP16");
                skipped(
                        "model-" + model,
                        "onnxruntime-cpu",
                        "fp16",
                        batch,
                        "onnxruntime-cpu has no FP16");
            }
        }
        verdict(0, "All 180 measured cases are within tolerance; nothing regressed.");
        return run;
    }

    RunDirectory run() {
        return run;
    }

    void start() {
        run.writeInfo(
                new RunInfo(
                        RunInfo.SCHEMA,
                        String.valueOf(run.root().getFileName()),
                        "smoke",
                        "5f0c".repeat(16),
                        "quick",
                        "0.1.0",
                        "./run-all.sh run --suite reference-data/suites/smoke.yml",
                        Instant.parse("2026-11-21T10:15:00Z"),
                        Optional.of(Instant.parse("2026-11-21T10:17:41Z")),
                        Optional.of(1)));
        run.writeEnvironment(
                new Environment(
                        Map.of(
                                "cpu.model", "Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz",
                                "cpu.logicalCores", "2",
                                "cpu.clockPolicy", "performance",
                                "measurement.schema", "assay.measurement/1"),
                        Map.of(
                                "os", "Debian GNU/Linux 13 (trixie)",
                                "os.kernel", "6.12.48+deb13-amd64",
                                "os.arch", "amd64",
                                "jvm", "OpenJDK 64-Bit Server VM 25.0.3+9-LTS",
                                "jvm.vendor", "Eclipse Adoptium",
                                "gpu.driver", "none"),
                        Map.of("memory.total", "24684084 kB", "loadAverage", "0.36 0.24 0.28")));
        for (String file : List.of("m.onnx", "m.pt", "i.st", "r.st")) {
            AtomicFile.write(run.root().resolve(file), "");
        }
        AtomicFile.write(
                run.suiteFile(),
                """
                schema: assay.suite/1
                name: smoke
                models:
                  - { id: mst-plus-plus, onnx: m.onnx, torchscript: m.pt, inputs: i.st, references: r.st, shapes: [3x96x90] }
                engines: [pytorch, onnxruntime-cpu, replay]
                batches: [1, 2, 4]
                tolerances:
                  FP32: { relL2: 5e-6 }
                """);
    }

    void bench(String model, String engine, int batch, double seconds, int samples) {
        for (int fork = 0; fork < 3; fork++) {
            run.append(
                    new MeasurementRow(
                            id(model, engine, "fp32", batch),
                            fork,
                            new Outcome.Measured(
                                    DemoMeasurements.measurement(
                                            run,
                                            id(model, engine, "fp32", batch),
                                            fork,
                                            seconds * (1 + noise * (fork - 1)),
                                            samples))));
        }
    }

    void measured(
            String model,
            String engine,
            int batch,
            double seconds,
            int samples,
            double relativeL2,
            Optional<SpeedVerdict> speed) {
        CaseId id = id(model, engine, "fp32", batch);
        bench(model, engine, batch, seconds, samples);
        List<String> violations =
                speed.isPresent() ? List.of("relL2 3.1e-2 > 5.0e-6 (6200x)") : List.of();
        run.append(
                new AccuracyRow(
                        id,
                        DemoErrors.compared(relativeL2, violations, List.of(0, 2)),
                        DemoErrors.consistency(batch)));
        verdicts.add(
                new VerdictRow(
                        VerdictRow.SCHEMA,
                        id,
                        CaseState.MEASURED,
                        "",
                        violations.isEmpty() ? AccuracyStanding.PASSED : AccuracyStanding.FAILED,
                        violations.stream().map(it -> "output spectral (border): " + it).toList(),
                        speed));
    }

    void unchecked(String model, String engine, int batch, double seconds) {
        CaseId id = id(model, engine, "fp32", batch);
        bench(model, engine, batch, seconds, 40);
        String reason = "model " + model + " has no stored outputs";
        run.append(new AccuracyRow(id, new AccuracyOutcome.Unchecked(reason)));
        verdicts.add(
                new VerdictRow(
                        VerdictRow.SCHEMA,
                        id,
                        CaseState.MEASURED,
                        "",
                        AccuracyStanding.UNCHECKED,
                        List.of(reason),
                        Optional.empty()));
    }

    void failed(String model, String engine, int batch, String reason) {
        without(
                id(model, engine, "fp32", batch),
                new Outcome.Failed(ErrorKind.INFERENCE, reason),
                CaseState.FAILED,
                reason);
    }

    void skipped(String model, String engine, String precision, int batch, String reason) {
        without(
                id(model, engine, precision, batch),
                new Outcome.Skipped(reason),
                CaseState.SKIPPED,
                reason);
    }

    /// Measured, right, and compared with another speed.
    void judged(String model, String engine, int batch, SpeedVerdict speed) {
        CaseId id = id(model, engine, "fp32", batch);
        bench(model, engine, batch, 0.01, 20);
        verdicts.add(
                new VerdictRow(
                        VerdictRow.SCHEMA,
                        id,
                        CaseState.MEASURED,
                        "",
                        AccuracyStanding.PASSED,
                        List.of(),
                        Optional.of(speed)));
    }

    /// Never measured, as where a shard is lost.
    void missing(String model, String engine, int batch, String reason) {
        verdicts.add(
                new VerdictRow(
                        VerdictRow.SCHEMA,
                        id(model, engine, "fp32", batch),
                        CaseState.MISSING,
                        reason,
                        AccuracyStanding.ABSENT,
                        List.of(),
                        Optional.empty()));
    }

    private void without(CaseId id, Outcome outcome, CaseState state, String reason) {
        run.append(new MeasurementRow(id, 0, outcome));
        verdicts.add(
                new VerdictRow(
                        VerdictRow.SCHEMA,
                        id,
                        state,
                        reason,
                        AccuracyStanding.ABSENT,
                        List.of(),
                        Optional.empty()));
    }

    void verdict(int exitCode, String sentence, String... notices) {
        new VerdictFiles(run)
                .write(
                        verdicts,
                        new RunVerdict(RunVerdict.SCHEMA, exitCode, sentence, List.of(notices)));
    }

    static Optional<SpeedVerdict> valid() {
        return Optional.empty();
    }

    static Optional<SpeedVerdict> invalid() {
        return Optional.of(SpeedVerdict.invalid("ACCURACY", "its outputs are out of tolerance"));
    }

    static CaseId id(String model, String engine, String precision, int batch) {
        return new CaseId(
                "%s/%s/%s/b%s/3x96x90/base/latency"
                        .formatted(model, engine, precision, Integer.toString(batch)));
    }

    static AccuracyResult result(String view, double relativeL2, List<String> violations) {
        return DemoErrors.result(view, relativeL2, violations);
    }
}
