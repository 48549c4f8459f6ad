package dev.assay.core.run;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.JsonLines;
import dev.assay.core.suite.CaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The files of one run. Every stage reads only what the stages before it wrote here.
///
/// @param root for example `runs/20261121-101500Z-smoke-3fa9`
public record RunDirectory(Path root) {
    public RunDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /// Opens an existing run.
    ///
    /// @throws AssayException if the folder is not a run directory
    public static RunDirectory open(Path root) {
        Path real = resolve(root);
        if (!Files.isRegularFile(real.resolve("run.json"))) {
            throw AssayException.config(
                    root + " is not a run directory: it has no run.json (run `assay run` first)");
        }
        return new RunDirectory(real);
    }

    private static Path resolve(Path root) {
        try {
            return root.toRealPath();
        } catch (IOException e) {
            throw AssayException.config("There is no run directory " + root);
        }
    }

    public Path suiteFile() {
        return root.resolve("suite.yml");
    }

    /// Figures that others published, as they were when the run began; not in every run.
    public Path publishedFile() {
        return root.resolve("published.csv");
    }

    public Path log() {
        return root.resolve("log.txt");
    }

    public Path report() {
        return root.resolve("report");
    }

    /// Scratch files of child processes; kept only where a case failed.
    public Path work() {
        return root.resolve("work");
    }

    /// `samples/<case>/<boundary>.fork<NN>.f32`, relative to {@link #root}.
    public static String samplesFile(CaseId caseId, MeasurementBoundary boundary, int fork) {
        return String.format(
                Locale.ROOT,
                "samples/%s/%s.fork%02d.f32",
                caseId,
                boundary.name().toLowerCase(Locale.ROOT),
                fork);
    }

    /// `samples/<case>/output.<name>.fork<NN>.f32`, relative to {@link #root}.
    public static String outputFile(CaseId caseId, int outputIndex, int fork) {
        return String.format(
                Locale.ROOT, "samples/%s/output%d.fork%02d.f32", caseId, outputIndex, fork);
    }

    /// `detections/<case>`, or `detections/<case>/build2` for a second build, relative to {@link
    /// #root}.
    public static String detectionsFolder(CaseId caseId, int build) {
        String folder = "detections/" + caseId;
        return build == 0 ? folder : folder + "/build" + (build + 1);
    }

    public Optional<RunInfo> info() {
        return read("run.json", RunInfo.SCHEMA, RunInfo.class);
    }

    public void writeInfo(RunInfo info) {
        write("run.json", info);
    }

    public Optional<Environment> environment() {
        return read("environment.json", Environment.SCHEMA, Environment.class);
    }

    public void writeEnvironment(Environment environment) {
        write("environment.json", environment);
    }

    public List<MeasurementRow> measurements() {
        return JsonLines.read(measurementsFile(), MeasurementRow.SCHEMA, MeasurementRow.class);
    }

    public void append(MeasurementRow row) {
        JsonLines.append(measurementsFile(), row);
    }

    public List<AccuracyRow> accuracy() {
        return JsonLines.read(accuracyFile(), AccuracyRow.SCHEMA, AccuracyRow.class);
    }

    public void append(AccuracyRow row) {
        JsonLines.append(accuracyFile(), row);
    }

    /// Forgets earlier comparisons, so that the accuracy stage can be run again.
    public void clearAccuracy() {
        AtomicFile.write(accuracyFile(), "");
    }

    private Path measurementsFile() {
        return root.resolve("measurements.jsonl");
    }

    private Path accuracyFile() {
        return root.resolve("accuracy.jsonl");
    }

    /// Replaces a file that is a single record.
    public void write(String name, Object value) {
        AtomicFile.write(root.resolve(name), Json.indented().writeValueAsString(value) + "\n");
    }

    /// Reads a file that is a single record, if it is there.
    ///
    /// @throws AssayException if it is damaged or of a newer schema
    public <T> Optional<T> read(String name, String schema, Class<T> type) {
        Path file = root.resolve(name);
        return Files.exists(file)
                ? Optional.of(JsonLines.readRecord(file, schema, type))
                : Optional.empty();
    }
}
