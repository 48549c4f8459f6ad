package dev.assay.cli;

import dev.assay.accuracy.calibrate.CalibrationJob;
import dev.assay.accuracy.calibrate.CalibrationSummary;
import dev.assay.accuracy.calibrate.CalibrationWorker;
import dev.assay.core.AssayException;
import dev.assay.core.process.ChildProcess;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRuntime;
import dev.assay.onnx.quantize.RangeRule;
import dev.assay.onnx.quantize.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Finds the ranges of a model's activations; a suite applies them to the FP32 model.
@Command(
        name = "quantize",
        description = {
            "Calibrate an FP32 ONNX model for INT8 or FP8.",
            "Writes a small file of ranges, which a suite names under 'quantization' of the model."
        },
        mixinStandardHelpOptions = true)
final class QuantizeCommand implements Callable<Integer> {
    private static final String ENGINE = "onnxruntime-cpu";

    @Parameters(paramLabel = "MODEL.onnx", description = "in FP32")
    private Path model = Path.of("");

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            required = true,
            description =
                    "rows to find ranges with, as the model is fed them: never those it is"
                            + " scored on")
    private Path calibration = Path.of("");

    @Option(names = "--scheme", required = true, description = "int8 or fp8")
    private String scheme = "";

    @Option(
            names = "--out",
            paramLabel = "FILE.json",
            required = true,
            description = "the file of ranges")
    private Path out = Path.of("");

    @Option(
            names = "--rule",
            defaultValue = "largest-magnitude",
            description = "largest-magnitude or entropy; default: ${DEFAULT-VALUE}")
    private String rule = "";

    @Option(
            names = "--scored",
            paramLabel = "FILE",
            description =
                    "rows that will be timed and scored: refused among those to calibrate"
                            + " with; a run refuses them, too")
    private Optional<Path> scored = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "limit of the calibration; default: ${DEFAULT-VALUE}")
    private long timeoutSeconds;

    @Override
    public Integer call() {
        Path folder = workFolder();
        say(
                runtime(new StageOptions().home())
                        .comparing(ENGINE, folder)
                        .run(CalibrationWorker.class, job(folder), CalibrationSummary.class)
                        .orThrow());
        return Exit.CLEAN;
    }

    private CalibrationJob job(Path folder) {
        return new CalibrationJob(
                model.toAbsolutePath(),
                calibration.toAbsolutePath(),
                scored.map(Path::toAbsolutePath),
                Scheme.of(scheme),
                RangeRule.of(rule),
                ENGINE,
                out.toAbsolutePath(),
                folder,
                "assay " + Version.current());
    }

    private EngineRuntime runtime(AssayHome home) {
        Duration timeout = Duration.ofSeconds(Math.max(1, timeoutSeconds));
        return new EngineRuntime(
                EngineCatalog.standard(),
                home.engineClasspath(),
                home.cache(),
                Optional.empty(),
                Optional.empty(),
                timeout,
                new ChildProcess.Limits(timeout, Long.MAX_VALUE));
    }

    /// Deleted when all went well: its files explain a failure.
    private static Path workFolder() {
        try {
            return Files.createTempDirectory("assay-quantize-");
        } catch (IOException e) {
            throw AssayException.environment("Cannot make a temporary folder: " + e, e);
        }
    }

    private void say(CalibrationSummary summary) {
        String operators =
                new TreeMap<>(summary.operators())
                        .entrySet().stream()
                                .map(it -> it.getValue() + " " + it.getKey())
                                .collect(Collectors.joining(", "));
        Console.out()
                .printf(
                        Locale.ROOT,
                        "%s: %s; ranges of %d activations over %d rows in %.1f s%n",
                        out,
                        operators,
                        summary.activations() - summary.unused().size(),
                        summary.rows(),
                        summary.seconds());
        if (!summary.unused().isEmpty()) {
            Console.out()
                    .printf(
                            "0 in every row, so left in FP32: %s%n",
                            String.join(", ", summary.unused()));
        }
    }
}
