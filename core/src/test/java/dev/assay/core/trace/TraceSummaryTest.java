package dev.assay.core.trace;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.ErrorKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceSummaryTest {
    private static final double ROUNDING = 1e-12;

    @Test
    void addsTheThreeSpansWithoutWhatLiesBetween() {
        TraceSummary summary = TraceSummary.of(Traces.withTransfers(5, 7, 9));

        assertThat(summary.latency().median()).isCloseTo(0.010, within(ROUNDING));
        assertThat(summary.compute().median()).isCloseTo(0.007, within(ROUNDING));
        assertThat(summary.h2d().max()).isCloseTo(0.001, within(ROUNDING));
        assertThat(summary.d2h().min()).isCloseTo(0.002, within(ROUNDING));
        assertThat(summary.enqueue().mean()).isCloseTo(0.0005, within(ROUNDING));
    }

    @Test
    void wallTimeRunsFromTheFirstCopyToTheLast() {
        TraceSummary summary = TraceSummary.of(Traces.withTransfers(5, 7, 9));

        assertThat(summary.hostWalltime()).isCloseTo(0.040 + 0.013, within(ROUNDING));
        assertThat(summary.throughput()).isCloseTo(3 / 0.053, within(1e-9));
        assertThat(summary.totalCompute()).isCloseTo(0.021, within(ROUNDING));
    }

    @Test
    void wallTimeIsThatOfTheComputingWithoutTransfers() {
        TraceSummary summary =
                TraceSummary.of(List.of(Traces.onDevice(1.0, 0.25), Traces.onDevice(1.5, 0.125)));

        assertThat(summary.hostWalltime()).isEqualTo(0.625);
        assertThat(summary.latency()).isEqualTo(summary.compute());
    }

    @Test
    void theOrderOfTheTracesDoesNotMatter() {
        List<QueryTrace> traces = Traces.withTransfers(5, 7, 9);

        assertThat(TraceSummary.of(traces.reversed())).isEqualTo(TraceSummary.of(traces));
    }

    @Test
    void countsFromTheFirstQueryComputedAfterTheWarmUp() {
        List<QueryTrace> traces = Traces.withTransfers(5, 5, 5, 5, 5, 5, 5);

        assertThat(TraceSummary.timed(traces, 0.15)).isEqualTo(traces.subList(3, 7));
    }

    @Test
    void anEmptyTraceIsAnError() {
        assertFails(ErrorKind.DATA, () -> TraceSummary.of(List.of()))
                .withMessageContaining("without queries");
    }
}
