package dev.assay.reports;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Escape;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A run's table in Markdown: one line a case.
public final class MarkdownTable {
    private static final List<String> HEADINGS =
            List.of(
                    "Case",
                    "State",
                    "Median",
                    "Fork spread",
                    "Images/s",
                    "Time ÷ reference",
                    "Outputs",
                    "Note");

    private MarkdownTable() {}

    public static String render(RunDirectory run) {
        return render(ReportModel.of(run));
    }

    static String render(ReportModel model) {
        StringBuilder text = new StringBuilder();
        line(text, HEADINGS);
        line(text, List.of("---", "---", "--:", "--:", "--:", "--:", "---", "---"));
        for (Section section : model.sections()) {
            for (CaseRow row : section.rows()) {
                line(text, cells(section, row));
            }
        }
        return text.toString();
    }

    private static List<String> cells(Section section, CaseRow row) {
        List<String> cells = new ArrayList<>();
        Optional<CaseSummary> speed = row.speed();
        cells.add(Escape.markdown(row.id().text()));
        cells.add(row.state().word());
        cells.add(number(speed.map(it -> Numbers.duration(it.medianSeconds()))));
        cells.add(number(speed.map(it -> Numbers.percent(it.forkSpread()))));
        cells.add(number(speed.map(it -> Numbers.significant(it.imagesPerSecond()))));
        cells.add(number(section.timeRatio(row).map(Numbers::ratio)));
        cells.add(row.standing().name().toLowerCase(Locale.ROOT));
        cells.add(Escape.markdown(row.reason()));
        return cells;
    }

    private static String number(Optional<String> number) {
        return number.orElse(Numbers.ABSENT);
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
