package dev.assay.core.verdict;

import dev.assay.core.verdict.VerdictRow.CaseState;
import java.util.ArrayList;
import java.util.List;

/// Sums the verdicts on a run's cases up in one sentence and one exit code.
public final class RunJudge {
    /// Of the measured cases: a gate that proves less than nine in ten proves too little.
    private static final double OPEN_SHARE = 0.10;

    private RunJudge() {}

    /// @param rows of all cases
    /// @param speedJudged whether a baseline was there to compare with
    /// @param notices to pass on to the reader
    public static RunVerdict judge(
            List<VerdictRow> rows, boolean speedJudged, List<String> notices) {
        return judge(rows, speedJudged, notices, false);
    }

    /// @param gated whether too much that is not proven has an exit code; else it is a notice
    public static RunVerdict judge(
            List<VerdictRow> rows, boolean speedJudged, List<String> notices, boolean gated) {
        long wrong = rows.stream().filter(row -> row.accuracy() == AccuracyStanding.FAILED).count();
        long slower = count(rows, Verdict.REGRESSED);
        long failed = rows.stream().filter(row -> row.state() == CaseState.FAILED).count();
        long missing = rows.stream().filter(row -> row.state() == CaseState.MISSING).count();
        long skipped = rows.stream().filter(row -> row.state() == CaseState.SKIPPED).count();
        long unchecked =
                rows.stream().filter(row -> row.accuracy() == AccuracyStanding.UNCHECKED).count();
        long mislabelled = because(rows, PrecisionRule.REASON);
        long misplaced = because(rows, PlacementRule.REASON);
        long unsteady = count(rows, Verdict.INVALID) - wrong - mislabelled - misplaced;
        long measured = rows.stream().filter(row -> row.state() == CaseState.MEASURED).count();

        List<String> parts = new ArrayList<>();
        if (wrong > 0) {
            parts.add("%s wrong outputs".formatted(cases(wrong, measured, "has", "have")));
        }
        if (slower > 0) {
            parts.add(cases(slower, measured, "is", "are") + " slower than the baseline");
        }
        if (failed > 0) {
            parts.add("%s case%s failed".formatted(failed, failed == 1 ? "" : "s"));
        }
        if (missing > 0) {
            parts.add(
                    "%s case%s not measured".formatted(missing, missing == 1 ? " was" : "s were"));
        }
        if (parts.isEmpty()) {
            parts.add(
                    clean(measured, unchecked) + (speedJudged && measured > 0 ? speed(rows) : ""));
        }
        List<String> all = new ArrayList<>(notices);
        if (unsteady > 0) {
            all.add(
                    "%s case%s did not run steadily or completely: INVALID as a number, see the evidence"
                            .formatted(unsteady, unsteady == 1 ? "" : "s"));
        }
        if (mislabelled > 0) {
            all.add(notRun(mislabelled, "in the precision of its name"));
        }
        if (misplaced > 0) {
            all.add(notRun(misplaced, "on its engine alone"));
        }
        if (skipped > 0) {
            all.add("%s case%s skipped".formatted(skipped, skipped == 1 ? " was" : "s were"));
        }
        long open = count(rows, Verdict.INVALID) + count(rows, Verdict.INCONCLUSIVE);
        boolean unproven = (speedJudged || gated) && open > measured * OPEN_SHARE;
        if (unproven && (gated || count(rows, Verdict.INCONCLUSIVE) > 0)) {
            all.add(
                    "Not proven: %s of %s measured cases are INCONCLUSIVE or INVALID"
                            .formatted(open, measured));
        }
        return new RunVerdict(
                RunVerdict.SCHEMA,
                exitCode(wrong + slower, failed + missing, gated && unproven),
                String.join("; ", parts) + ".",
                all);
    }

    private static String notRun(long cases, String as) {
        return "%s case%s did not run %s: INVALID, see the engines"
                .formatted(
                        cases,
                        cases == 1 ? "" : "s",
                        cases == 1 ? as : as.replace(" its ", " their "));
    }

    private static long because(List<VerdictRow> rows, String reason) {
        return rows.stream()
                .flatMap(row -> row.speed().stream())
                .filter(speed -> speed.reason().equals(reason))
                .count();
    }

    private static String clean(long measured, long unchecked) {
        if (measured == 0) {
            return "Nothing was measured: every case was skipped";
        }
        long checked = measured - unchecked;
        return checked == 0
                ? "%s cases measured, none checked against a reference".formatted(measured)
                : "%s of %s measured cases agree with their references"
                        .formatted(checked, measured);
    }

    private static String speed(List<VerdictRow> rows) {
        // A baseline may hold other cases only.
        if (rows.stream()
                .flatMap(row -> row.speed().stream())
                .allMatch(speed -> speed.verdict() == Verdict.INVALID)) {
            return ", no speed was compared with the baseline";
        }
        long suspects =
                rows.stream()
                        .flatMap(row -> row.speed().stream())
                        .filter(speed -> speed.reason().equals(StoredBaseline.SUSPECT))
                        .count();
        List<String> said = new ArrayList<>();
        if (suspects > 0) {
            said.add(
                    "%s suspected to be slower than the baseline"
                            .formatted(suspects == 1 ? "1 is" : suspects + " are"));
        }
        long faster = count(rows, Verdict.IMPROVED);
        if (faster > 0) {
            said.add("%s faster".formatted(faster == 1 ? "1 is" : faster + " are"));
        }
        // Not proven to be slower is less than proven to be as fast.
        long open = count(rows, Verdict.INCONCLUSIVE) - suspects;
        if (open > 0) {
            said.add("%s inconclusive".formatted(open == 1 ? "1 is" : open + " are"));
        }
        return ", "
                + (said.isEmpty() ? "none is slower than the baseline" : String.join(", ", said));
    }

    private static String cases(long count, long of, String singular, String plural) {
        return "%s of %s measured cases %s".formatted(count, of, count == 1 ? singular : plural);
    }

    private static int exitCode(long regressions, long failed, boolean unproven) {
        if (regressions > 0) {
            return Exit.REGRESSION;
        }
        if (failed > 0) {
            return Exit.CASES_FAILED;
        }
        return unproven ? Exit.NOT_PROVEN : Exit.CLEAN;
    }

    private static long count(List<VerdictRow> rows, Verdict verdict) {
        return rows.stream()
                .flatMap(row -> row.speed().stream())
                .filter(speed -> speed.verdict() == verdict)
                .count();
    }
}
