package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.ModelFormat;
import dev.assay.core.suite.Precision;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What an engine is built from: everything that makes two engines different ones.
///
/// @param engine id of the engine
/// @param model the file that the engine loads
/// @param options settings under the engine's own names
public record EngineRequest(
        String engine, Path model, Precision precision, Map<String, String> options) {
    public EngineRequest {
        options = new TreeMap<>(options);
    }

    public static EngineRequest of(BenchmarkCase benchmarkCase, EngineCatalog catalog) {
        String engine = benchmarkCase.engine().id();
        Path model =
                benchmarkCase
                        .model()
                        .file(catalog.get(engine).format())
                        .orElseThrow(() ->
                                AssayException.config(benchmarkCase.id() + " has no model file"));
        Map<String, String> options = new TreeMap<>(benchmarkCase.engine().options());
        if (catalog.get(engine).format() == ModelFormat.STORED_OUTPUTS) {
            // A played-back output belongs to an input row: the engine must know the rows.
            options.put("inputs", benchmarkCase.model().inputs().toString());
        }
        return new EngineRequest(engine, model, benchmarkCase.precision(), options);
    }

    /// @throws AssayException if an option is not a positive integer
    public int intOption(String name, int fallback) {
        String value = options.get(name);
        try {
            return value == null ? fallback : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw AssayException.config(
                    "Option " + name + " of " + engine + " is '" + value + "', not a number");
        }
    }
}
