package dev.assay.reports.ladder;

import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Escape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// The ladders of a run as Markdown to paste into a report, and as CSV.
public final class LadderExport {
    private LadderExport() {}

    /// @return empty where no ladder was climbed
    public static String markdown(ReportModel model) {
        StringBuilder text = new StringBuilder();
        for (Section section : model.sections()) {
            for (LadderTable ladder : LadderTable.of(section, model)) {
                text.append("### ")
                        .append(Escape.markdown(section.title() + " · " + ladder.title()))
                        .append("\n");
                ladder.tables().forEach(it -> table(it, text));
                text.append('\n');
                ladder.words()
                        .forEach(it -> text.append("- ").append(Escape.markdown(it)).append('\n'));
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static void table(DataTable table, StringBuilder text) {
        text.append('\n').append(Escape.markdown(table.caption())).append(":\n\n");
        line(table.headings(), text);
        List<String> rules = new ArrayList<>(Collections.nCopies(table.headings().size(), "--:"));
        Collections.fill(rules.subList(0, table.numericFrom()), "---");
        text.append(rules.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
        table.rows().forEach(it -> line(it, text));
    }

    private static void line(List<String> cells, StringBuilder text) {
        text.append(
                cells.stream()
                        .map(Escape::markdown)
                        .collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    /// @return empty where no ladder was climbed
    public static String csv(ReportModel model) {
        StringBuilder text = new StringBuilder();
        for (Section section : model.sections()) {
            for (LadderTable ladder : LadderTable.of(section, model)) {
                for (DataTable table : ladder.tables()) {
                    if (text.isEmpty()) {
                        List<String> headings =
                                new ArrayList<>(List.of("section", "ladder", "part"));
                        headings.addAll(table.headings());
                        csv(headings, text);
                    }
                    table.rows()
                            .forEach(row -> {
                                List<String> cells =
                                        new ArrayList<>(
                                                List.of(
                                                        section.title(),
                                                        ladder.title(),
                                                        table.caption()));
                                cells.addAll(row);
                                csv(cells, text);
                            });
                }
            }
        }
        return text.toString();
    }

    private static void csv(List<String> cells, StringBuilder text) {
        text.append(cells.stream().map(Escape::csvText).collect(Collectors.joining(",")))
                .append("\r\n");
    }
}
