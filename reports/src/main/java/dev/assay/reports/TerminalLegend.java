package dev.assay.reports;

import dev.assay.core.run.CaseSummary;
import dev.assay.reports.model.Builds;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.EffectivePrecision;
import dev.assay.reports.model.Reference;
import dev.assay.reports.model.Reference.Kind;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the columns of a section's table in a terminal mean.
final class TerminalLegend {
    private TerminalLegend() {}

    static List<String> of(Section section) {
        List<String> lines = new ArrayList<>();
        Map<String, Set<String>> engines = new LinkedHashMap<>();
        section.rows()
                .forEach(row ->
                        row.speed()
                                .ifPresent(speed ->
                                        engines.computeIfAbsent(
                                                        Boundaries.described(speed.boundary()),
                                                        key -> new LinkedHashSet<>())
                                                .add(row.id().engine())));
        engines.forEach((boundary, of) ->
                lines.add(
                        "median: at "
                                + boundary
                                + (engines.size() > 1 ? ", " + String.join(", ", of) : "")));
        if (!section.referenceNames().isEmpty()) {
            lines.add(
                    "vs ref: %s / that of %s"
                            .formatted(
                                    section.pipelined() ? "time per image" : "median time",
                                    references(section)));
        }
        List<String> shares =
                section.rows().stream()
                        .flatMap(row -> row.precision().stream())
                        .map(EffectivePrecision::share)
                        .toList();
        if (!shares.isEmpty()) {
            boolean opaque = shares.stream().anyMatch(it -> it.contains("?"));
            lines.add(
                    "n/m: layers that run in the precision asked for, of all that compute"
                            + (opaque ? "; ?: some cannot be seen into" : ""));
        }
        section.rows()
                .forEach(row ->
                        row.speed()
                                .filter(speed -> speed.buildMedianSeconds().size() > 1)
                                .ifPresent(speed -> lines.add(builds(row, speed))));
        return lines;
    }

    private static String builds(CaseRow row, CaseSummary speed) {
        return "%s b%s: %s builds differ by %s, forks of one build by %s"
                .formatted(
                        row.variant().label(),
                        row.id().batch(),
                        speed.buildMedianSeconds().size(),
                        Numbers.percent(speed.buildSpread()),
                        Builds.forkSpreadText(speed));
    }

    private static String references(Section section) {
        List<Reference.Found> found =
                section.rows().stream()
                        .flatMap(row -> section.reference(row).found().stream())
                        .toList();
        boolean own = found.stream().anyMatch(it -> it.kind() == Kind.OWN_FP32);
        List<String> named =
                found.stream()
                        .filter(it -> it.kind() == Kind.PYTORCH)
                        .map(Reference.Found::name)
                        .distinct()
                        .toList();
        String pytorch = String.join(", ", named);
        if (!own) {
            return pytorch;
        }
        return named.isEmpty()
                ? "the same engine in FP32"
                : pytorch + ", or of the same engine in FP32 where that has another boundary";
    }
}
