package dev.assay.reports.trust;

import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Measurement;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.Hashes;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Which engines really ran, how they were built and how queries were sent to them.
final class EngineFacts {
    private static final int HASHES = 2;

    private final Recorded recorded;

    EngineFacts(Recorded recorded) {
        this.recorded = recorded;
    }

    Fact libraries() {
        List<String> engines =
                recorded.measurements()
                        .map(Measurement::engine)
                        .map(EngineFacts::library)
                        .distinct()
                        .sorted()
                        .toList();
        return new Fact(
                "Engines",
                Recorded.joined(engines),
                "library, version and threads that really ran");
    }

    private static String library(EngineIdentity engine) {
        String name = engine.library() + " " + engine.version();
        return engine.settings().entrySet().stream()
                .filter(it -> it.getKey().contains("thread"))
                .map(it -> name + ", " + threads(it.getValue()))
                .findFirst()
                .orElse(name);
    }

    private static String threads(String count) {
        return count + (count.equals("1") ? " thread" : " threads");
    }

    /// Where the native library was loaded from.
    Optional<Fact> path() {
        List<String> paths = recorded.setting("libraryPath");
        return paths.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Fact("Library", Recorded.joined(paths), "what was really loaded"));
    }

    /// For example `weak · TF32 off in fp32, on in fp16, tf32`.
    Optional<Fact> typing() {
        List<String> parts = new ArrayList<>(recorded.setting("typing"));
        String tf32 =
                recorded.precisionsBySetting("tf32").entrySet().stream()
                        .map(it ->
                                (it.getKey().equals("true") ? "on in " : "off in ")
                                        + String.join(", ", it.getValue()))
                        .collect(Collectors.joining("; "));
        if (!tf32.isEmpty()) {
            parts.add("TF32 " + tf32);
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Fact(
                                "Typing, TF32",
                                Recorded.joined(parts),
                                "weak: the builder chooses each layer's precision among those"
                                        + " allowed; strong: the model says it"));
    }

    Fact boundary() {
        return new Fact(
                "Boundary",
                Recorded.joined(recorded.distinct(it -> it.primary().boundary().name())),
                Recorded.joined(
                        recorded.distinct(it ->
                                Boundaries.described(it.primary().boundary())
                                        + ": "
                                        + it.primary().boundary().meaning())));
    }

    /// How the timed loop ran; older runs did not say.
    Optional<Fact> loop() {
        List<String> loops = recorded.setting("loop");
        List<String> parts = new ArrayList<>();
        named("CUDA graph ", "graph").ifPresent(parts::add);
        named("host wait ", "hostWait").ifPresent(parts::add);
        recorded.setting("transfers").stream()
                .map(it -> it.equals("true") ? "with transfers" : "without transfers")
                .forEach(parts::add);
        if (parts.isEmpty()) {
            parts.addAll(loops);
        } else {
            parts.add(
                    Numbers.range(recorded.measurements().mapToLong(it -> it.flow().inFlight()))
                            + " in flight");
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fact("Loop", Recorded.joined(parts), Recorded.joined(loops)));
    }

    private Optional<String> named(String name, String key) {
        List<String> values = recorded.setting(key);
        return values.isEmpty() ? Optional.empty() : Optional.of(name + String.join("/", values));
    }

    /// Where engines come from a cache of plans, how many were built by this run.
    Fact hashes() {
        List<String> pairs =
                recorded.distinct(it ->
                        Hashes.model(it.engine().modelSha256())
                                + "→"
                                + Hashes.plan(it.engine().artefactSha256()));
        String more = pairs.size() > HASHES ? " +" + (pairs.size() - HASHES) : "";
        return new Fact(
                "Model → artefact",
                origins() + Recorded.joined(pairs.stream().limit(HASHES).toList()) + more,
                "beginnings of their SHA-256, in full under Evidence; built: by this run; hit: from"
                        + " the cache of plans");
    }

    private String origins() {
        Map<String, Set<String>> plans = new TreeMap<>();
        recorded.measurements()
                .map(Measurement::engine)
                .forEach(engine ->
                        Optional.ofNullable(engine.settings().get("planCache"))
                                .ifPresent(origin ->
                                        plans.computeIfAbsent(origin, it -> new HashSet<>())
                                                .add(engine.artefactSha256())));
        return plans.entrySet().stream()
                .map(it -> it.getValue().size() + " " + it.getKey())
                .collect(Collectors.joining(", ", "", plans.isEmpty() ? "" : ": "));
    }
}
