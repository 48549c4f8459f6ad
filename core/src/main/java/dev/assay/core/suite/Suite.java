package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import dev.assay.core.generated.GeneratedData;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a suite file says, with all paths made absolute. Lists are the axes that are multiplied.
///
/// @param file where it was read from
/// @param published figures of others that the report shows beside its own
/// @param only case-id patterns, one of which a case must match; empty keeps all
/// @param exclude case-id patterns that are cut from the product
/// @param generated data sets that are made before they are needed
/// @param ladders optimisation steps that some models are measured with instead
public record Suite(
        String name,
        Path file,
        List<ModelSpec> models,
        List<EngineSpec> engines,
        List<Precision> precisions,
        List<Integer> batches,
        List<Workload> workloads,
        Map<Precision, Tolerance> tolerances,
        Optional<Path> published,
        List<String> only,
        List<String> exclude,
        List<GeneratedData> generated,
        Ladders ladders) {
    /// The schema that suite files name.
    public static final String SCHEMA = "assay.suite/1";

    public Suite {
        requireNonNull(name, "name is null");
        requireNonNull(file, "file is null");
        models = List.copyOf(models);
        engines = List.copyOf(engines);
        precisions = List.copyOf(precisions);
        batches = List.copyOf(batches);
        workloads = List.copyOf(workloads);
        tolerances = Map.copyOf(tolerances);
        only = List.copyOf(only);
        exclude = List.copyOf(exclude);
        generated = List.copyOf(generated);
        requireNonNull(published, "published is null");
        requireNonNull(ladders, "ladders is null");
    }

    /// The suite with every engine that is built at all built so many times.
    public Suite withBuilds(int builds, EngineCatalog catalog) {
        List<EngineSpec> rebuilt =
                engines.stream()
                        .map(it ->
                                catalog.get(it.id()).profiled()
                                        ? new EngineSpec(it.id(), it.options(), builds)
                                        : it)
                        .toList();
        return withEngines(rebuilt);
    }

    /// The suite with other engines, or the same ones set otherwise.
    public Suite withEngines(List<EngineSpec> others) {
        return new Suite(
                name,
                file,
                models,
                others,
                precisions,
                batches,
                workloads,
                tolerances,
                published,
                only,
                exclude,
                generated,
                ladders);
    }

    /// The suite cut down to the cases that match a pattern.
    public Suite keeping(String pattern) {
        return keeping(List.of(pattern));
    }

    /// The suite cut down to the cases that match one of these patterns; none keeps all.
    public Suite keeping(List<String> patterns) {
        return new Suite(
                name,
                file,
                models,
                engines,
                precisions,
                batches,
                workloads,
                tolerances,
                published,
                patterns,
                exclude,
                generated,
                ladders);
    }
}
