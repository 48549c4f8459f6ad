package dev.assay.engines.python;

import dev.assay.core.suite.Precision;
import dev.assay.engines.EngineRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Requests for engines in Python.
final class Requests {
    private Requests() {}

    /// @param python interpreter, or a script that stands for one
    static EngineRequest of(String engine, Path model, String python, Map<String, String> more) {
        return of(engine, model, python, Precision.FP32, more);
    }

    static EngineRequest of(
            String engine,
            Path model,
            String python,
            Precision precision,
            Map<String, String> more) {
        Map<String, String> options = new TreeMap<>(Map.of("python", python, "threads", "1"));
        options.putAll(more);
        return new EngineRequest(
                engine,
                model,
                precision,
                Path.of("inputs.safetensors"),
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                options);
    }
}
