package dev.assay.cli;

import dev.assay.accuracy.image.ImageComparison;
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
import java.util.Collection;
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
            "Error statistics between two files of tensors.",
            "Files: .npy, .npz, .safetensors, .json as Polygraphy saves outputs, or .f32 with",
            "--shape. Exit 1 when a value is not finite or a tolerance that was given is",
            "exceeded."
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

    @Mixin private ImageOptions images = new ImageOptions();

    @Mixin private AdviceOptions advice = new AdviceOptions();

    @Override
    public Integer call() {
        Tolerance tolerance = tolerance();
        Optional<ImageComparison.Settings> scoring = images.settings();
        advice.check();
        Map<String, ObjectNode> nodes = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Optional<Advices> advices;
        try (Arena arena = Arena.ofShared()) {
            Map<String, TensorData> ours = TensorFiles.read(engine, hints.engine(), arena);
            Map<String, TensorData> theirs =
                    PairedFiles.pair(
                            engine,
                            ours,
                            reference,
                            TensorFiles.read(reference, hints.reference(), arena));
            scoring.ifPresent(it -> requireImages(ours.values()));
            for (Map.Entry<String, TensorData> entry : new TreeMap<>(theirs).entrySet()) {
                String name = entry.getKey();
                TensorData tensor = Optional.ofNullable(ours.get(name)).orElseThrow();
                TensorPairs pairs = TensorPairs.of(tensor, entry.getValue());
                ErrorStatistics statistics = ErrorCalculator.calculate(pairs, settings());
                ObjectNode node = ErrorStatisticsJson.of(statistics);
                Optional<FirstNonFinite> nonFinite =
                        statistics.allFinite() ? Optional.empty() : FirstNonFinite.of(pairs);
                nonFinite.ifPresent(it -> node.put("firstNonFinite", it.index()));
                text.append(DiffText.render(tensor, statistics, nonFinite));
                scoring.filter(it -> ImageComparison.isOf(tensor))
                        .ifPresent(settings -> {
                            var scores = ImageComparison.of(tensor, entry.getValue(), settings);
                            text.append(ImageScoresText.render(scores, settings));
                            ImageScoresText.addTo(node, scores, settings);
                        });
                nodes.put(name, node);
                failures(tolerance, statistics, nonFinite)
                        .forEach(failure -> failures.add("'" + name + "': " + failure));
            }
            advices = advice.advise(engine, ours, theirs, hints.shapeAlone(), arena);
        }
        advices.ifPresent(it -> text.append(AdviceText.render(it)));
        write(document(nodes, advices), text.toString(), failures);
        return failures.isEmpty() ? Exit.CLEAN : Exit.REGRESSION;
    }

    private Tolerance tolerance() {
        Map<ToleranceKey, Double> limits = new EnumMap<>(ToleranceKey.class);
        tolerances.forEach((key, limit) -> limits.put(ToleranceKey.of(key), limit));
        return new Tolerance(limits);
    }

    private void requireImages(Collection<TensorData> tensors) {
        if (tensors.stream().noneMatch(ImageComparison::isOf)) {
            throw AssayException.data(
                    "%s: --image needs images [N, C, H, W], this file has %s: save them so, or leave --image out"
                            .formatted(engine, tensors.stream().map(TensorData::spec).toList()));
        }
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

    private List<String> failures(
            Tolerance tolerance, ErrorStatistics statistics, Optional<FirstNonFinite> nonFinite) {
        List<String> failures = new ArrayList<>();
        nonFinite.ifPresent(first ->
                failures.add(
                        "%d of %d pairs are not finite, the first at %d"
                                .formatted(
                                        statistics.n() - statistics.finitePairs(),
                                        statistics.n(),
                                        first.index())));
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

    private void write(JsonNode document, String text, List<String> failures) {
        boolean onlyJson = json.filter(it -> it.equals("-")).isPresent();
        String rendered = Json.indented().writeValueAsString(document) + "\n";
        json.filter(it -> !it.equals("-")).ifPresent(it -> AtomicFile.write(Path.of(it), rendered));
        Console.out().print(onlyJson ? rendered : text);
        failures.forEach(failure -> Console.err().println("FAILED " + failure));
    }

    private static JsonNode document(Map<String, ObjectNode> nodes, Optional<Advices> advices) {
        ObjectNode document = nodes.size() == 1 ? nodes.values().iterator().next() : tensors(nodes);
        advices.ifPresent(it -> document.set("advice", AdviceText.json(it)));
        return document;
    }

    private static ObjectNode tensors(Map<String, ObjectNode> nodes) {
        ObjectNode document = Json.compact().createObjectNode();
        ObjectNode tensors = document.putObject("tensors");
        nodes.forEach(tensors::set);
        return document;
    }
}
