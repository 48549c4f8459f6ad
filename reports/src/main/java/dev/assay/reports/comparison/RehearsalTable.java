package dev.assay.reports.comparison;

import dev.assay.core.rehearsal.Rehearsal;
import dev.assay.core.rehearsal.Rehearsal.Count;
import dev.assay.core.verdict.Verdict;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TerminalText;
import java.util.List;

/// What the gate said in a rehearsal, as plain text.
public final class RehearsalTable {
    private static final int COUNT = 5;
    private static final int SHARE = 8;
    private static final int POOL = 7;
    private static final List<Verdict> SHOWN =
            List.of(Verdict.REGRESSED, Verdict.IMPROVED, Verdict.UNCHANGED, Verdict.INCONCLUSIVE);

    private RehearsalTable() {}

    public static String render(
            Rehearsal rehearsal, String title, Rehearsal.Outcome outcome, int width) {
        int name = width - 4 * (COUNT + 1) - 3 * (SHARE + 1) - POOL - 1;
        StringBuilder text = new StringBuilder();
        text.append(
                "%s: %s resamples of %s forks a side, seed %s%n"
                        .formatted(
                                title, rehearsal.resamples(), rehearsal.forks(), rehearsal.seed()));
        line(
                text,
                name,
                "case",
                List.of("slow", "fast", "same", "open"),
                List.of("moved", "spread", "decides"),
                "pool");
        for (Count count : outcome.cases()) {
            line(
                    text,
                    name,
                    CaseName.of(count.caseId()),
                    SHOWN.stream().map(it -> Integer.toString(count.of(it))).toList(),
                    List.of(
                            Numbers.percent(count.change()),
                            Numbers.percent(count.deviation()),
                            count.decidable().isPresent()
                                    ? Numbers.percent(count.decidable().getAsDouble())
                                    : Numbers.ABSENT),
                    count.poolA() + "+" + count.poolB());
        }
        outcome.leftOut()
                .forEach(it -> text.append("too few valid forks to draw from: %s%n".formatted(it)));
        return text.append(
                        "resamples in which any case was called changed: %s%n%n"
                                .formatted(outcome.anyChanged()))
                .toString();
    }

    private static void line(
            StringBuilder text,
            int name,
            String caseName,
            List<String> counts,
            List<String> shares,
            String pool) {
        StringBuilder line =
                new StringBuilder(TerminalText.left(TerminalText.clean(caseName), name));
        counts.forEach(it -> line.append(' ').append(TerminalText.right(it, COUNT)));
        shares.forEach(
                it -> line.append(' ').append(TerminalText.right(TerminalText.clean(it), SHARE)));
        line.append(' ').append(TerminalText.right(pool, POOL));
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
