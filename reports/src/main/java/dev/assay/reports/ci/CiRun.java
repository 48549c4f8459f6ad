package dev.assay.reports.ci;

import dev.assay.core.run.Environment;
import dev.assay.core.run.RunInfo;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.RowState;
import dev.assay.reports.summary.Banner;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run as it is told outside of the page.
///
/// @param environment short id of what it ran on; empty where that was not recorded
/// @param finished when it ended, else when it began
/// @param warnOnly whether nothing may turn red, as in a trial period
/// @param cases in the order of the report
public record CiRun(
        String id,
        String suite,
        String environment,
        Optional<Instant> finished,
        Banner banner,
        boolean warnOnly,
        List<CiCase> cases) {
    private static final Comparator<CiCase> WORST_FIRST =
            Comparator.comparingInt(CiRun::rank)
                    .thenComparing(
                            Comparator.comparingDouble((CiCase it) ->
                                            it.effect()
                                                    .map(CiCase.Effect::change)
                                                    .orElse(Double.NEGATIVE_INFINITY))
                                    .reversed());

    public CiRun {
        cases = List.copyOf(cases);
    }

    public static CiRun of(ReportModel model, boolean warnOnly) {
        return new CiRun(
                model.id(),
                model.info().map(RunInfo::suite).orElse("unknown"),
                model.environment().map(Environment::id).map(it -> it.shortForm()).orElse(""),
                model.info().map(it -> it.finished().orElse(it.started())),
                Banner.of(model),
                warnOnly,
                model.rows().stream().map(CiCase::of).toList());
    }

    /// Regressed, wrong, failed and lost cases first, then those that could not be judged, then the
    /// improved ones; nothing that is as it should be.
    public List<CiCase> remarkable() {
        return cases.stream()
                .filter(it -> rank(it) < Integer.MAX_VALUE)
                .sorted(WORST_FIRST)
                .toList();
    }

    /// How many cases are in each state, zeros included.
    public Map<RowState, Long> counts() {
        Map<RowState, Long> counts = new EnumMap<>(RowState.class);
        for (RowState state : RowState.values()) {
            counts.put(state, cases.stream().filter(it -> it.state() == state).count());
        }
        return counts;
    }

    private static int rank(CiCase it) {
        return switch (it.state()) {
            case REGRESSED -> 0;
            case INVALID -> it.outputs() == AccuracyStanding.FAILED ? 1 : 5;
            case FAILED -> 2;
            case NOT_REACHED -> 3;
            case INCONCLUSIVE -> 4;
            case IMPROVED -> 6;
            case UNCHECKED, UNJUDGED, VALID, UNCHANGED, SKIPPED -> Integer.MAX_VALUE;
        };
    }
}
