package dev.assay.core.stats.exact;

/// Where median, p99 and p99.9 of n sorted values lie: between which two each, and how far.
///
/// Type R-7 of R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical Packages (1996), computed
/// as numpy.quantile does; the median of an even count is the mean of the two middles.
record Ranks(long n) {
    private static final double[] SHARES = {0.5, 0.99, 0.999};

    /// Two neighbours for each quantile.
    static final int COUNT = 2 * SHARES.length;

    /// @param which 0 and 1 for the neighbours of the median, 2 and 3 of p99, 4 and 5 of p99.9
    long rank(int which) {
        if (which < 2) {
            return which == 0 ? (n - 1) / 2 : n / 2;
        }
        return Math.min(n - 1, (long) position(which / 2) + which % 2);
    }

    /// @param values at the ranks
    Quantiles quantiles(double[] values) {
        double median = values[0] == values[1] ? values[0] : (values[0] + values[1]) / 2;
        return new Quantiles(
                median,
                interpolated(1, values[2], values[3]),
                interpolated(2, values[4], values[5]));
    }

    private double interpolated(int quantile, double below, double above) {
        double share = position(quantile) - Math.floor(position(quantile));
        double step = above - below;
        if (below == above || share == 0) {
            return below;
        }
        if (Double.isInfinite(step)) {
            return above;
        }
        return share >= 0.5 ? above - step * (1 - share) : below + step * share;
    }

    private double position(int quantile) {
        return (n - 1) * SHARES[quantile];
    }

    /// Ranks that the quantiles lie between, judged by a sample of m values of a larger set.
    ///
    /// @return a rank of the sample below and one above
    long[] guess(int quantile, double deviations) {
        double share = SHARES[quantile];
        double margin = 1 + deviations * Math.sqrt(share * (1 - share) * n);
        return new long[] {
            (long) Math.max(0, position(quantile) - margin),
            (long) Math.min(n - 1.0, Math.ceil(position(quantile) + margin))
        };
    }

    static int quantileCount() {
        return SHARES.length;
    }
}
