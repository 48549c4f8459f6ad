package dev.assay.cli.quick;

import dev.assay.core.AssayException;
import dev.assay.core.format.Json;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.engines.PreparedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// The plan that a run measured, for a user who wants to keep it.
public final class MeasuredPlan {
    private MeasuredPlan() {}

    /// Whether there will be one plan, and where it can be written: to know before measuring.
    ///
    /// @throws AssayException if not
    public static void check(QuickRequest request, EngineCatalog catalog, Path file) {
        List<String> built =
                request.engines().stream().filter(it -> catalog.get(it).profiled()).toList();
        if (built.isEmpty()) {
            throw AssayException.config(
                    "--saveEngine: %s makes no plan, tensorrt-onnx on a GPU does: leave it out"
                            .formatted(String.join(", ", request.engines())));
        }
        int plans = built.size() * request.precisions().size();
        if (plans > 1 && request.plan().isEmpty()) {
            throw AssayException.config(
                    "--saveEngine: this would make %d plans: ask for one precision on one engine"
                            .formatted(plans));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw AssayException.config(
                    "--saveEngine=%s: there is no folder %s: make it first"
                            .formatted(file, folder));
        }
    }

    /// Copies it, in place of an earlier one.
    ///
    /// @param run folder of the run
    /// @throws AssayException if the run built none or several, or the file cannot be written
    public static void save(Path run, Path file) {
        List<Path> plans = plans(run.resolve("engines"));
        if (plans.size() != 1) {
            throw AssayException.config(
                    "--saveEngine: this run has %s: ask for one precision on one engine that is built"
                            .formatted(plans.isEmpty() ? "no plan" : plans.size() + " plans"));
        }
        try {
            Files.copy(plans.getFirst(), file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw AssayException.environment("Cannot write " + file + ": " + e, e);
        }
    }

    private static List<Path> plans(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> records = Files.list(folder)) {
            return records.filter(it -> it.toString().endsWith(".json"))
                    .map(MeasuredPlan::artefact)
                    .filter(it -> it.toString().endsWith(".plan"))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw AssayException.environment("Cannot list " + folder + ": " + e, e);
        }
    }

    private static Path artefact(Path record) {
        try {
            return Json.compact()
                    .readValue(Files.readString(record), PreparedEngine.class)
                    .artefact();
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + record + ": " + e, e);
        }
    }
}
