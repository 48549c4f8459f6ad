package dev.assay.core.device;

import java.util.Arrays;

/// Smallest, middle and largest of some readings, in the unit of the field that holds it.
public record Range(double min, double median, double max) {
    /// @param readings at least one
    public static Range of(double... readings) {
        double[] sorted = readings.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Range(sorted[0], median, sorted[sorted.length - 1]);
    }
}
