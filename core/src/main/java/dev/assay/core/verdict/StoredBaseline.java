package dev.assay.core.verdict;

import dev.assay.core.history.HistoryRow;
import dev.assay.core.history.SessionSpread;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.stats.inference.StudentT;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Compares a run with an earlier, accepted one of the same environment.
///
/// The replicate is the session: forks of one session share whatever the machine did that night, so
/// their spread says nothing about another night. How sessions differ comes from the history of the
/// environment, {@value SessionSpread#FEWEST} sessions of one context at least. The accepted run
/// stays the reference until another is accepted: a reference that followed the history would
/// forget a regression within weeks.
///
/// A run that is not in the same session cannot tell code from machine, so a change seen here is a
/// suspicion, INCONCLUSIVE, never REGRESSED; within the margin it is UNCHANGED.
public final class StoredBaseline implements BaselineComparison {
    /// Changes below 3 % are not promised to be seen.
    public static final double MARGIN = 0.03;

    /// The reason of a run that seems slower than the accepted one.
    static final String SUSPECT = "SUSPECT";

    private static final double CONFIDENCE = 0.90;
    private static final double ALPHA = 0.05;
    private static final double POWER = 0.90;
    private static final String BETWEEN_SESSIONS =
            " than the accepted run; only a comparison in one session, `assay ab`, can tell code"
                    + " from machine";

    private final Map<CaseId, BaselineRow> rows = new TreeMap<>();
    private final Map<CaseId, List<HistoryRow>> sessions;

    /// @param sessions of the same environment and context, by case, oldest first
    public StoredBaseline(List<BaselineRow> rows, Map<CaseId, List<HistoryRow>> sessions) {
        rows.forEach(row -> this.rows.put(row.caseId(), row));
        this.sessions = new TreeMap<>(sessions);
    }

    @Override
    public Optional<SpeedVerdict> compare(CaseSummary summary) {
        return Optional.ofNullable(rows.get(summary.caseId())).map(row -> judge(row, summary));
    }

    private SpeedVerdict judge(BaselineRow row, CaseSummary summary) {
        if (row.boundary() != summary.boundary()) {
            return SpeedVerdict.of(
                    Verdict.INCONCLUSIVE,
                    "BOUNDARY",
                    "the accepted run measured %s, this one %s: nothing compares across boundaries"
                            .formatted(row.boundary(), summary.boundary()));
        }
        double difference = level(summary.forkMedianSeconds()) - level(row.forkMedianSeconds());
        if (EngineCatalog.standard()
                        .find(summary.caseId().engine())
                        .map(it -> it.profiled())
                        .orElse(false)
                && !summary.forkArtefacts().contains(row.artefactSha256())) {
            return without(
                    "REBUILT",
                    "the engine was built anew since the accepted run; builds differ by luck, see"
                            + " `assay ab --builds`",
                    difference);
        }
        List<Double> levels =
                sessions.getOrDefault(summary.caseId(), List.of()).stream()
                        .filter(it -> it.boundary() == summary.boundary())
                        .map(HistoryRow::level)
                        .toList();
        if (levels.size() < SessionSpread.FEWEST) {
            return without(
                    "HISTORY",
                    "%s of the %s earlier sessions that tell how sessions differ; `assay ab` decides in one session"
                            .formatted(levels.size(), SessionSpread.FEWEST),
                    difference);
        }
        return judge(difference, SessionSpread.of(levels));
    }

    private static SpeedVerdict judge(double difference, SessionSpread spread) {
        double freedom = spread.degreesOfFreedom();
        double halfWidth = StudentT.quantile((1 + CONFIDENCE) / 2, freedom) * spread.ofDifference();
        double low = Math.expm1(difference - halfWidth);
        double high = Math.expm1(difference + halfWidth);
        double change = Math.expm1(difference);
        SpeedVerdict verdict =
                new SpeedVerdict(
                                Verdict.INCONCLUSIVE,
                                "NOISE",
                                "sessions vary too much to place the change within or beyond 3 %",
                                OptionalDouble.of(change),
                                OptionalDouble.of(low),
                                OptionalDouble.of(high))
                        .seeing(visible(spread));
        if (low > -MARGIN && high < MARGIN) {
            return verdict.as(Verdict.UNCHANGED, "WITHIN_MARGIN", "within 3 %");
        }
        if (low > 0 && change >= MARGIN) {
            return verdict.as(Verdict.INCONCLUSIVE, SUSPECT, "slower" + BETWEEN_SESSIONS);
        }
        if (high < 0 && change <= -MARGIN) {
            return verdict.as(Verdict.INCONCLUSIVE, "SUSPECT_FASTER", "faster" + BETWEEN_SESSIONS);
        }
        return verdict;
    }

    /// The slowdown that one session shows against another nine times in ten, by the sum of the two
    /// quantiles of a test of 5 %.
    private static double visible(SessionSpread spread) {
        double freedom = spread.degreesOfFreedom();
        return Math.expm1(
                (StudentT.quantile(1 - ALPHA / 2, freedom) + StudentT.quantile(POWER, freedom))
                        * spread.ofDifference());
    }

    private static SpeedVerdict without(String reason, String detail, double difference) {
        return new SpeedVerdict(
                Verdict.INCONCLUSIVE,
                reason,
                detail,
                OptionalDouble.of(Math.expm1(difference)),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static double level(List<Double> seconds) {
        return seconds.stream().mapToDouble(Math::log).average().orElseThrow();
    }
}
