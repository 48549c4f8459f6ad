package dev.assay.core.stats.series;

import dev.assay.core.AssayException;
import dev.assay.core.stats.series.EnergySplits.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Finds where the level of a series changes, with the answers of Apache Otava.
///
/// E-divisive with a t test in place of permutations, so that equal input gives equal output (W.
/// Fleming et al., *Hunter: Using Change Point Detection to Hunt for Performance Regressions*, ICPE
/// 2023; Otava's `compute_change_points`, Apache-2.0):
///
/// 1. *Split.* Windows that overlap by half are divided at the split of the largest energy distance
///    as long as the t test of the two parts is below a loose p; the points of all windows are
///    pooled and tested again between their neighbours.
/// 2. *Merge.* While a point has p at or above the limit, the one of the largest p is dropped;
///    then, while one has a magnitude at or below the limit, the smallest. After each, the two
///    points to the right of the dropped one are tested again. The point to its left keeps its
///    numbers: so does Otava, and other numbers would be other answers.
///
/// A series of n values costs `O(n · window²)` where levels are few.
public final class ChangePoints {
    private final double[] series;
    private final ChangePointSettings settings;
    private final LevelTest test;

    private ChangePoints(double[] series, ChangePointSettings settings) {
        this.series = series;
        this.settings = settings;
        this.test = new LevelTest(series);
    }

    /// The change points in the order of their indices; none in fewer than two values.
    ///
    /// @param series oldest value first
    /// @throws AssayException if a value is not finite, naming its place
    public static List<ChangePoint> find(double[] series, ChangePointSettings settings) {
        for (int i = 0; i < series.length; i++) {
            if (!Double.isFinite(series[i])) {
                throw AssayException.data(
                        "Value %s of the series is %s: leave out nights without a number"
                                .formatted(i, series[i]));
            }
        }
        ChangePoints search = new ChangePoints(series.clone(), settings);
        return List.copyOf(search.merge(search.split()));
    }

    private List<ChangePoint> split() {
        TreeSet<Integer> found = new TreeSet<>();
        int start = 0;
        while (start < series.length) {
            int end = Math.min(start + settings.window(), series.length);
            List<Integer> ofWindow = divide(start, end);
            found.addAll(ofWindow);
            int last = ofWindow.isEmpty() ? 0 : ofWindow.getLast();
            start = Math.max(last, start + settings.window() / 2);
        }
        List<Integer> indices = List.copyOf(found);
        List<ChangePoint> points = new ArrayList<>();
        for (int i = 0; i < indices.size(); i++) {
            int before = i == 0 ? 0 : indices.get(i - 1);
            int after = i + 1 == indices.size() ? series.length : indices.get(i + 1);
            points.add(test.at(before, indices.get(i), after));
        }
        return points;
    }

    /// The points of one window in the order of their indices.
    private List<Integer> divide(int start, int end) {
        EnergySplits splits = new EnergySplits(Arrays.copyOfRange(series, start, end));
        List<Integer> borders = new ArrayList<>(List.of(start, end));
        while (true) {
            Split best = new Split(-1, Double.NEGATIVE_INFINITY);
            int within = -1;
            for (int i = 0; i + 1 < borders.size(); i++) {
                if (borders.get(i + 1) - borders.get(i) > 1) {
                    Split split = splits.best(borders.get(i) - start, borders.get(i + 1) - start);
                    if (split.q() > best.q()) {
                        best = split;
                        within = i;
                    }
                }
            }
            if (within < 0) {
                return borders.subList(1, borders.size() - 1);
            }
            int index = start + best.index();
            ChangePoint point = test.at(borders.get(within), index, borders.get(within + 1));
            if (point.pValue() > settings.firstPassP()) {
                return borders.subList(1, borders.size() - 1);
            }
            borders.add(within + 1, index);
        }
    }

    private List<ChangePoint> merge(List<ChangePoint> points) {
        while (!points.isEmpty()) {
            ChangePoint weakest =
                    Collections.max(points, Comparator.comparingDouble(ChangePoint::pValue));
            if (weakest.pValue() < settings.largestP()) {
                weakest =
                        Collections.min(points, Comparator.comparingDouble(ChangePoint::magnitude));
                if (weakest.magnitude() > settings.smallestMagnitude()) {
                    return points;
                }
            }
            int dropped = points.indexOf(weakest);
            points.remove(dropped);
            for (int i = dropped; i < Math.min(dropped + 2, points.size()); i++) {
                int before = i == 0 ? 0 : points.get(i - 1).index();
                int after = i + 1 == points.size() ? series.length : points.get(i + 1).index();
                points.set(i, test.at(before, points.get(i).index(), after));
            }
        }
        return points;
    }
}
