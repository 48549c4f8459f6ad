package dev.assay.cli.inside;

import dev.assay.benchmarks.profile.CaptureJob;
import dev.assay.benchmarks.profile.CaptureWorker;
import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.PreparedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Prepares cases for profilers of NVIDIA's.
///
/// @param folder for the script, the job and what the profiler writes
/// @param queries in the capture range
public record Captures(EngineRuntime runtime, Path folder, int queries) {
    /// @param script to run
    public record Made(String commandLine, Path script) {}

    /// Builds the case's engine and writes the script.
    ///
    /// @throws AssayException if the engine cannot be built
    public Made prepare(BenchmarkCase it, CaptureScript.Tool tool) {
        String engine = it.engine().id();
        EngineRequest request = EngineRequest.of(it, runtime.catalog());
        PreparedEngine prepared = runtime.build(request, folder.resolve("build")).orThrow();
        String name = tool.name().toLowerCase(Locale.ROOT);
        CaptureJob job =
                new CaptureJob(prepared, it.model().inputs(), it.shape(), it.batch(), queries);
        CaptureScript script =
                new CaptureScript(
                        tool,
                        folder.resolve(name),
                        runtime.comparing(engine, folder).prepare(CaptureWorker.class, job));
        Path file = folder.resolve(name + ".sh");
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AssayException.environment("Cannot make the folder " + folder + ": " + e, e);
        }
        AtomicFile.write(file, script.text());
        return new Made(script.commandLine(), file);
    }
}
