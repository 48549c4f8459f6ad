package dev.assay.benchmarks;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.process.CrashReport;
import dev.assay.core.process.Worker;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.Steadiness;
import dev.assay.core.run.Timing;
import dev.assay.core.run.Validity;
import dev.assay.core.suite.Effort;
import dev.assay.engines.DeviceMonitor;
import dev.assay.engines.EngineJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs JMH for one fork of one case.
///
/// A process of its own between the driver and the measuring JVM: it gives the fork the engine's
/// class path and environment, can be killed with all it started, and lets the driver interleave
/// forks of different cases, which JMH alone does not.
public final class ForkHost {
    private ForkHost() {}

    public static void main(String[] args) throws IOException {
        // JMH's lock is one for the whole machine; the driver holds Assay's own instead.
        System.setProperty("jmh.ignoreLock", "true");
        // What JMH would find out by starting two more JVMs for every fork.
        System.setProperty("jmh.blackhole.mode", "COMPILER");
        Worker.main(args, ForkJob.class, job -> run(job, args[0]));
    }

    private static Measurement run(ForkJob job, String jobFile) {
        // Not in the measuring JVM, whose times its calls would disturb.
        Optional<DeviceMonitor.Recording> sensors = startSensors();
        try {
            double score = measure(job, jobFile);
            ForkReport report = read(job);
            keepJmhResult(job);
            return measurement(job, report, score, sensors.map(it -> evidence(it, report)));
        } finally {
            sensors.ifPresent(DeviceMonitor.Recording::close);
        }
    }

    /// A measurement without sensors is less well proven, and says so by having no evidence.
    private static Optional<DeviceMonitor.Recording> startSensors() {
        try {
            return DeviceMonitor.find().map(DeviceMonitor::start);
        } catch (AssayException e) {
            e.printStackTrace();
            return Optional.empty();
        }
    }

    /// @return JMH's own average time of a query in seconds
    private static double measure(ForkJob job, String jobFile) {
        Collection<RunResult> results;
        try {
            results = new Runner(options(job, jobFile)).run();
        } catch (RunnerException e) {
            AssayException failure = failure(job);
            failure.addSuppressed(e);
            throw failure;
        }
        if (results.size() != 1 || !Files.exists(job.folder().resolve(ForkReport.FILE))) {
            throw failure(job);
        }
        return results.iterator().next().getPrimaryResult().getScore();
    }

    private static DeviceEvidence evidence(DeviceMonitor.Recording sensors, ForkReport report) {
        DeviceEvidence evidence =
                sensors.between(
                        report.window().fromNanos(),
                        report.window().toNanos(),
                        report.flow().queries(),
                        report.process());
        return report.memory().map(evidence::withMemory).orElse(evidence);
    }

    private static Options options(ForkJob job, String jobFile) {
        List<String> arguments = new ArrayList<>(EngineJvm.inherited());
        arguments.add("-D" + ForkJob.PROPERTY + "=" + jobFile);
        arguments.add("-XX:ErrorFile=" + CrashReport.file(job.folder()));
        return new OptionsBuilder()
                .include("^" + InferenceBenchmark.class.getName().replace(".", "\\.") + "\\.query$")
                .param("caseId", job.caseId().text())
                .forks(1)
                .warmupIterations(1)
                .warmupTime(milliseconds(job.warmUpSeconds()))
                .measurementIterations(1)
                .measurementTime(milliseconds(job.measureSeconds()))
                .jvmArgs(arguments.toArray(String[]::new))
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(job.folder().resolve("jmh.json").toString())
                .build();
    }

    private static TimeValue milliseconds(double seconds) {
        return new TimeValue(Math.round(seconds * 1e3), TimeUnit.MILLISECONDS);
    }

    private static ForkReport read(ForkJob job) {
        Path file = job.folder().resolve(ForkReport.FILE);
        try {
            return Json.compact().readValue(Files.readString(file), ForkReport.class);
        } catch (IOException e) {
            throw new AssayException(ErrorKind.INTERNAL, "Cannot read " + file, e);
        }
    }

    private static Measurement measurement(
            ForkJob job, ForkReport report, double score, Optional<DeviceEvidence> device) {
        List<String> reasons = new ArrayList<>();
        Timing primary = report.timings().getFirst();
        if (primary.warmUp().steadiness() == Steadiness.UNSTEADY) {
            reasons.add(primary.warmUp().judgement());
        }
        if (primary.samples().dropped() > 0) {
            reasons.add(primary.samples().dropped() + " queries were not recorded");
        }
        List<String> notes = new ArrayList<>();
        device.ifPresent(evidence -> {
            reasons.addAll(DeviceRules.invalid(evidence, job.sharedDevice()));
            notes.addAll(DeviceRules.notes(evidence, job.sharedDevice()));
        });
        if (device.isEmpty() && report.memory().isPresent()) {
            notes.add("the GPU's sensors could not be read: no clocks, power or other processes");
        }
        String graph = report.facts().getOrDefault("graph", "");
        if (graph.startsWith("not captured")) {
            notes.add("launched without a CUDA graph, which was asked for: " + graph);
        }
        return new Measurement(
                job.engine().identity().with(report.facts()),
                report.timings(),
                report.flow(),
                score,
                stopReason(report),
                report.outputs(),
                report.host(),
                device,
                Validity.of(reasons),
                notes);
    }

    private static String stopReason(ForkReport report) {
        int samples = report.timings().getFirst().samples().count();
        return String.format(
                Locale.ROOT,
                "%.1f s measured, %d samples%s",
                report.window().seconds(),
                samples,
                samples < Effort.WANTED_SAMPLES
                        ? " (wanted %d)".formatted(Effort.WANTED_SAMPLES)
                        : "");
    }

    private static void keepJmhResult(ForkJob job) {
        Path file = job.folder().resolve("jmh.json");
        try {
            AtomicFile.write(
                    job.runRoot()
                            .resolve(
                                    "samples/%s/jmh.fork%02d.json"
                                            .formatted(job.caseId(), job.fork())),
                    Files.readAllBytes(file));
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + file + ": " + e, e);
        }
    }

    /// What the measuring JVM left behind: a crash report, or the exception that stopped it.
    private static AssayException failure(ForkJob job) {
        Optional<String> crash = CrashReport.read(job.folder());
        if (crash.isPresent()) {
            return new AssayException(ErrorKind.INFERENCE, crash.get());
        }
        return ForkFailure.read(job.folder())
                .map(it -> new AssayException(it.error(), it.reason()))
                .orElseGet(() ->
                        new AssayException(
                                ErrorKind.INFERENCE,
                                "the measuring JVM failed; its output is in "
                                        + job.folder().resolve("output.txt")));
    }
}
