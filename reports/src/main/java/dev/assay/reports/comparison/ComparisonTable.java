package dev.assay.reports.comparison;

import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.ComparisonRow;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.core.verdict.Verdict;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.reports.summary.RunWord;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The verdicts of a comparison as plain text, for the end of `assay ab`.
public final class ComparisonTable {
    private static final int WORD = 13;
    private static final int NARROWEST = 64;

    private final int width;
    private final List<String> lines = new ArrayList<>();

    private ComparisonTable(int width) {
        this.width = Math.max(NARROWEST, width);
    }

    /// @param width columns of the terminal; less than 64 are taken as 64
    public static String render(RunDirectory run, int width) {
        return new ComparisonTable(width).render(run);
    }

    private String render(RunDirectory run) {
        Optional<RunVerdict> verdict = new VerdictFiles(run).verdict();
        verdict.ifPresent(it ->
                wrap(
                        "%s (exit code %s): %s"
                                .formatted(
                                        RunWord.of(it.exitCode()).word(),
                                        it.exitCode(),
                                        it.sentence()),
                        "  "));
        verdict.ifPresent(it -> it.notices().forEach(notice -> wrap("note: " + notice, "      ")));
        List<JudgedCase> cases = JudgedCase.of(run);
        cases.forEach(this::add);
        lines.add("");
        wrap(
                "change: time of b over that of a, minus 1, with its 90 % interval. sees: the"
                        + " smallest slowdown that these forks show nine times in ten.",
                "  ");
        double margin = ComparisonPlan.find(run).map(ComparisonPlan::margin).orElse(0.0);
        wrap("Up to ±%s counts as no change.".formatted(Numbers.percent(margin)), "  ");
        return lines.stream()
                .map(line -> line.stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private void add(JudgedCase judged) {
        CaseId id = judged.row().caseId();
        lines.add("");
        head(judged.word(), CaseName.of(id));
        judged.evidence()
                .ifPresent(it ->
                        indented(
                                "%s (%s)  %s -> %s  sees %s"
                                        .formatted(
                                                judged.change(),
                                                judged.interval(),
                                                level(it.aSeconds()),
                                                level(it.bSeconds()),
                                                judged.sees())));
        if (!judged.speed().map(it -> it.verdict() == Verdict.UNCHANGED).orElse(false)) {
            indented(judged.reason());
        }
        judged.row().accuracyDetail().stream().limit(2).forEach(this::indented);
        judged.evidence()
                .map(ComparisonTable::calibrated)
                .ifPresent(it -> it.ifPresent(this::indented));
    }

    private static Optional<String> calibrated(ComparisonRow row) {
        return row.calibrated()
                .map(it -> "calibrated: forks of one side vary by " + Numbers.percent(it));
    }

    private static String level(List<Double> seconds) {
        return Numbers.duration(JudgedCase.level(seconds));
    }

    private void head(String word, String text) {
        List<String> wrapped = TerminalText.wrap(TerminalText.clean(text), width - WORD);
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add(
                    TerminalText.left(i == 0 ? word.toUpperCase(Locale.ROOT) : "", WORD)
                            + wrapped.get(i));
        }
    }

    private void indented(String text) {
        TerminalText.wrap(TerminalText.clean(text), width - WORD)
                .forEach(line -> lines.add(" ".repeat(WORD) + line));
    }

    private void wrap(String text, String indent) {
        List<String> wrapped = TerminalText.wrap(TerminalText.clean(text), width - indent.length());
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add(i == 0 ? wrapped.get(i) : indent + wrapped.get(i));
        }
    }
}
