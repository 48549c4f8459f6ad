package dev.assay.reports.inside;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.enginediff.DiffSentence;
import dev.assay.core.enginediff.EngineDiff;
import dev.assay.core.enginediff.LayerChange;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What became of one engine in another.
///
/// @param before what it is compared with, for example `fp32`
/// @param sentence the cause in one line
/// @param changes the most expensive ones
public record Cause(String before, String sentence, DataTable changes) {
    private static final int MOST = 40;

    static Cause of(String name, Breakdown before, Breakdown after) {
        EngineDiff diff = EngineDiff.of(before, after);
        List<List<String>> rows = diff.changes().stream().limit(MOST).map(Cause::cells).toList();
        return new Cause(
                name,
                DiffSentence.of(diff),
                new DataTable(
                        "What differs from %s, the most expensive first, %d of %d"
                                .formatted(name, rows.size(), diff.changes().size()),
                        List.of("Layer", "What", "Precision", "Kernel", "Cost"),
                        4,
                        rows));
    }

    private static List<String> cells(LayerChange change) {
        return List.of(
                change.name(),
                change.kinds().stream()
                                .map(it -> it.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + (change.partner().isEmpty() ? "" : ": " + change.partner()),
                both(change, it -> it.layer().precision()),
                both(change, it -> it.layer().tactic()),
                change.costSeconds().isPresent()
                        ? signed(change.costSeconds().getAsDouble())
                        : Numbers.ABSENT);
    }

    private static String signed(double seconds) {
        return (seconds > 0 ? "+" : "") + Numbers.fixed(seconds * 1e6, 1) + " µs";
    }

    private static String both(LayerChange change, Function<LayerCost, String> what) {
        String before = change.before().map(what).orElse(Numbers.ABSENT);
        String after = change.after().map(what).orElse(Numbers.ABSENT);
        return before.equals(after) ? after : before + " → " + after;
    }
}
