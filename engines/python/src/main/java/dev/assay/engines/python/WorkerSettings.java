package dev.assay.engines.python;

import dev.assay.core.suite.Precision;
import dev.assay.core.suite.PythonInterpreter;
import dev.assay.engines.EngineRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How a request wants its Python to run.
///
/// @param python interpreter, a path or a name on `PATH`
/// @param compiled whether modules go through `torch.compile`
/// @param device `auto`, `cpu` or `cuda`
/// @param cast `autocast` or `weights`: how 16 bits come about
/// @param oneShape whether inputs of other shapes than the first are refused
/// @param answer the longest that one request to the worker may take
record WorkerSettings(
        String python,
        boolean compiled,
        String device,
        Precision precision,
        String cast,
        int threads,
        boolean cudnnBenchmark,
        boolean graph,
        boolean oneShape,
        Duration answer) {
    static final String COMPILE = "pytorch-compile";
    private static final int ANSWER_SECONDS = 1800;

    static WorkerSettings of(EngineRequest request) {
        return of(request, System.getenv());
    }

    /// @param variables of this process
    static WorkerSettings of(EngineRequest request, Map<String, String> variables) {
        Map<String, String> options = request.options();
        return new WorkerSettings(
                PythonInterpreter.of(Optional.ofNullable(options.get("python")), variables),
                request.engine().equals(COMPILE),
                options.getOrDefault("device", "auto"),
                request.precision(),
                options.getOrDefault("cast", "autocast"),
                request.intOption("threads", Runtime.getRuntime().availableProcessors()),
                Boolean.parseBoolean(options.get("cudnnBenchmark")),
                // Not as for other engines: PyTorch's users have no graph unless they ask for one.
                Boolean.parseBoolean(options.get("useCudaGraph")),
                Boolean.parseBoolean(options.get("oneShape")),
                Duration.ofSeconds(request.intOption("answerTimeout", ANSWER_SECONDS)));
    }

    boolean sixteenBits() {
        return precision == Precision.FP16 || precision == Precision.BF16;
    }
}
