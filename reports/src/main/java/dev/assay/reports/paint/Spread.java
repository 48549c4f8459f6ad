package dev.assay.reports.paint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Moves labels apart that would lie on each other.
public final class Spread {
    private Spread() {}

    /// Positions in the given order, as near to the wanted ones as `gap` and the bounds allow.
    public static List<Double> apart(List<Double> wanted, double gap, double low, double high) {
        List<Integer> order =
                IntStream.range(0, wanted.size())
                        .boxed()
                        .sorted(Comparator.comparing(wanted::get))
                        .toList();
        double[] placed = new double[wanted.size()];
        double floor = low;
        for (int index : order) {
            placed[index] = Math.max(wanted.get(index), floor);
            floor = placed[index] + gap;
        }
        double ceiling = high;
        for (int index : order.reversed()) {
            placed[index] = Math.min(placed[index], ceiling);
            ceiling = placed[index] - gap;
        }
        List<Double> positions = new ArrayList<>();
        for (double position : placed) {
            positions.add(position);
        }
        return positions;
    }
}
