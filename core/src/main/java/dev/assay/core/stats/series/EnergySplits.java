package dev.assay.core.stats.series;

/// Where a stretch of values splits best into two of different distributions.
///
/// The measure of a split of `[s, κ)` at τ, with `n = τ - s`, `m = κ - τ` and sums of absolute
/// differences over pairs, is `Q = 2/(n+m) · Σ|x-y| - 2m/((n+m)(n-1)) · Σ|x-x'| - 2n/((n+m)(m-1)) ·
/// Σ|y-y'|`: `nm/(n+m)` times the energy distance (D. S. Matteson and N. A. James, *A nonparametric
/// approach for multiple change point analysis of multivariate data*, 2014, equations 5 to 7, α =
/// 1). Both τ and the end κ of the second part are searched.
///
/// Every sum runs in the order in which Apache Otava's `PairDistanceCalculator` runs it, so that
/// equal candidates are told apart by the same bits. A stretch of n values costs `O(n²)` time and
/// memory.
final class EnergySplits {
    private final double[] values;

    /// `across[i][j]`: sum of `|x_i - x_t|` for t in (i, j].
    private final double[][] across;

    /// A candidate: the first index of the second part.
    record Split(int index, double q) {}

    EnergySplits(double[] values) {
        this.values = values.clone();
        int n = values.length;
        across = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                across[i][j] = across[i][j - 1] + Math.abs(values[i] - values[j]);
            }
        }
    }

    /// The split of the largest Q, the first of equals in the order of τ, then κ.
    ///
    /// @param end exclusive, at least `start + 2`
    Split best(int start, int end) {
        int n = end - start - 1;
        // Row i is τ = start + 1 + i, column j is κ = start + 2 + j, as in Otava's matrices.
        double[] before = sumsBefore(start, end);
        double[][] after = sumsAfter(start, n);
        double[] between = new double[n];
        Split best = new Split(start + 1, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                between[j] += across[start + i][start + j + 1];
                double q = q(i, j, between[j], i == 0 ? 0 : before[i - 1], after[i][j]);
                if (q > best.q()) {
                    best = new Split(start + 1 + i, q);
                }
            }
        }
        return best;
    }

    private static double q(int i, int j, double between, double before, double after) {
        double tau = i + 1.0;
        double kappa = j + 2.0;
        double cross = 2 / kappa * (between - before);
        double left = tau == 1 ? 0 : 2 * (kappa - tau) / (kappa * (tau - 1)) * before;
        double right = kappa - tau == 1 ? 0 : 2 * tau / (kappa * (kappa - tau - 1)) * after;
        return cross - left - right;
    }

    /// By i: all pairs within the first `i + 2` values.
    private double[] sumsBefore(int start, int end) {
        double[] sums = new double[end - start - 1];
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            int column = start + 1 + i;
            sum += toTheLeft(column, column) - toTheLeft(start, column);
            sums[i] = sum;
        }
        return sums;
    }

    /// The sum of `|x_column - x_t|` for t below `to`.
    private double toTheLeft(int to, int column) {
        double sum = 0;
        for (int row = 0; row < to; row++) {
            sum += Math.abs(values[row] - values[column]);
        }
        return sum;
    }

    /// By i and j: all pairs within the values from τ to κ, summed from the last row upwards.
    private double[][] sumsAfter(int start, int n) {
        double[][] sums = new double[n][n];
        for (int i = n - 2; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                sums[i][j] = sums[i + 1][j] + across[start + i + 1][start + j + 1];
            }
        }
        return sums;
    }
}
