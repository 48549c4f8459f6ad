package dev.assay.core.run;

import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.PairwiseSum;
import java.util.Arrays;

/// One fork's raw samples, summarised.
///
/// @param file raw seconds as little-endian float32, relative to the run directory
/// @param count samples in the file
/// @param dropped queries that ran but were not recorded because the buffer was full
public record SampleSummary(
        String file,
        int count,
        long dropped,
        double minSeconds,
        double medianSeconds,
        double meanSeconds,
        double maxSeconds) {

    /// @param seconds at least one sample
    public static SampleSummary of(String file, float[] seconds, long dropped) {
        double[] values = new double[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            values[i] = seconds[i];
        }
        return new SampleSummary(
                file,
                values.length,
                dropped,
                Arrays.stream(values).min().orElseThrow(),
                Distribution.quantiles(values).evaluate(50),
                PairwiseSum.of(values) / values.length,
                Arrays.stream(values).max().orElseThrow());
    }
}
