package dev.assay.core.history;

import dev.assay.core.stats.inference.StudentT;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether many cases moved the same way at once: that is the machine, and nobody's change.
///
/// A case has moved where its level differs from the mean of its last {@value SessionSpread#FEWEST}
/// sessions by more than 2 % and by more than sessions differ (p below 0.05). At least a fifth of
/// the cases, and at least ten, must have moved one way.
public final class CommonMode {
    private static final int FEWEST_CASES = 10;
    private static final double SHARE = 0.20;
    private static final double SMALLEST = 0.02;
    private static final double ALPHA = 0.05;

    private CommonMode() {}

    /// @param before sessions by case, oldest first
    /// @param now of this session
    /// @return what was seen, in words
    public static Optional<String> find(
            Map<CaseId, List<HistoryRow>> before, List<HistoryRow> now) {
        Map<Boolean, Integer> moved = new TreeMap<>();
        int judged = 0;
        for (HistoryRow row : now) {
            List<Double> levels =
                    before.getOrDefault(row.caseId(), List.of()).stream()
                            .filter(it -> it.boundary() == row.boundary())
                            .map(HistoryRow::level)
                            .toList();
            if (levels.size() >= SessionSpread.FEWEST) {
                judged++;
                double change = change(levels, row.level());
                if (change != 0) {
                    moved.merge(change > 0, 1, Integer::sum);
                }
            }
        }
        int all = judged;
        return moved.entrySet().stream()
                .filter(it -> it.getValue() >= Math.max(FEWEST_CASES, SHARE * all))
                .map(it ->
                        "%s of %s cases became %s at once"
                                .formatted(it.getValue(), all, it.getKey() ? "slower" : "faster"))
                .findFirst();
    }

    /// In logarithms; 0 where it may be noise.
    private static double change(List<Double> levels, double now) {
        List<Double> last = levels.subList(levels.size() - SessionSpread.FEWEST, levels.size());
        SessionSpread spread = SessionSpread.of(levels);
        double change =
                now - last.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double error = spread.deviation() * Math.sqrt(1 + 1.0 / last.size());
        boolean significant = StudentT.twoSided(change / error, spread.degreesOfFreedom()) < ALPHA;
        return significant && Math.abs(Math.expm1(change)) > SMALLEST ? change : 0;
    }
}
