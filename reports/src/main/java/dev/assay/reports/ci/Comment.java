package dev.assay.reports.ci;

import dev.assay.reports.text.Escape;
import dev.assay.reports.text.MarkdownLimit;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.stream.Collectors;

/// Markdown for a comment on a pull request: the verdict, what is remarkable, the rest counted.
///
/// The first line is a mark that no reader sees, by which a workflow finds its own comment of
/// before and replaces it.
public final class Comment {
    /// GitHub refuses a comment of more than 65,536 characters.
    private static final int MAX_BYTES = 65_000;

    private static final int OPEN_ROWS = 10;
    private static final int MAX_CHARACTERS = 300;
    private static final String HEADING =
            "| Verdict | Case | Change of time | Sees | Why |\n| --- | --- | --: | --: | --- |\n";

    private Comment() {}

    public static String render(CiRun run) {
        MarkdownLimit text = new MarkdownLimit(MAX_BYTES);
        text.add("<!-- assay %s -->\n".formatted(run.suite().replaceAll("[^A-Za-z0-9._+-]", "")));
        text.add("### " + run.banner().word().symbol() + " Assay: " + run.banner().word().word());
        run.banner().exit().ifPresent(code -> text.add(" (exit code " + code + ")"));
        text.add("\n\n" + clipped(run.banner().sentence()) + "\n");
        if (run.warnOnly()) {
            text.add("\n> Only a warning: `--warn-only` was given, the job ends green.\n");
        }
        run.banner().notices().stream()
                .limit(OPEN_ROWS)
                .forEach(notice -> text.add("\n> " + clipped(notice) + "\n"));
        List<String> rows = run.remarkable().stream().map(Comment::row).toList();
        if (!rows.isEmpty()) {
            List<String> open = rows.subList(0, Math.min(OPEN_ROWS, rows.size()));
            text.add("\n" + HEADING + String.join("", open));
        }
        if (rows.size() > OPEN_ROWS) {
            List<String> more = rows.subList(OPEN_ROWS, rows.size());
            text.addFolded(
                    Numbers.count(more.size(), "more case"),
                    HEADING + String.join("", more),
                    "%s more are too long for a comment: the report has them.",
                    MAX_CHARACTERS);
        }
        String counts =
                run.counts().entrySet().stream()
                        .filter(it -> it.getValue() > 0)
                        .map(it -> it.getValue() + " " + it.getKey().word())
                        .collect(Collectors.joining(", "));
        return text.add("\n%s: %s\n".formatted(Numbers.count(run.cases().size(), "case"), counts))
                .text();
    }

    private static String row(CiCase it) {
        return "| %s %s | %s | %s | %s | %s |\n"
                .formatted(
                        it.state().symbol(),
                        it.state().word(),
                        Escape.markdown(it.id().text()),
                        it.effect().map(CiCase.Effect::text).orElse(Numbers.ABSENT),
                        it.effect()
                                .filter(effect -> effect.detectable().isPresent())
                                .map(effect ->
                                        "≥ " + Numbers.percent(effect.detectable().getAsDouble()))
                                .orElse(Numbers.ABSENT),
                        clipped(it.reason()));
    }

    private static String clipped(String text) {
        return Escape.markdown(MarkdownLimit.clip(text, MAX_CHARACTERS));
    }
}
