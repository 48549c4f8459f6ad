package dev.assay.reports.comparison;

import dev.assay.core.noise.CalibrationRow;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TerminalText;
import java.util.List;

/// What a calibration found, as plain text.
public final class CalibrationTable {
    private static final int COLUMN = 9;
    private static final int COLUMNS = 4;

    private CalibrationTable() {}

    /// @param run of the calibration; what of it could not be judged is told
    public static String render(List<CalibrationRow> rows, RunDirectory run, int width) {
        int name = width - COLUMNS * (COLUMN + 1);
        StringBuilder text = new StringBuilder();
        line(text, name, "case", List.of("spread", "a/a", "floor", "sees"));
        for (CalibrationRow row : rows) {
            line(
                    text,
                    name,
                    CaseName.of(row.caseId()),
                    List.of(
                            Numbers.percent(row.deviation()),
                            Numbers.change(row.change()),
                            Numbers.percent(row.floor()),
                            "≥ " + Numbers.percent(row.smallestVisible())));
        }
        for (JudgedCase judged : JudgedCase.of(run)) {
            if (rows.stream().noneMatch(it -> it.caseId().equals(judged.row().caseId()))) {
                TerminalText.wrap(
                                TerminalText.clean(
                                        "not calibrated: %s: %s"
                                                .formatted(
                                                        CaseName.of(judged.row().caseId()),
                                                        judged.reason())),
                                width)
                        .forEach(it -> text.append(it).append('\n'));
            }
        }
        TerminalText.wrap(
                        "spread: of the forks of one side. a/a: the second side over the first,"
                                + " minus 1. floor: what of it the spread does not explain. sees:"
                                + " the smallest slowdown that one test "
                                + forks(rows)
                                + "shows nine times in ten.",
                        width)
                .forEach(it -> text.append(it).append('\n'));
        return text.toString();
    }

    /// Fewer forks see less: what is seen goes with their number.
    private static String forks(List<CalibrationRow> rows) {
        return rows.isEmpty()
                ? ""
                : "of "
                        + Numbers.range(rows.stream().mapToLong(CalibrationRow::forks))
                        + " forks a side ";
    }

    private static void line(StringBuilder text, int name, String caseName, List<String> columns) {
        StringBuilder line =
                new StringBuilder(TerminalText.left(TerminalText.clean(caseName), name));
        columns.forEach(
                it -> line.append(' ').append(TerminalText.right(TerminalText.clean(it), COLUMN)));
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
