package dev.assay.accuracy;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.ConsistencyResult;
import java.util.List;

/// What the comparison of one build of a case found.
///
/// @param consistency of the engine with itself; empty where the engine did not get so far
record AccuracyReply(AccuracyOutcome outcome, List<ConsistencyResult> consistency) {
    AccuracyReply {
        consistency = List.copyOf(consistency);
    }

    AccuracyReply(AccuracyOutcome outcome) {
        this(outcome, List.of());
    }
}
