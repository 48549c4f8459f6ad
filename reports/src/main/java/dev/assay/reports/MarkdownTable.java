package dev.assay.reports;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.accuracy.ScoreFigure;
import dev.assay.reports.detection.DetectionFigure;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.EffectivePrecision;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Escape;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A run's table in Markdown: one line a case. A column that no case could fill is left out.
public final class MarkdownTable {
    private static final List<Column> COLUMNS =
            List.of(
                    column("Case", false, (section, row) -> Escape.markdown(row.id().text())),
                    column("State", false, (section, row) -> row.state().word()),
                    new Column(
                            "Precision",
                            "---",
                            true,
                            (section, row) ->
                                    number(row.precision().map(EffectivePrecision::words))),
                    column(
                            "Boundary",
                            false,
                            (section, row) ->
                                    number(
                                            row.speed()
                                                    .map(it -> it.boundary().name())
                                                    .map(Escape::markdown))),
                    column("Median", true, (section, row) -> median(row)),
                    column(
                            "Fork spread",
                            true,
                            (section, row) ->
                                    number(
                                            row.speed()
                                                    .map(CaseSummary::forkSpread)
                                                    .map(Numbers::percent))),
                    column(
                            "Images/s",
                            true,
                            (section, row) ->
                                    number(
                                            row.speed()
                                                    .map(CaseSummary::imagesPerSecond)
                                                    .map(Numbers::significant))),
                    new Column("J/image", "--:", true, (section, row) -> energy(row)),
                    column(
                            "Time ÷ reference",
                            true,
                            (section, row) -> number(section.timeRatio(row).map(Numbers::ratio))),
                    column(
                            "Outputs",
                            false,
                            (section, row) -> row.standing().name().toLowerCase(Locale.ROOT)),
                    new Column(
                            "relL2",
                            "--:",
                            true,
                            (section, row) -> number(ScoreFigure.relativeL2(row))),
                    new Column(
                            "Scores (change)",
                            "---",
                            true,
                            (section, row) -> number(ScoreFigure.all(row).map(Escape::markdown))),
                    new Column(
                            "AP, points",
                            "--:",
                            true,
                            (section, row) -> number(row.detection().map(DetectionFigure::ap))),
                    new Column(
                            "Change of AP",
                            "--:",
                            true,
                            (section, row) -> number(row.detection().map(DetectionFigure::change))),
                    column("Note", false, (section, row) -> Escape.markdown(row.reason())));

    private MarkdownTable() {}

    /// @param optional whether the column goes where every cell of it is absent
    private record Column(
            String heading,
            String alignment,
            boolean optional,
            BiFunction<Section, CaseRow, String> cell) {}

    private static Column column(
            String heading, boolean number, BiFunction<Section, CaseRow, String> cell) {
        return new Column(heading, number ? "--:" : "---", false, cell);
    }

    public static String render(RunDirectory run) {
        return render(ReportModel.of(run));
    }

    static String render(ReportModel model) {
        List<Section> sections = model.sections();
        List<Column> columns =
                COLUMNS.stream().filter(it -> !it.optional() || isKnown(it, sections)).toList();
        StringBuilder text = new StringBuilder();
        line(text, columns.stream().map(Column::heading));
        line(text, columns.stream().map(Column::alignment));
        for (Section section : sections) {
            for (CaseRow row : section.rows()) {
                line(text, columns.stream().map(it -> it.cell().apply(section, row)));
            }
        }
        return text.toString();
    }

    private static boolean isKnown(Column column, List<Section> sections) {
        return sections.stream()
                .anyMatch(section ->
                        section.rows().stream()
                                .map(row -> column.cell().apply(section, row))
                                .anyMatch(cell -> !cell.equals(Numbers.ABSENT)));
    }

    private static String median(CaseRow row) {
        return number(row.speed().map(CaseSummary::medianSeconds).map(Numbers::duration));
    }

    private static String energy(CaseRow row) {
        OptionalDouble joules = row.joulesPerQuery();
        return row.speed().isPresent() && joules.isPresent()
                ? Numbers.significant(joules.getAsDouble() / row.id().batch())
                : Numbers.ABSENT;
    }

    private static String number(Optional<String> number) {
        return number.orElse(Numbers.ABSENT);
    }

    private static void line(StringBuilder text, Stream<String> cells) {
        text.append(cells.collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
