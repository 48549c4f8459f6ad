package dev.assay.reports.speedup;

import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.speedup.SpeedUpTable.Cell;
import dev.assay.reports.speedup.SpeedUpTable.Line;
import dev.assay.reports.text.Escape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/// The speed-ups of a run in Markdown: one table a section, refusals and notes below it.
public final class SpeedUpMarkdown {
    private SpeedUpMarkdown() {}

    /// @return empty where no section has anything to compare
    public static String render(ReportModel model) {
        StringBuilder text = new StringBuilder();
        for (Section section : model.sections()) {
            SpeedUpTable.of(section).ifPresent(table -> section(section, table, text));
        }
        return text.toString();
    }

    private static void section(Section section, SpeedUpTable table, StringBuilder text) {
        text.append("\n**")
                .append(Escape.markdown(section.title()))
                .append("**: speed-up over ")
                .append(Escape.markdown(table.over()))
                .append("\n\n");
        if (!table.columns().isEmpty()) {
            table(table, text);
        }
        table.refusals().forEach(it -> item("not compared: " + it, text));
        table.notes().forEach(it -> item("note: " + it, text));
    }

    private static void table(SpeedUpTable table, StringBuilder text) {
        List<String> headings = new ArrayList<>(List.of("Batch", "Engine"));
        if (table.several()) {
            headings.add("Reference");
        }
        int names = headings.size();
        table.columns().forEach(it -> headings.add(Escape.markdown(it.name()) + ", " + it.under()));
        headings.add("Not compared");
        line(headings, text);
        List<String> rules = new ArrayList<>(Collections.nCopies(headings.size(), "--:"));
        Collections.fill(rules.subList(1, names), "---");
        rules.set(headings.size() - 1, "---");
        line(rules, text);
        table.lines().forEach(it -> line(cells(table, it), text));
        text.append('\n');
    }

    private static List<String> cells(SpeedUpTable table, Line line) {
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(line.row().id().batch()));
        cells.add(Escape.markdown(line.row().variant().label()));
        if (table.several()) {
            cells.add(Escape.markdown(line.reference()));
        }
        if (line.cells().isEmpty()) {
            cells.addAll(Collections.nCopies(table.columns().size(), ""));
        }
        line.cells().forEach(it -> cells.add(text(it)));
        cells.add(Escape.markdown(line.refused()));
        return cells;
    }

    private static String text(Cell cell) {
        return cell.gain().isEmpty() ? cell.ratio() : cell.ratio() + " (" + cell.gain() + ")";
    }

    private static void line(List<String> cells, StringBuilder text) {
        text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static void item(String sentence, StringBuilder text) {
        text.append("- ").append(Escape.markdown(sentence)).append('\n');
    }
}
