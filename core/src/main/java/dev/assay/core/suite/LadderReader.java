package dev.assay.core.suite;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads entries under a suite's `ladders`.
final class LadderReader {
    private static final String ID = "[a-z0-9][a-z0-9-]*";
    private static final List<String> KEYS =
            List.of(
                    "id",
                    "models",
                    "engines",
                    "precision",
                    "base",
                    "steps",
                    "orders",
                    "ceilings",
                    "builds");
    private static final List<String> STEP_KEYS =
            List.of(
                    "id",
                    "rewrite",
                    "rewrites",
                    "sites",
                    "variant",
                    "operator",
                    "precision",
                    "options");
    private static final List<String> REWRITE_KEYS =
            List.of("rewrite", "sites", "variant", "operator");

    private final EngineCatalog catalog;
    private final List<String> models;
    private final Map<String, OptimizationStep> seen = new HashMap<>();

    /// @param models ids of the suite's
    LadderReader(EngineCatalog catalog, List<String> models) {
        this.catalog = catalog;
        this.models = models;
    }

    Optional<Ladder> read(YamlValue value) {
        Map<String, YamlValue> entries = value.entries("a ladder", KEYS);
        Optional<String> id = id(value, entries, "a ladder");
        List<OptimizationStep> steps = SuiteReader.list(entries, "steps", this::step);
        if (steps.isEmpty()) {
            value.problem("a ladder has no 'steps'");
        }
        checkOnce(value, steps);
        List<String> named =
                SuiteReader.list(
                        entries, "models", it -> known(it, "model", new HashSet<>(models)));
        List<String> engines =
                SuiteReader.list(
                        entries,
                        "engines",
                        it -> known(it, "engine", new HashSet<>(catalog.ids())));
        Set<String> ids = new HashSet<>();
        steps.forEach(it -> ids.add(it.id()));
        List<String> ceilings = SuiteReader.list(entries, "ceilings", it -> known(it, "step", ids));
        steps.stream()
                .filter(it -> ceilings.contains(it.id()) && !it.needsPlugin())
                .forEach(it ->
                        value.problem(
                                "step '%s' has no plugin, so it has no ceiling"
                                        .formatted(it.id())));
        return id.filter(_ -> !steps.isEmpty())
                .map(it ->
                        new Ladder(
                                it,
                                named.isEmpty() ? models : named,
                                engines,
                                precision(entries).orElse(Precision.FP32),
                                Optional.ofNullable(entries.get("base")).flatMap(this::step),
                                steps,
                                orders(entries),
                                ceilings,
                                builds(entries)));
    }

    private static Set<Ladder.Order> orders(Map<String, YamlValue> entries) {
        List<Ladder.Order> orders =
                SuiteReader.list(
                        entries,
                        "orders",
                        it ->
                                SuiteReader.constant(
                                        it, "order", Ladder.Order.values(), Ladder.Order::key));
        return orders.isEmpty() ? Ladder.Order.ALL : EnumSet.copyOf(orders);
    }

    private static int builds(Map<String, YamlValue> entries) {
        YamlValue value = entries.get("builds");
        Optional<String> text = SuiteReader.text(entries, "builds");
        if (value == null || text.isEmpty()) {
            return 1;
        }
        if (!text.get().matches("[1-9]")) {
            value.problem("builds is '%s', it must be from 1 to 9".formatted(text.get()));
            return 1;
        }
        return Integer.parseInt(text.get());
    }

    private static void checkOnce(YamlValue value, List<OptimizationStep> steps) {
        Set<String> ids = new HashSet<>();
        for (OptimizationStep step : steps) {
            if (!ids.add(step.id())) {
                value.problem("step '" + step.id() + "' is twice in one ladder");
            }
        }
    }

    private static Optional<String> known(YamlValue value, String what, Set<String> known) {
        Optional<String> text = value.text("a " + what);
        if (text.isPresent() && !known.contains(text.get())) {
            value.problem(
                    "unknown %s '%s'%s"
                            .formatted(what, text.get(), Problems.suggestion(text.get(), known)));
            return Optional.empty();
        }
        return text;
    }

