package dev.assay.cli.inside;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.KernelGroup;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.breakdown.PrecisionShare;
import dev.assay.core.enginediff.DiffSentence;
import dev.assay.core.enginediff.EngineDiff;
import dev.assay.core.enginediff.LayerChange;
import dev.assay.core.lint.Finding;
import dev.assay.core.lint.Lints;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// What is known of one engine or two, for a terminal.
public final class LayersText {
    private static final int NAME_WIDTH = 60;

    private LayersText() {}

    /// @param asked precision that the engine was built for
    /// @param top how many layers and kernels to list
    public static String engine(Breakdown engine, String asked, int top) {
        StringBuilder text = new StringBuilder();
        line(text, "%s", engine.sentence(asked));
        engine.lightShare()
                .ifPresent(it ->
                        line(
                                text,
                                "%.1f %% of speed of light, %.2f TFLOP/s in its kernels (%s)",
                                it * 100,
                                engine.flop() / engine.sumSeconds() / 1e12,
                                engine.ceilings().orElseThrow().source()));
        for (PrecisionShare share : engine.precisions()) {
            line(
                    text,
                    "  %-16s %5d layers %s",
                    share.precision(),
                    share.layers(),
                    engine.timed()
                            ? format(
                                    "%9.4f ms %5.1f %%", share.seconds() * 1e3, share.share() * 100)
                            : "");
        }
        if (engine.timed()) {
            layers(text, engine, top);
            kernels(text, engine, top);
        }
        for (Finding finding : Lints.of(engine, asked)) {
            line(
                    text,
                    "! %s: %s%s. %s",
                    finding.rule(),
                    finding.what(),
                    finding.seconds() > 0 ? format(" (%.4f ms)", finding.seconds() * 1e3) : "",
                    finding.advice());
        }
        return text.toString();
    }

    private static void layers(StringBuilder text, Breakdown engine, int top) {
        line(text, "Layers");
        engine.layers().stream()
                .filter(it -> it.seconds().isPresent())
                .sorted(
                        Comparator.comparingDouble((LayerCost it) -> it.seconds().orElse(0))
                                .reversed())
                .limit(top)
                .forEach(it ->
                        line(
                                text,
                                "  %9.4f ms %5.1f %%  light %7s  %-9s %s",
                                it.seconds().orElse(0) * 1e3,
                                it.seconds().orElse(0) / engine.sumSeconds() * 100,
                                percent(it.lightShare()),
                                it.layer().role().moves() ? "move" : it.layer().precision(),
                                shortened(it.layer().name())));
    }

    private static void kernels(StringBuilder text, Breakdown engine, int top) {
        line(text, "Kernels");
        List<KernelGroup> groups = engine.topKernels();
        groups.stream()
                .limit(top)
                .forEach(it ->
                        line(
                                text,
                                "  %9.4f ms %5.1f %%  %4d × %s%s",
                                it.seconds() * 1e3,
                                it.share() * 100,
                                it.launches(),
                                it.foreign() ? "[Myelin] " : "",
                                it.shortName()));
    }

    /// @param top how many changes to list
    public static String diff(EngineDiff diff, int top) {
        StringBuilder text = new StringBuilder();
        line(text, "%s", DiffSentence.of(diff));
        for (LayerChange change : diff.changes().stream().limit(top).toList()) {
            line(
                    text,
                    "  %s %-18s %s%s",
                    change.costSeconds().isPresent()
                            ? format("%+9.4f ms", change.costSeconds().getAsDouble() * 1e3)
                            : "",
                    change.kinds().stream()
                            .map(it -> it.name().toLowerCase(Locale.ROOT))
                            .reduce((a, b) -> a + "+" + b)
                            .orElse(""),
                    shortened(change.name()),
                    change.partner().isEmpty() ? "" : " (" + shortened(change.partner()) + ")");
        }
        return text.toString();
    }

    private static String percent(OptionalDouble share) {
        return share.isPresent() ? format("%.1f %%", share.getAsDouble() * 100) : "–";
    }

    private static String shortened(String name) {
        return name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "…";
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(format(format, values).stripTrailing()).append('\n');
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
