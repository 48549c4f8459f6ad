package dev.assay.reports.summary;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.Steadiness;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Fork;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What a reader must know to believe the numbers.
final class TrustStrip {
    private static final int HASH_DIGITS = 6;
    private static final int HASHES = 2;

    private final ReportModel model;
    private final List<Measurement> measurements;

    private TrustStrip(ReportModel model) {
        this.model = model;
        this.measurements =
                model.rows().stream()
                        .flatMap(row -> row.forks().stream())
                        .map(Fork::measurement)
                        .toList();
    }

    static List<Fact> of(ReportModel model) {
        return new TrustStrip(model).facts();
    }

    private List<Fact> facts() {
        HostFacts host = new HostFacts(model.environment());
        String id = model.environment().map(it -> it.id().shortForm()).orElse("not recorded");
        return List.of(
                new Fact("CPU", cpu(host), ""),
                new Fact("OS", host.find("os|os.?name|os.*|distribution", ".*kernel.*"), ""),
                new Fact("JVM", host.find("(jvm|java)|(jvm|java).?(version|name|runtime)"), ""),
                new Fact("Environment", id, "SHA-256 of the identity fields, see Evidence"),
                engines(),
                boundary(),
                forks(),
                spread(),
                warmUp(),
                hashes(),
                host());
    }

    private static String cpu(HostFacts host) {
        return host.find("cpu.*(model|name|brand).*|cpu|processor")
                + ", "
                + host.find("cpu.*(cores|processors)")
                + " cores";
    }

    private Fact engines() {
        List<String> engines =
                measurements.stream()
                        .map(Measurement::engine)
                        .map(TrustStrip::engine)
                        .distinct()
                        .sorted()
                        .toList();
        return new Fact("Engines", joined(engines), "library, version and threads that really ran");
    }

    private static String engine(EngineIdentity engine) {
        String name = engine.library() + " " + engine.version();
        return engine.settings().entrySet().stream()
                .filter(it -> it.getKey().contains("thread"))
                .map(it -> name + ", " + it.getValue() + " threads")
                .findFirst()
                .orElse(name);
    }

    private Fact boundary() {
        return new Fact(
                "Boundary",
                joined(distinct(it -> it.primary().boundary().name())),
                joined(distinct(it -> it.primary().boundary().meaning())));
    }

    private List<String> distinct(Function<Measurement, String> field) {
        return measurements.stream().map(field).distinct().sorted().toList();
    }

    private Fact forks() {
        String forks =
                range(
                        model.rows().stream()
                                .mapToLong(row -> row.forks().size())
                                .filter(n -> n > 0));
        String samples = range(measurements.stream().mapToLong(it -> it.primary().samples().count()));
        return new Fact(
                "Forks × samples",
                forks + " × " + samples,
                "fresh JVMs per case, and queries recorded in each");
    }

    private static String range(LongStream values) {
        var statistics = values.summaryStatistics();
        if (statistics.getCount() == 0) {
            return "0";
        }
        return statistics.getMin() == statistics.getMax()
                ? Long.toString(statistics.getMin())
                : statistics.getMin() + "–" + statistics.getMax();
    }

    private Fact spread() {
        Optional<CaseSummary> widest =
                model.rows().stream()
                        .flatMap(row -> row.speed().stream())
                        .max(Comparator.comparingDouble(CaseSummary::forkSpread));
        return new Fact(
                "Largest fork spread",
                widest.map(it -> Numbers.percent(it.forkSpread())).orElse(Numbers.ABSENT),
                widest.map(it -> "slowest over fastest fork median, minus 1: " + it.caseId())
                        .orElse(""));
    }

    private Fact warmUp() {
        List<CaseRow> measured =
                model.rows().stream().filter(row -> !row.forks().isEmpty()).toList();
        Map<Steadiness, List<String>> cases = new EnumMap<>(Steadiness.class);
        for (CaseRow row : measured) {
            Steadiness steadiness =
                    Steadiness.of(row.forks().stream().map(Fork::measurement).toList());
            cases.computeIfAbsent(steadiness, it -> new ArrayList<>()).add(row.id().text());
        }
        return new Fact(
                "Warm-up",
                cases.entrySet().stream()
                        .map(it ->
                                "%s in %s of %s"
                                        .formatted(
                                                it.getKey().words(),
                                                it.getValue().size(),
                                                measured.size()))
                        .collect(Collectors.joining(", ")),
                cases.entrySet().stream()
                        .map(it -> it.getKey().words() + ": " + String.join(", ", it.getValue()))
                        .collect(Collectors.joining("; ")));
    }

    private Fact hashes() {
        List<String> pairs =
                distinct(it ->
                        shortened(it.engine().modelSha256())
                                + "→"
                                + shortened(it.engine().artefactSha256()));
        String more = pairs.size() > HASHES ? " +" + (pairs.size() - HASHES) : "";
        return new Fact(
                "Model → artefact",
                joined(pairs.stream().limit(HASHES).toList()) + more,
                "beginnings of their SHA-256, in full under Evidence");
    }

    private static String shortened(String hash) {
        return hash.substring(0, Math.min(HASH_DIGITS, hash.length()));
    }

    private Fact host() {
        long collections = measurements.stream().mapToLong(it -> it.host().gcCount()).sum();
        Stream<Double> loads =
                measurements.stream().map(it -> it.host().loadAverage()).filter(it -> it >= 0);
        String load = loads.max(Double::compare).map(Numbers::significant).orElse("unknown");
        return new Fact(
                "Load, GC",
                "≤ " + load + " · " + Numbers.count(collections, "collection"),
                "largest one-minute load average when a fork began; collections during samples");
    }

    private static String joined(Collection<String> values) {
        return values.isEmpty() ? Numbers.ABSENT : String.join(" · ", values);
    }
}
