package dev.assay.core.verdict;

import dev.assay.core.history.History;
import dev.assay.core.history.HistoryRow;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunFixtures;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.VerdictRow.CaseState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// Verdicts and summaries of made-up cases.
public final class VerdictFixtures {
    public static final SpeedVerdict UNCHANGED =
            new SpeedVerdict(
                    Verdict.UNCHANGED,
                    "WITHIN_MARGIN",
                    "within 3 %",
                    OptionalDouble.of(0.0125),
                    OptionalDouble.of(-0.005),
                    OptionalDouble.of(0.025));

    private VerdictFixtures() {}

    public static VerdictRow measured(CaseId id, Optional<SpeedVerdict> speed) {
        return row(id, CaseState.MEASURED, AccuracyStanding.PASSED, speed);
    }

    public static VerdictRow row(
            CaseId id, CaseState state, AccuracyStanding accuracy, Optional<SpeedVerdict> speed) {
        return new VerdictRow(VerdictRow.SCHEMA, id, state, "", accuracy, List.of(), speed);
    }

    public static CaseSummary summary(CaseId id, List<String> invalid, double... forkMedians) {
        double[] sorted = Arrays.stream(forkMedians).sorted().toArray();
        return new CaseSummary(
                id,
                MeasurementBoundary.HOST_END_TO_END,
                IntStream.range(0, forkMedians.length).boxed().toList(),
                Arrays.stream(forkMedians).boxed().toList(),
                Collections.nCopies(forkMedians.length, "aa"),
                100,
                sorted[0],
                sorted[sorted.length / 2],
                sorted[sorted.length / 2],
                sorted[sorted.length - 1],
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                1 / sorted[sorted.length / 2],
                invalid);
    }

    /// One session a value, a day apart, in the context of {@link RunFixtures#HOST}.
    public static Map<CaseId, List<HistoryRow>> sessions(CaseId id, double... seconds) {
        List<HistoryRow> rows = new ArrayList<>();
        for (int i = 0; i < seconds.length; i++) {
            rows.add(
                    new HistoryRow(
                            HistoryRow.SCHEMA,
                            id,
                            MeasurementBoundary.HOST_END_TO_END,
                            "night-" + i,
                            Instant.parse("2026-10-01T00:00:00Z").plus(Duration.ofDays(i)),
                            History.contextOf(RunFixtures.HOST),
                            List.of(seconds[i], seconds[i]),
                            "Replay 1",
                            "aa"));
        }
        return Map.of(id, rows);
    }

    public static BaselineRow baseline(CaseId id, double... forkMedians) {
        return new BaselineRow(
                BaselineRow.SCHEMA,
                id,
                MeasurementBoundary.HOST_END_TO_END,
                "run-1",
                Arrays.stream(forkMedians).boxed().toList(),
                "aa");
    }
}
