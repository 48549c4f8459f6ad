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
    private static final int STATE = 12;
    private static final int BESIDE_VARIANT = BATCH + MEDIAN + SPREAD + IMAGES + RATIO + STATE + 6;
    private static final int MAX_REASON_LINES = 3;

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
        int variant =
                Math.min(
                        width - BESIDE_VARIANT,
                        section.rows().stream()
                                .mapToInt(row -> TerminalLabel.of(row).length())
                                .max()
                                .orElse(0));
        lines.add("");
        wrap(section.title().replace(" · ", "  "), "  ");
        boolean compared = !section.referenceNames().isEmpty();
        lines.add(
                columns(
                        variant,
                        "batch",
                        "engine",
                        List.of("median", "spread", "images/s", compared ? "vs ref" : ""),
                        "state"));
        section.rows().forEach(row -> row(section, row, variant, compared));
        TerminalLegend.of(section).forEach(line -> wrap(line, "  "));
    }

    private void row(Section section, CaseRow row, int variant, boolean compared) {
        String batch = Integer.toString(row.id().batch());
        String label = TerminalLabel.of(row, variant);
        Optional<CaseSummary> speed = row.speed();
        if (speed.isPresent()) {
            String ratio = compared ? section.timeRatio(row).map(Numbers::ratio).orElse("-") : "";
            lines.add(
                    columns(
                            variant,
                            batch,
                            label,
                            List.of(
                                    Numbers.duration(speed.get().medianSeconds()),
                                    Numbers.percent(speed.get().forkSpread()),
                                    Numbers.significant(speed.get().imagesPerSecond()),
                                    ratio),
                            row.state().word()));
        } else {
            withoutSpeed(row, variant, batch + " ", label);
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
            int variant, String batch, String label, List<String> numbers, String state) {
        return String.join(
                " ",
                TerminalText.right(batch, BATCH),
                TerminalText.left(TerminalText.clean(label), variant),
                TerminalText.right(TerminalText.clean(numbers.get(0)), MEDIAN),
                TerminalText.right(TerminalText.clean(numbers.get(1)), SPREAD),
                TerminalText.right(TerminalText.clean(numbers.get(2)), IMAGES),
                TerminalText.right(TerminalText.clean(numbers.get(3)), RATIO),
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
