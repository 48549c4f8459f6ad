package dev.assay.reports;

import dev.assay.reports.model.ReportModel;
import dev.assay.reports.speedup.SpeedUpMarkdown;
import dev.assay.reports.summary.Banner;
import dev.assay.reports.summary.WorstCase;
import dev.assay.reports.summary.WorstCases;
import dev.assay.reports.text.Escape;
import dev.assay.reports.text.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// The Markdown that a CI job shows: verdict, worst cases, and the whole table folded.
final class JobSummary {
    private static final int WORST = 20;

    /// GitHub drops a step's summary beyond 1 MiB as a whole.
    private static final int MAX_BYTES = 900_000;

    private JobSummary() {}

    static String render(ReportModel model) {
        String head = head(model);
        String all =
                folded(
                        "All " + Numbers.count(model.rows().size(), "case"),
                        MarkdownTable.render(model));
        String speedUps = SpeedUpMarkdown.render(model);
        String more =
                speedUps.isEmpty()
                        ? ""
                        : folded("Speed-ups, at each boundary for itself", speedUps);
        if (fits(head + all + more)) {
            return head + all + more;
        }
        return fits(head + all)
                ? head + all + "\nThe tables of speed-ups are too long for a summary.\n"
                : head + "\nThe table of all cases is too long for a summary.\n";
    }

    private static String folded(String summary, String text) {
        return "\n<details><summary>%s</summary>\n\n%s\n</details>\n".formatted(summary, text);
    }

    private static boolean fits(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    private static String head(ReportModel model) {
        Banner banner = Banner.of(model);
        StringBuilder text = new StringBuilder("## Assay: ");
        text.append(banner.word().word());
        banner.exit().ifPresent(code -> text.append(" (exit code ").append(code).append(')'));
        text.append("\n\n").append(Escape.markdown(banner.sentence())).append('\n');
        banner.notices()
                .forEach(
                        notice -> text.append("\n> ").append(Escape.markdown(notice)).append('\n'));
        text.append('\n').append(counts(banner)).append('\n');
        worst(WorstCases.of(model, WORST), text);
        return text.toString();
    }

    static String counts(Banner banner) {
        String states =
                banner.counts().stream()
                        .map(it -> it.cases() + " " + it.state().word())
                        .collect(Collectors.joining(", "));
        return Numbers.count(banner.cases(), "case") + ": " + states;
    }

    private static void worst(List<WorstCase> cases, StringBuilder text) {
        if (cases.isEmpty()) {
            return;
        }
        text.append("\n| State | Model | Case | What |\n| --- | --- | --- | --- |\n");
        for (WorstCase worst : cases) {
            text.append("| ")
                    .append(worst.row().state().word())
                    .append(" | ")
                    .append(Escape.markdown(worst.row().section()))
                    .append(" | ")
                    .append(Escape.markdown(worst.title()))
                    .append(" | ")
                    .append(Escape.markdown(worst.what()))
                    .append(" |\n");
        }
    }
}
