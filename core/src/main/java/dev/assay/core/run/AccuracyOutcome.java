package dev.assay.core.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.assay.core.ErrorKind;
import java.util.List;

/// What the comparison of a case with its stored outputs gave.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AccuracyOutcome.Compared.class, name = "compared"),
    @JsonSubTypes.Type(value = AccuracyOutcome.Unchecked.class, name = "unchecked"),
    @JsonSubTypes.Type(value = AccuracyOutcome.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = AccuracyOutcome.Skipped.class, name = "skipped")
})
public sealed interface AccuracyOutcome {
    /// @param reference the file compared with
    /// @param rows input rows compared
    /// @param results a fresh session on the reference inputs, every output and view
    /// @param timedOutputs what the timed forks' last queries computed
    /// @param bitwiseEqualForks timed forks whose outputs equal the fresh session's bit for bit
    record Compared(
            String reference,
            int rows,
            List<AccuracyResult> results,
            List<AccuracyResult> timedOutputs,
            List<Integer> bitwiseEqualForks)
            implements AccuracyOutcome {
        public Compared {
            results = List.copyOf(results);
            timedOutputs = List.copyOf(timedOutputs);
            bitwiseEqualForks = List.copyOf(bitwiseEqualForks);
        }
    }

    /// There is nothing to compare with.
    record Unchecked(String reason) implements AccuracyOutcome {}

    record Failed(ErrorKind error, String reason) implements AccuracyOutcome {}

    record Skipped(String reason) implements AccuracyOutcome {}
}
