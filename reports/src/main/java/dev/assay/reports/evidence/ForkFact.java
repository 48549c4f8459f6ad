package dev.assay.reports.evidence;

import dev.assay.core.run.Measurement;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.SampleSummary;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.Hashes;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A row of a fork table.
record ForkFact(String name, Function<Measurement, String> of) {

    static List<ForkFact> all(TimeScale scale) {
        return List.of(
                new ForkFact("Boundary", it -> Boundaries.described(it.primary().boundary())),
                time("Median", scale, SampleSummary::medianSeconds),
                time("Min", scale, SampleSummary::minSeconds),
                time("Mean", scale, SampleSummary::meanSeconds),
                time("Max", scale, SampleSummary::maxSeconds),
                new ForkFact("Samples", it -> Integer.toString(it.primary().samples().count())),
                new ForkFact("Dropped", it -> Long.toString(it.primary().samples().dropped())),
                new ForkFact("Queries/s", ForkFact::flow),
                new ForkFact("JMH score ÷ mean of samples", ForkFact::jmhRatio),
                new ForkFact("Stopped by", Measurement::stopReason),
                new ForkFact(
                        "First query",
                        it -> Numbers.duration(it.primary().warmUp().firstQuerySeconds())),
                new ForkFact("Warm-up", ForkFact::warmUp),
                new ForkFact("Drift", it -> Numbers.change(it.primary().warmUp().drift())),
                new ForkFact("Judgement", it -> it.primary().warmUp().judgement()),
                new ForkFact("Engine", ForkFact::engine),
                new ForkFact("Engine load", it -> Numbers.duration(it.host().loadSeconds())),
                new ForkFact("Garbage collections", ForkFact::collections),
                new ForkFact("Load average at start", ForkFact::load),
                new ForkFact("Validity", ForkFact::validity),
                new ForkFact("Notes", it -> joined(it.notes())),
                new ForkFact("Outputs", ForkFact::outputs));
    }

    private static ForkFact time(
            String name, TimeScale scale, Function<SampleSummary, Double> seconds) {
        return new ForkFact(
                scale.heading(name), it -> scale.format(seconds.apply(it.primary().samples())));
    }

    private static String flow(Measurement it) {
        return "%s, %s in flight"
                .formatted(Numbers.significant(it.flow().queriesPerSecond()), it.flow().inFlight());
    }

    /// JMH's clock is around the whole loop: it is comparable with times of blocking queries only.
    private static String jmhRatio(Measurement it) {
        double mean = it.primary().samples().meanSeconds();
        return switch (it.primary().boundary()) {
            case HOST_SYNC, HOST_END_TO_END ->
                    String.format(Locale.ROOT, "%.4f", it.jmhScoreSeconds() / mean);
            case ENQUEUE, H2D, DEVICE_COMPUTE, D2H, WITH_TRANSFERS, SCHEDULED_END_TO_END ->
                    Numbers.ABSENT;
        };
    }

    private static String warmUp(Measurement it) {
        return "%s, %s queries"
                .formatted(
                        Numbers.duration(it.primary().warmUp().seconds()),
                        it.primary().warmUp().queries());
    }

    private static String engine(Measurement it) {
        return Hashes.plan(it.engine().artefactSha256())
                + Optional.ofNullable(it.engine().settings().get("planCache"))
                        .map(" "::concat)
                        .orElse("");
    }

    private static String collections(Measurement it) {
        return it.host().gcCount() == 0
                ? "0"
                : it.host().gcCount() + ", " + Numbers.duration(it.host().gcSeconds());
    }

    private static String load(Measurement it) {
        double load = it.host().loadAverage();
        return load < 0 ? "unknown" : Numbers.fixed(load, 2);
    }

    private static String validity(Measurement it) {
        return it.validity().valid() ? "valid" : joined(it.validity().reasons());
    }

    private static String outputs(Measurement it) {
        return it.outputs().stream().map(ForkFact::output).collect(Collectors.joining("; "));
    }

    private static String output(OutputDigest output) {
        return "%s %s %s sha256 %s"
                .formatted(
                        output.output(),
                        output.elementType(),
                        output.shape(),
                        Hashes.plan(output.sha256()));
    }

    private static String joined(List<String> texts) {
        return texts.isEmpty() ? Numbers.ABSENT : String.join("; ", texts);
    }
}
