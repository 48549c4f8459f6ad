package dev.assay.reports;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Escape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A run's table for programs and spreadsheets: seconds and shares unrounded, no number where there
/// is none.
public final class CsvTable {
    private static final List<String> HEADINGS =
            List.of(
                    "case",
                    "model",
                    "engine",
                    "precision",
                    "batch",
                    "shape",
                    "steps",
                    "workload",
                    "state",
                    "outputs",
                    "boundary",
                    "layersInPrecision",
                    "layers",
                    "opaqueLayers",
                    "builds",
                    "forks",
                    "samples",
                    "medianSeconds",
                    "minSeconds",
                    "meanSeconds",
                    "maxSeconds",
                    "p90Seconds",
                    "p95Seconds",
                    "p99Seconds",
                    "forkSpread",
                    "buildSpread",
                    "queriesPerSecond",
                    "imagesPerSecond",
                    "joulesPerQuery",
                    "joulesPerImage",
                    "timeOverReference",
                    "speedUpOverReference",
                    "reference",
                    "note");

    private CsvTable() {}

    public static String render(RunDirectory run) {
        StringBuilder text = new StringBuilder(String.join(",", HEADINGS)).append("\r\n");
        for (Section section : ReportModel.of(run).sections()) {
            for (CaseRow row : section.rows()) {
                text.append(String.join(",", fields(section, row))).append("\r\n");
            }
        }
        return text.toString();
    }

    private static List<String> fields(Section section, CaseRow row) {
        Optional<CaseSummary> speed = row.speed();
        List<String> fields = new ArrayList<>();
        fields.add(Escape.csv(row.id().text()));
        fields.add(Escape.csv(row.id().model()));
        fields.add(Escape.csv(row.id().engine()));
        fields.add(Escape.csv(row.id().precision()));
        fields.add(Integer.toString(row.id().batch()));
        fields.add(Escape.csv(row.id().dims()));
        fields.add(Escape.csv(row.id().steps()));
        fields.add(Escape.csv(row.id().workload()));
        fields.add(row.state().name());
        fields.add(row.standing().name().toLowerCase(Locale.ROOT));
        fields.add(speed.map(it -> it.boundary().name()).orElse(""));
        fields.add(layers(row, LayerPrecisions::in));
        fields.add(layers(row, (it, asked) -> it.layers()));
        fields.add(layers(row, (it, asked) -> it.opaque()));
        fields.add(speed.map(it -> Integer.toString(it.buildMedianSeconds().size())).orElse(""));
        fields.add(Integer.toString(row.forks().size()));
        fields.add(speed.map(it -> Integer.toString(it.samples())).orElse(""));
        fields.add(number(speed, CaseSummary::medianSeconds));
        fields.add(number(speed, CaseSummary::minSeconds));
        fields.add(number(speed, CaseSummary::meanSeconds));
        fields.add(number(speed, CaseSummary::maxSeconds));
        fields.add(optional(speed, CaseSummary::p90Seconds));
        fields.add(optional(speed, CaseSummary::p95Seconds));
        fields.add(optional(speed, CaseSummary::p99Seconds));
        fields.add(optional(speed, CaseSummary::forkSpread));
        fields.add(number(speed, CaseSummary::buildSpread));
        fields.add(number(speed, CaseSummary::queriesPerSecond));
        fields.add(number(speed, CaseSummary::imagesPerSecond));
        fields.add(joules(row, 1));
        fields.add(joules(row, row.id().batch()));
        fields.add(section.timeRatio(row).map(it -> Double.toString(it)).orElse(""));
        fields.add(section.speedUp(row).map(it -> Double.toString(it)).orElse(""));
        fields.add(
                Escape.csv(
                        section.reference(row).found().map(it -> it.row().id().text()).orElse("")));
        fields.add(Escape.csvText(row.reason()));
        return fields;
    }

    /// Of every build, where builds differ.
    private static String layers(CaseRow row, BiFunction<LayerPrecisions, String, Integer> count) {
        return row.precision()
                .map(it ->
                        it.builds().stream()
                                .map(build -> count.apply(build, it.asked()).toString())
                                .collect(Collectors.joining(" ")))
                .orElse("");
    }

    private static String joules(CaseRow row, int images) {
        OptionalDouble joules = row.joulesPerQuery();
        return row.speed().isPresent() && joules.isPresent()
                ? Double.toString(joules.getAsDouble() / images)
                : "";
    }

    private static String number(Optional<CaseSummary> speed, Function<CaseSummary, Double> field) {
        return speed.map(it -> Double.toString(field.apply(it))).orElse("");
    }

    private static String optional(
            Optional<CaseSummary> speed, Function<CaseSummary, OptionalDouble> field) {
        OptionalDouble value = speed.map(field).orElse(OptionalDouble.empty());
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }
}
