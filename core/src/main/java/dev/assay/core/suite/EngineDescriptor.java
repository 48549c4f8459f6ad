package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/// What is known of an engine without loading it.
///
/// @param id as in suites and case ids, e.g. `onnxruntime-cpu`
/// @param format the file of a model that the engine loads
/// @param precisions compute modes it has; a case that asks for another is skipped with a reason
/// @param options keys that a suite may set, with their meaning
public record EngineDescriptor(
        String id, ModelFormat format, Set<Precision> precisions, List<EngineOption> options) {
    public EngineDescriptor {
        requireNonNull(id, "id is null");
        requireNonNull(format, "format is null");
        precisions = Set.copyOf(precisions);
        options = List.copyOf(options);
    }

    public boolean hasOption(String name) {
        return options.stream().anyMatch(option -> option.name().equals(name));
    }

    /// An option of an engine.
    ///
    /// @param pattern regular expression of its legal values
    /// @param meaning for error messages and documentation
    public record EngineOption(String name, String pattern, String meaning) {}
}
