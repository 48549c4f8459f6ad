package dev.assay.core.run;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import java.util.ArrayList;
import java.util.List;

/// How many elements of an output have which absolute error `d = |a-b|`.
///
/// Bin `i` holds `10^(i/4) <= d < 10^((i+1)/4)`: four bins a decade, the same for every output of
/// every run, so that histograms can be added up and laid over each other.
///
/// @param view `full`, or `full, build 2`
/// @param zeros elements with d = 0, which have no logarithm
/// @param nonFinite pairs with a NaN or an infinity, matching or not
/// @param firstBin number of the first bin that is not empty; 0 where there is none
/// @param counts from that bin to the last that is not empty
public record ErrorHistogram(
        String output, String view, long zeros, long nonFinite, int firstBin, List<Long> counts) {
    public static final int BINS_PER_DECADE = 4;

    public ErrorHistogram {
        requireNonNull(output, "output is null");
        requireNonNull(view, "view is null");
        counts = List.copyOf(counts);
    }

    ErrorHistogram ofBuild(int number) {
        return new ErrorHistogram(
                output, view + ", build " + number, zeros, nonFinite, firstBin, counts);
    }

    /// Elements in all, those without a bin too.
    public long elements() {
        return zeros + nonFinite + counts.stream().mapToLong(Long::longValue).sum();
    }

    /// Elements in a bin of any number.
    public long count(int bin) {
        int index = bin - firstBin;
        return index < 0 || index >= counts.size() ? 0 : counts.get(index);
    }

    /// One past the last bin that is not empty.
    public int endBin() {
        return firstBin + counts.size();
    }

    /// The lower end of a bin.
    public static double lowerEnd(int bin) {
        return Math.pow(10, (double) bin / BINS_PER_DECADE);
    }

    /// The elements of both, under the name of this one.
    public ErrorHistogram plus(ErrorHistogram other) {
        if (!output.equals(other.output)) {
            throw AssayException.data(
                    "Errors of output '%s' and '%s' cannot be added"
                            .formatted(output, other.output));
        }
        boolean empty = counts.isEmpty();
        int first =
                other.counts.isEmpty()
                        ? firstBin
                        : empty ? other.firstBin : Math.min(firstBin, other.firstBin);
        int end =
                other.counts.isEmpty()
                        ? endBin()
                        : empty ? other.endBin() : Math.max(endBin(), other.endBin());
        List<Long> sums = new ArrayList<>();
        for (int bin = first; bin < end; bin++) {
            sums.add(count(bin) + other.count(bin));
        }
        return new ErrorHistogram(
                output, view, zeros + other.zeros, nonFinite + other.nonFinite, first, sums);
    }
}
