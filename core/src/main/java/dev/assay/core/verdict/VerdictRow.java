package dev.assay.core.verdict;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Optional;

/// A line of `verdicts.jsonl`: what was decided about one case.
///
/// @param state whether the case ran at all
/// @param accuracyDetail what failed or why nothing was checked, worst first
/// @param speed absent where there is no baseline to compare with and nothing invalidates the
///   number
@JsonPropertyOrder({"schema", "case"})
public record VerdictRow(
        String schema,
        @JsonProperty("case") CaseId caseId,
        CaseState state,
        String stateReason,
        AccuracyStanding accuracy,
        List<String> accuracyDetail,
        Optional<SpeedVerdict> speed) {
    public static final String SCHEMA = "assay.verdict/1";

    public VerdictRow {
        accuracyDetail = List.copyOf(accuracyDetail);
    }

    /// The same with a verdict on its speed.
    public VerdictRow withSpeed(SpeedVerdict verdict) {
        return new VerdictRow(
                schema, caseId, state, stateReason, accuracy, accuracyDetail, Optional.of(verdict));
    }

    /// Whether the speed may become a baseline: outputs checked and right, times that stand.
    public boolean acceptable() {
        return accuracy == AccuracyStanding.PASSED
                && speed.filter(it -> it.verdict() == Verdict.INVALID).isEmpty();
    }

    /// How far a case got.
    public enum CaseState {
        MEASURED,
        FAILED,
        SKIPPED,
        /// The run was ended before the case was measured.
        MISSING
    }
}
