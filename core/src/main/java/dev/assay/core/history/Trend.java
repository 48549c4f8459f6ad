package dev.assay.core.history;

import dev.assay.core.stats.series.ChangePoint;
import dev.assay.core.stats.series.ChangePointSettings;
import dev.assay.core.stats.series.ChangePoints;
import dev.assay.core.stats.series.TheilSen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a case's time went over the sessions of one epoch.
///
/// Change points are looked for by Otava's algorithm with defaults that raise no alarm in noise; a
/// point counts from the second session after it on, and two points that are at most {@value
/// #SPIKE} apart and lead back to the old level are one spike. Drift is a straight line over at
/// least {@value #FEWEST_FOR_DRIFT} sessions whose test gives p below 0.01 and which changes by
/// more than the magnitude of a change point.
///
/// @param sessions oldest first
/// @param changes indices into them
/// @param spikes indices of sessions that stood out alone
/// @param drift relative change over all sessions, where there is one
public record Trend(
        List<HistoryRow> sessions,
        List<ChangePoint> changes,
        List<Integer> spikes,
        Optional<Double> drift) {
    private static final int SPIKE = 3;
    private static final int SESSIONS_AFTER = 2;
    private static final int FEWEST_FOR_DRIFT = 30;
    private static final int FEWEST_FOR_CHANGES = 4;
    private static final double DRIFT_P = 0.01;
    private static final double CONFIDENCE = 0.90;

    public Trend {
        sessions = List.copyOf(sessions);
        changes = List.copyOf(changes);
        spikes = List.copyOf(spikes);
    }

    /// @param sessions of one case and boundary, oldest first
    public static Trend of(List<HistoryRow> sessions) {
        double[] seconds = sessions.stream().mapToDouble(it -> Math.exp(it.level())).toArray();
        if (seconds.length < FEWEST_FOR_CHANGES) {
            return new Trend(sessions, List.of(), List.of(), Optional.empty());
        }
        ChangePointSettings settings = ChangePointSettings.DEFAULTS;
        List<ChangePoint> found = ChangePoints.find(seconds, settings);
        List<ChangePoint> changes = new ArrayList<>();
        List<Integer> spikes = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            ChangePoint point = found.get(i);
            boolean spike =
                    i + 1 < found.size()
                            && found.get(i + 1).index() - point.index() <= SPIKE
                            && returns(point, found.get(i + 1), settings.smallestMagnitude());
            if (spike) {
                spikes.add(point.index());
                i++;
            } else if (seconds.length - point.index() >= SESSIONS_AFTER) {
                changes.add(point);
            }
        }
        return new Trend(sessions, changes, spikes, drift(seconds, settings.smallestMagnitude()));
    }

    private static boolean returns(ChangePoint there, ChangePoint back, double magnitude) {
        return Math.abs(back.meanAfter() / there.meanBefore() - 1) <= magnitude;
    }

    private static Optional<Double> drift(double[] seconds, double magnitude) {
        if (seconds.length < FEWEST_FOR_DRIFT) {
            return Optional.empty();
        }
        TheilSen line = TheilSen.of(seconds, CONFIDENCE);
        double change = line.relativeChange(seconds.length);
        return line.pValue() < DRIFT_P && Math.abs(change) > magnitude
                ? Optional.of(change)
                : Optional.empty();
    }
}
