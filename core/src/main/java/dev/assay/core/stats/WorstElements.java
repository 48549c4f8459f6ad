package dev.assay.core.stats;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// Keeps the five elements with the largest absolute error; of equal ones those of the lowest
/// index. Belongs to one thread.
final class WorstElements {
    private static final int COUNT = 5;

    private final TreeSet<WorstElement> worst =
            new TreeSet<>(
                    Comparator.comparingDouble(WorstElement::absoluteError)
                            .reversed()
                            .thenComparingLong(WorstElement::index));

    /// Whether an element with such an error, from an index on, would be kept.
    boolean wants(double error, long index) {
        if (worst.size() < COUNT) {
            return true;
        }
        double least = worst.last().absoluteError();
        return error > least || (error == least && index < worst.last().index());
    }

    void add(WorstElement element) {
        if (wants(element.absoluteError(), element.index())) {
            worst.add(element);
            if (worst.size() > COUNT) {
                worst.removeLast();
            }
        }
    }

    void merge(WorstElements other) {
        other.worst.forEach(this::add);
    }

    List<WorstElement> list() {
        return List.copyOf(worst);
    }
}
