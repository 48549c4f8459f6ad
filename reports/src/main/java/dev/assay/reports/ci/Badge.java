package dev.assay.reports.ci;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.format.Json;
import dev.assay.reports.model.RowState;
import dev.assay.reports.text.Numbers;
import java.util.Map;

/// The answer of an endpoint badge of shields.io (shields.io/badges/endpoint-badge): put the file
/// where a browser can get it, and name its address in the badge's.
///
/// @param schemaVersion always 1
/// @param label left of the badge
/// @param message right of it, never empty
@JsonPropertyOrder({"schemaVersion", "label", "message", "color"})
public record Badge(int schemaVersion, String label, String message, String color) {
    public static Badge of(CiRun run) {
        Map<RowState, Long> counts = run.counts();
        long absent =
                counts.getOrDefault(RowState.SKIPPED, 0L)
                        + counts.getOrDefault(RowState.NOT_REACHED, 0L);
        String word = run.banner().word().word().toLowerCase(java.util.Locale.ROOT);
        return new Badge(
                1,
                "assay " + run.suite(),
                word + ", " + Numbers.count(run.cases().size() - absent, "case"),
                color(run));
    }

    /// One line of JSON.
    public static String render(CiRun run) {
        return Json.compact().writeValueAsString(of(run)) + "\n";
    }

    private static String color(CiRun run) {
        return switch (run.banner().word().tone()) {
            case GOOD -> "brightgreen";
            case WARN -> "yellow";
            case BAD -> "red";
            case CALM -> "lightgrey";
        };
    }
}