    private static Optional<Precision> precision(Map<String, YamlValue> entries) {
        return Optional.ofNullable(entries.get("precision"))
                .flatMap(it ->
                        SuiteReader.constant(it, "precision", Precision.values(), Precision::name));
    }

    private static Optional<String> id(
            YamlValue value, Map<String, YamlValue> entries, String what) {
        Optional<String> id = SuiteReader.text(entries, "id");
        if (id.isEmpty() || !id.get().matches(ID)) {
            value.problem(
                    "%s needs an id of a-z, 0-9 and '-'%s"
                            .formatted(what, id.map(it -> ", not '" + it + "'").orElse("")));
            return Optional.empty();
        }
        return id;
    }

    /// A step is a mapping, or the name of a rewrite alone.
    private Optional<OptimizationStep> step(YamlValue value) {
        if (!value.isMapping()) {
            return rewrite(Map.of("rewrite", value), value)
                    .flatMap(it ->
                            checked(
                                    value,
                                    new OptimizationStep(
                                            it.name(), List.of(it), Optional.empty(), Map.of())));
        }
        Map<String, YamlValue> entries = value.entries("a step", STEP_KEYS);
        List<GraphRewrite> rewrites = new ArrayList<>();
        if (entries.containsKey("rewrite")) {
            rewrite(entries, value).ifPresent(rewrites::add);
        }
        rewrites.addAll(
                SuiteReader.list(
                        entries,
                        "rewrites",
                        it ->
                                it.isMapping()
                                        ? rewrite(it.entries("a rewrite", REWRITE_KEYS), it)
                                        : rewrite(Map.of("rewrite", it), it)));
        Map<String, String> options = options(entries);
        Optional<Precision> precision = precision(entries);
        if (rewrites.isEmpty() && options.isEmpty() && precision.isEmpty()) {
            value.problem("a step changes nothing: it has no 'rewrite', 'precision' or 'options'");
        }
        return id(value, entries, "a step")
                .flatMap(it ->
                        checked(value, new OptimizationStep(it, rewrites, precision, options)));
    }

    /// Case ids name a step by its id alone, so two ladders mean one thing by it.
    private Optional<OptimizationStep> checked(YamlValue value, OptimizationStep step) {
        OptimizationStep before = seen.putIfAbsent(step.id(), step);
        if (before != null && !before.equals(step)) {
            value.problem("step '%s' is another one than above".formatted(step.id()));
        }
        return Optional.of(step);
    }

    private Optional<GraphRewrite> rewrite(Map<String, YamlValue> entries, YamlValue value) {
        YamlValue named = entries.get("rewrite");
        if (named == null) {
            value.problem("a rewrite has no 'rewrite' that names it");
            return Optional.empty();
        }
        List<Integer> sites =
                Optional.ofNullable(entries.get("sites"))
                        .map(it -> it.items("'sites'"))
                        .orElse(List.of())
                        .stream()
                        .flatMap(it -> SuiteReader.batch(it).stream())
                        .toList();
        return known(named, "rewrite", RewriteCatalog.names())
                .map(name ->
                        new GraphRewrite(
                                name,
                                sites,
                                SuiteReader.text(entries, "variant"),
                                SuiteReader.text(entries, "operator")));
    }

    /// Options of any engine: which one takes them is seen when the cases are made.
    private Map<String, String> options(Map<String, YamlValue> entries) {
        Map<String, String> known = new TreeMap<>();
        for (String id : catalog.ids()) {
            catalog.get(id).options().forEach(it -> known.putIfAbsent(it.name(), it.pattern()));
        }
        Map<String, String> options = new LinkedHashMap<>();
        Optional.ofNullable(entries.get("options"))
                .map(it -> it.entries("the options of a step", List.copyOf(known.keySet())))
                .orElse(Map.of())
                .forEach((name, node) ->
                        node.text("option '" + name + "'")
                                .filter(text -> {
                                    boolean legal = text.matches(known.getOrDefault(name, ".*"));
                                    if (!legal) {
                                        node.problem(
                                                "option %s is '%s', it must match %s"
                                                        .formatted(name, text, known.get(name)));
                                    }
                                    return legal;
                                })
                                .ifPresent(text -> options.put(name, text)));
        return options;
    }
}
