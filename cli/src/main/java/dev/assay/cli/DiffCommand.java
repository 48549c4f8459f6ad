package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorSettings;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.ErrorStatisticsJson;
import dev.assay.core.stats.MismatchRule;
import dev.assay.core.stats.MismatchTolerance;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.verdict.Exit;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Error statistics between two tensor files.
@Command(
        name = "diff",
        description = {
            "Error statistics between two files of tensors: .npy, .npz, .safetensors,",
            ".json as Polygraphy saves outputs, or .f32 with --shape. Exit 1 when a value is",
            "not finite or a tolerance that was given is exceeded."
        },
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ENGINE", description = "what an engine computed")
    private Path engine = Path.of("");

    @Parameters(index = "1", paramLabel = "REFERENCE", description = "what it should be")
    private Path reference = Path.of("");

    @Mixin private HintOptions hints = new HintOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "write JSON; - for stdout alone")
    private Optional<String> json = Optional.empty();

    @Option(names = "--atol", description = "with --rtol: no element beyond atol + rtol |b|")
    private Optional<Double> atol = Optional.empty();

    @Option(names = "--rtol", description = "see --atol")
    private Optional<Double> rtol = Optional.empty();

    @Option(
            names = "--tolerance",
            paramLabel = "KEY=LIMIT",
            description = "upper bound, keys as in suites (relL2, p99Rel, maxAbs, ...); repeatable")
    private Map<String, Double> tolerances = Map.of();

    @Override
    public Integer call() {
        Tolerance tolerance = tolerance();
        Map<String, ObjectNode> nodes = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        try (Arena arena = Arena.ofShared()) {
            Map<String, TensorData> ours = TensorFiles.read(engine, hints.engine(), arena);
            Map<String, TensorData> theirs = TensorFiles.read(reference, hints.reference(), arena);
            for (Map.Entry<String, TensorData> entry : pair(ours, theirs).entrySet()) {
                String name = entry.getKey();
                TensorData tensor = Optional.ofNullable(ours.get(name)).orElseThrow();
                TensorPairs pairs = TensorPairs.of(tensor, entry.getValue());
                ErrorStatistics statistics = ErrorCalculator.calculate(pairs, settings());
                nodes.put(name, ErrorStatisticsJson.of(statistics));
                text.append(DiffText.render(tensor, statistics));
                failures(tolerance, statistics)
                        .forEach(failure -> failures.add("'" + name + "': " + failure));
            }
        }
        write(nodes, text.toString(), failures);
        return failures.isEmpty() ? Exit.CLEAN : Exit.REGRESSION;
    }

    private Tolerance tolerance() {
        Map<ToleranceKey, Double> limits = new EnumMap<>(ToleranceKey.class);
        tolerances.forEach((key, limit) -> limits.put(ToleranceKey.of(key), limit));
        return new Tolerance(limits);
    }

    /// References by the engine's tensor names. Files of one tensor each need not agree on its
    /// name.
    private Map<String, TensorData> pair(
            Map<String, TensorData> ours, Map<String, TensorData> theirs) {
        if (ours.size() == 1 && theirs.size() == 1) {
            return Map.of(ours.keySet().iterator().next(), theirs.values().iterator().next());
        }
        if (!ours.keySet().equals(theirs.keySet())) {
            throw AssayException.data(
                    "%s holds %s, %s holds %s: the names must agree"
                            .formatted(engine, ours.keySet(), reference, theirs.keySet()));
        }
        return new TreeMap<>(theirs);
    }

    private ErrorSettings settings() {
        ErrorSettings standard = ErrorSettings.standard();
        return elementwise().map(standard::with).orElse(standard);
    }

    private Optional<MismatchTolerance> elementwise() {
        return atol.isPresent() || rtol.isPresent()
                ? Optional.of(new MismatchTolerance(atol.orElse(0.0), rtol.orElse(0.0)))
                : Optional.empty();
    }

    private List<String> failures(Tolerance tolerance, ErrorStatistics statistics) {
        List<String> failures = new ArrayList<>();
        if (!statistics.allFinite()) {
            failures.add(
                    "%d of %d pairs are not finite"
                            .formatted(statistics.n() - statistics.finitePairs(), statistics.n()));
        }
        tolerance.violations(statistics).forEach(it -> failures.add(it.describe()));
        elementwise()
                .ifPresent(beyond -> {
                    long mismatches =
                            statistics.mismatches(MismatchRule.NUMPY, beyond).orElseThrow();
                    if (mismatches > 0) {
                        failures.add(
                                "%d of %d elements are beyond %s + %s |b|"
                                        .formatted(
                                                mismatches,
                                                statistics.n(),
                                                beyond.atol(),
                                                beyond.rtol()));
                    }
                });
        return failures;
    }

    private void write(Map<String, ObjectNode> nodes, String text, List<String> failures) {
        boolean onlyJson = json.filter(it -> it.equals("-")).isPresent();
        JsonNode document = nodes.size() == 1 ? nodes.values().iterator().next() : tensors(nodes);
        String rendered = Json.indented().writeValueAsString(document) + "\n";
        json.filter(it -> !it.equals("-")).ifPresent(it -> AtomicFile.write(Path.of(it), rendered));
        Console.out().print(onlyJson ? rendered : text);
        failures.forEach(failure -> Console.err().println("FAILED " + failure));
    }

    private static ObjectNode tensors(Map<String, ObjectNode> nodes) {
        ObjectNode document = Json.compact().createObjectNode();
        ObjectNode tensors = document.putObject("tensors");
        nodes.forEach(tensors::set);
        return document;
    }
}
