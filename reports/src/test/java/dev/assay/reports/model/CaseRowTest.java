package dev.assay.reports.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.ConsistencyCheck;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.AccuracyStanding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CaseRowTest {
    private static final String ID = "net/onnxruntime-cpu/fp32/b4/3x8x8/base/latency";

    @Test
    void anEngineThatContradictsItselfIsWrongBeforeAnyVerdict() {
        CaseRow row = unjudged(List.of(result(List.of("row 2 of 4 differs from row 2 alone"))));
        assertThat(row.standing()).isEqualTo(AccuracyStanding.FAILED);
        assertThat(row.speeds()).isEmpty();
    }

    @Test
    void anEngineThatAgreesWithItselfIsAsUncheckedAsItsReferencesLeaveIt() {
        CaseRow row = unjudged(List.of(result(List.of())));
        assertThat(row.standing()).isEqualTo(AccuracyStanding.UNCHECKED);
    }

    private static CaseRow unjudged(List<ConsistencyResult> consistency) {
        return new CaseRow(
                new CaseId(ID),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.of(new AccuracyOutcome.Unchecked("no references")),
                consistency,
                Optional.empty(),
                Optional.empty());
    }

    private static ConsistencyResult result(List<String> violations) {
        return new ConsistencyResult(
                ConsistencyCheck.values()[0],
                4,
                3,
                OptionalDouble.of(0.5),
                OptionalDouble.of(0.1),
                violations,
                Optional.empty());
    }
}
