package dev.assay.reports.evidence;

import dev.assay.core.run.Measurement;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// A row of a fork table.
record ForkFact(String name, Function<Measurement, String> of) {

    static List<ForkFact> all(TimeScale scale) {
        return List.of(
                new ForkFact(
                        scale.heading("Median"), it -> scale.format(it.primary().samples().medianSeconds())),
                new ForkFact(scale.heading("Min"), it -> scale.format(it.primary().samples().minSeconds())),
                new ForkFact(scale.heading("Mean"), it -> scale.format(it.primary().samples().meanSeconds())),
                new ForkFact(scale.heading("Max"), it -> scale.format(it.primary().samples().maxSeconds())),
                new ForkFact("Samples", it -> Integer.toString(it.primary().samples().count())),
                new ForkFact("Dropped", it -> Long.toString(it.primary().samples().dropped())),
                new ForkFact("JMH score ÷ mean of samples", ForkFact::jmhRatio),
                new ForkFact("Stopped by", Measurement::stopReason),
                new ForkFact(
                        "First query", it -> Numbers.duration(it.primary().warmUp().firstQuerySeconds())),
                new ForkFact("Warm-up", ForkFact::warmUp),
                new ForkFact("Drift", it -> Numbers.change(it.primary().warmUp().drift())),
                new ForkFact("Judgement", it -> it.primary().warmUp().judgement()),
                new ForkFact("Engine load", it -> Numbers.duration(it.host().loadSeconds())),
                new ForkFact("Garbage collections", ForkFact::collections),
                new ForkFact("Load average at start", ForkFact::load),
                new ForkFact("Validity", ForkFact::validity),
                new ForkFact("Outputs", ForkFact::outputs));
    }

    private static String jmhRatio(Measurement it) {
        return String.format(
                Locale.ROOT, "%.4f", it.jmhScoreSeconds() / it.primary().samples().meanSeconds());
    }

    private static String warmUp(Measurement it) {
        return Numbers.duration(it.primary().warmUp().seconds()) + ", " + it.primary().warmUp().queries() + " queries";
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
        return it.validity().valid() ? "valid" : String.join("; ", it.validity().reasons());
    }

    private static String outputs(Measurement it) {
        return String.join(
                "; ",
                it.outputs().stream()
                        .map(output ->
                                "%s %s %s sha256 %s"
                                        .formatted(
                                                output.output(),
                                                output.elementType(),
                                                output.shape(),
                                                output.sha256()
                                                        .substring(
                                                                0,
                                                                Math.min(
                                                                        12,
                                                                        output.sha256().length()))))
                        .toList());
    }
}
