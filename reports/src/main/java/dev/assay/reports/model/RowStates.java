package dev.assay.reports.model;

import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictRow;

/// Translates what was recorded of a case into the word of its row; decides nothing of its own.
final class RowStates {
    private RowStates() {}

    static RowState of(CaseRow row) {
        return row.verdict().map(RowStates::judged).orElseGet(() -> unjudged(row));
    }

    private static RowState judged(VerdictRow verdict) {
        return switch (verdict.state()) {
            case FAILED -> RowState.FAILED;
            case SKIPPED -> RowState.SKIPPED;
            case MISSING -> RowState.NOT_REACHED;
            case MEASURED -> measured(verdict);
        };
    }

    private static RowState measured(VerdictRow verdict) {
        if (verdict.speed().isPresent()) {
            return compared(verdict.speed().get());
        }
        return switch (verdict.accuracy()) {
            case PASSED -> RowState.VALID;
            case FAILED -> RowState.INVALID;
            case UNCHECKED, ABSENT -> RowState.UNCHECKED;
        };
    }

    private static RowState compared(SpeedVerdict speed) {
        return switch (speed.verdict()) {
            case REGRESSED -> RowState.REGRESSED;
            case IMPROVED -> RowState.IMPROVED;
            case UNCHANGED -> RowState.UNCHANGED;
            case INCONCLUSIVE -> RowState.INCONCLUSIVE;
            case INVALID -> RowState.INVALID;
        };
    }

    /// Only `bench`, or `bench` and `accuracy`, ran: what they recorded themselves still counts.
    private static RowState unjudged(CaseRow row) {
        if (!row.failures().isEmpty()) {
            return RowState.FAILED;
        }
        if (row.skipped().isPresent()) {
            return RowState.SKIPPED;
        }
        if (row.forks().isEmpty()) {
            return RowState.NOT_REACHED;
        }
        boolean invalid =
                row.standing() == AccuracyStanding.FAILED
                        || row.forks().stream()
                                .anyMatch(fork -> !fork.measurement().validity().valid());
        return invalid ? RowState.INVALID : RowState.UNJUDGED;
    }
}
