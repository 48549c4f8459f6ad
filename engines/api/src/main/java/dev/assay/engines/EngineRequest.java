package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.ModelDerivation;
import dev.assay.core.suite.ModelFormat;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.suite.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// What an engine is built from: everything that makes two engines different ones.
///
/// @param engine id of the engine
/// @param model the file that the engine loads, or that it is made from
/// @param derivation how the file that the engine loads is made, where it is not the model itself
/// @param inputs the rows that are timed and compared, never calibrated with
/// @param calibration rows to calibrate with
/// @param profile the shapes that the engine must accept; absent where the engine needs none
/// @param build which of several independent builds this is, from 0
/// @param builds how many independent builds there are; above 1 nothing is shared between them
/// @param options settings under the engine's own names
public record EngineRequest(
        String engine,
        Path model,
        Optional<ModelDerivation> derivation,
        Precision precision,
        Path inputs,
        Optional<Path> calibration,
        Optional<OptimizationProfile> profile,
        int build,
        int builds,
        Map<String, String> options) {
    /// Option of engines whose models do not name their outputs.
    private static final String OUTPUT_NAMES = "outputs";

    /// Option of engines whose model is made by a function of a file.
    private static final String FUNCTION = "function";

    public EngineRequest {
        options = new TreeMap<>(options);
    }

    /// For an engine that loads the model itself.
    public EngineRequest(
            String engine,
            Path model,
            Precision precision,
            Path inputs,
            Optional<Path> calibration,
            Optional<OptimizationProfile> profile,
            int build,
            int builds,
            Map<String, String> options) {
        this(
                engine,
                model,
                Optional.empty(),
                precision,
                inputs,
                calibration,
                profile,
                build,
                builds,
                options);
    }

    public static EngineRequest of(BenchmarkCase benchmarkCase, EngineCatalog catalog) {
        return of(benchmarkCase, catalog, 0);
    }

    /// @param fork whose engine it is: forks take turns with the independent builds
    public static EngineRequest of(BenchmarkCase benchmarkCase, EngineCatalog catalog, int fork) {
        String engine = benchmarkCase.engine().id();
        ModelFormat format = catalog.get(engine).format();
        Path model =
                benchmarkCase
                        .model()
                        .file(format, benchmarkCase.precision())
                        .orElseThrow(() ->
                                AssayException.config(benchmarkCase.id() + " has no model file"));
        Map<String, String> options = new TreeMap<>(benchmarkCase.engine().options());
        if (format == ModelFormat.STORED_OUTPUTS) {
            // A played-back output belongs to an input row: the engine must know the rows.
            options.put("inputs", benchmarkCase.model().inputs().toString());
        }
        if ((format == ModelFormat.TORCHSCRIPT || format == ModelFormat.PYTHON)
                && !benchmarkCase.model().torchscriptOutputs().isEmpty()) {
            options.put(OUTPUT_NAMES, String.join(",", benchmarkCase.model().torchscriptOutputs()));
        }
        if (format == ModelFormat.PYTHON) {
            benchmarkCase.model().python().ifPresent(it -> options.put(FUNCTION, it.function()));
        }
        int builds = benchmarkCase.engine().builds();
        return new EngineRequest(
                engine,
                model,
                ModelDerivation.of(benchmarkCase, catalog.get(engine)),
                benchmarkCase.precision(),
                benchmarkCase.model().inputs(),
                benchmarkCase.model().calibration(),
                benchmarkCase.profile(),
                fork % builds,
                builds,
                options);
    }

    /// Puts requests that differ from an earlier one in their rows alone behind all others: they
    /// load the engine that the earlier one builds, and while they waited for it they would keep
    /// another build from beginning.
    public static <T> List<T> buildsFirst(
            Collection<T> all, Function<? super T, EngineRequest> request) {
        Set<EngineRequest> seen = new HashSet<>();
        List<T> ordered = new ArrayList<>();
        List<T> waiting = new ArrayList<>();
        for (T one : all) {
            EngineRequest of = request.apply(one);
            (seen.add(of.withInputs(of.model())) ? ordered : waiting).add(one);
        }
        ordered.addAll(waiting);
        return ordered;
    }

    private EngineRequest withInputs(Path others) {
        return new EngineRequest(
                engine,
                model,
                derivation,
                precision,
                others,
                calibration,
                profile,
                build,
                builds,
                options);
    }

    /// The same request with other options.
    public EngineRequest withOptions(Map<String, String> others) {
        return new EngineRequest(
                engine,
                model,
                derivation,
                precision,
                inputs,
                calibration,
                profile,
                build,
                builds,
                others);
    }

    /// The same request once the file to load has been made.
    EngineRequest withDerived(Path file) {
        return new EngineRequest(
                engine, file, precision, inputs, calibration, profile, build, builds, options);
    }

    /// What the suite calls the outputs of a model that does not name them; empty where it does not
    /// say.
    public List<String> outputNames() {
        return Optional.ofNullable(options.get(OUTPUT_NAMES))
                .map(it -> List.of(it.split(",")))
                .orElse(List.of());
    }

    /// The function of the model's file that makes the network; empty where the file is the
    /// network.
    public Optional<String> function() {
        return Optional.ofNullable(options.get(FUNCTION));
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

    /// For people: engine, precision, model file and, of several builds, which.
    public String label() {
        return "%s %s %s%s"
                .formatted(
                        engine,
                        precision,
                        model.getFileName(),
                        builds > 1 ? " build " + (build + 1) : "");
    }
}
