package dev.assay.reports;

import dev.assay.reports.model.ReportModel;
import dev.assay.reports.speedup.SpeedUpMarkdown;
import dev.assay.reports.summary.Banner;
import dev.assay.reports.summary.WorstCase;
import dev.assay.reports.summary.WorstCases;
import dev.assay.reports.text.Escape;
import dev.assay.reports.text.MarkdownLimit;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.stream.Collectors;

/// The Markdown that a CI job shows: verdict, worst cases, and the whole table folded.
final class JobSummary {
    private static final int WORST = 20;

    /// GitHub drops a step's summary beyond 1 MiB as a whole, and other commands of the step may
    /// have written to it.
    private static final int MAX_BYTES = 900_000;

    /// For the sentence about the tables of speed-ups.
    private static final int RESERVE = 100;

    /// Of a reason or a notice: a library's message may be a page.
    private static final int MAX_CHARACTERS = 500;

    private JobSummary() {}

    static String render(ReportModel model) {
        String speedUps = SpeedUpMarkdown.render(model);
        return new MarkdownLimit(MAX_BYTES)
                .add(head(model))
                .addFolded(
                        "All " + Numbers.count(model.rows().size(), "case"),
                        MarkdownTable.render(model),
                        "%s more cases are too long for a summary: `./run-all.sh show --md`, or the"
                                + " report, has them.",
                        RESERVE)
                .addWhole(
                        speedUps.isEmpty()
                                ? ""
                                : "\n<details><summary>Speed-ups, at each boundary for itself</summary>\n\n%s\n</details>\n"
                                        .formatted(speedUps),
                        "\nThe tables of speed-ups are too long for a summary.\n")
                .text();
    }

    private static String head(ReportModel model) {
        Banner banner = Banner.of(model);
        StringBuilder text = new StringBuilder("## Assay: ");
        text.append(banner.word().word());
        banner.exit().ifPresent(code -> text.append(" (exit code ").append(code).append(')'));
        text.append("\n\n").append(clipped(banner.sentence())).append('\n');
        banner.notices()
                .forEach(notice -> text.append("\n> ").append(clipped(notice)).append('\n'));
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
                    .append(clipped(worst.what()))
                    .append(" |\n");
        }
    }

    private static String clipped(String text) {
        return Escape.markdown(MarkdownLimit.clip(text, MAX_CHARACTERS));
    }
}
