package dev.assay.reports;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.summary.Banner;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A run's verdict and table as plain text, for `assay show` and the end of `assay run`.
public final class TerminalTable {
    private static final int NARROWEST = 64;
    private static final int BATCH = 5;
    private static final int MEDIAN = 8;
    private static final int SPREAD = 7;
    private static final int IMAGES = 8;
    private static final int RATIO = 6;
    private static final int TASK = 5;
    private static final int STATE = 12;
    private static final int READABLE_VARIANT = 20;
    private static final int BESIDE_VARIANT = BATCH + MEDIAN + SPREAD + IMAGES + RATIO + STATE + 6;
    private static final int MAX_REASON_LINES = 8;

    /// @param variant columns of a case's name
    /// @param compared whether a section has a reference of speed
    /// @param task the column for how well the model does its task, where there is one
    private record Layout(int variant, boolean compared, Optional<TaskColumn> task) {}

    private final int width;
    private final List<String> lines = new ArrayList<>();

    private TerminalTable(int width) {
        this.width = Math.max(NARROWEST, width);
    }

    /// @param width columns of the terminal; less than 64 are taken as 64
    /// @return lines that end in a line feed
    public static String render(RunDirectory run, int width) {
        return new TerminalTable(width).render(ReportModel.of(run));
    }

    private String render(ReportModel model) {
        Banner banner = Banner.of(model);
        String exit = banner.exit().map(code -> " (exit code " + code + ")").orElse("");
        wrap(banner.word().word() + exit + ": " + banner.sentence(), "  ");
        banner.notices().forEach(notice -> wrap("note: " + notice, "      "));
        for (Section section : model.sections()) {
            section(section);
        }
        lines.add("");
        wrap(JobSummary.counts(banner), "  ");
        return lines.stream()
                .map(line -> line.stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private void section(Section section) {
        Optional<TaskColumn> task = task(section);
        int variant =
                Math.min(
                        width - BESIDE_VARIANT - (task.isPresent() ? TASK + 1 : 0),
                        section.rows().stream()
                                .mapToInt(row -> TerminalLabel.of(row).length())
                                .max()
                                .orElse(0));
        lines.add("");
        wrap(section.title().replace(" · ", "  "), "  ");
        boolean compared = !section.referenceNames().isEmpty();
        Layout layout = new Layout(variant, compared, task);
        lines.add(
                columns(
                        layout,
                        "batch",
                        "engine",
                        List.of("median", "spread", "images/s", compared ? "vs ref" : ""),
                        task.map(TaskColumn::heading).orElse(""),
                        "state"));
        section.rows().forEach(row -> row(section, row, layout));
        task.ifPresent(it -> it.legend().forEach(line -> wrap(line, "  ")));
        TerminalLegend.of(section).forEach(line -> wrap(line, "  "));
    }

    /// Names come first: where they would be cut short, the task's score is left to the report.
    private Optional<TaskColumn> task(Section section) {
        return TaskColumn.of(section)
                .filter(it -> width - BESIDE_VARIANT - TASK - 1 >= READABLE_VARIANT);
    }

    private void row(Section section, CaseRow row, Layout layout) {
        String batch = Integer.toString(row.id().batch());
        String label = TerminalLabel.of(row, layout.variant());
        Optional<CaseSummary> speed = row.speed();
        if (speed.isPresent()) {
            String ratio =
                    layout.compared() ? section.timeRatio(row).map(Numbers::ratio).orElse("-") : "";
            lines.add(
                    columns(
                            layout,
                            batch,
                            label,
                            List.of(
                                    Numbers.duration(speed.get().medianSeconds()),
                                    Numbers.percent(speed.get().forkSpread()),
                                    Numbers.significant(speed.get().imagesPerSecond()),
                                    ratio),
                            layout.task().flatMap(it -> it.cell().apply(row)).orElse("-"),
                            row.state().word()));
        } else {
            withoutSpeed(row, layout.variant(), batch + " ", label);
        }
    }

    /// The reason stands where the numbers would.
    private void withoutSpeed(CaseRow row, int variant, String batch, String label) {
        String text = TerminalText.clean(row.state().word() + ": " + row.reason());
        String indent = " ".repeat(BATCH + variant + 2);
        List<String> reason = TerminalText.wrap(text, width - indent.length());
        String head =
                TerminalText.right(batch.strip(), BATCH)
                        + " "
                        + TerminalText.left(TerminalText.clean(label), variant)
                        + " ";
        for (int i = 0; i < Math.min(reason.size(), MAX_REASON_LINES); i++) {
            boolean cut = i == MAX_REASON_LINES - 1 && reason.size() > MAX_REASON_LINES;
            String line =
                    cut
                            ? TerminalText.cut(reason.get(i) + " ...", width - indent.length())
                            : reason.get(i);
            lines.add((i == 0 ? head : indent) + line);
        }
    }

    private static String columns(
            Layout layout,
            String batch,
            String label,
            List<String> numbers,
            String score,
            String state) {
        return String.join(
                " ",
                TerminalText.right(batch, BATCH),
                TerminalText.left(TerminalText.clean(label), layout.variant()),
                TerminalText.right(TerminalText.clean(numbers.get(0)), MEDIAN),
                TerminalText.right(TerminalText.clean(numbers.get(1)), SPREAD),
                TerminalText.right(TerminalText.clean(numbers.get(2)), IMAGES),
                TerminalText.right(TerminalText.clean(numbers.get(3)), RATIO)
                        + (layout.task().isPresent()
                                ? " " + TerminalText.right(TerminalText.clean(score), TASK)
                                : ""),
                TerminalText.left(state, STATE));
    }

    private void wrap(String text, String indent) {
        String clean = TerminalText.clean(text);
        List<String> wrapped = TerminalText.wrap(clean, width - indent.length());
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add(i == 0 ? wrapped.get(i) : indent + wrapped.get(i));
        }
    }
}
