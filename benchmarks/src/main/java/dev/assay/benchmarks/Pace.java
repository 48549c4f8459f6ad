package dev.assay.benchmarks;

import dev.assay.core.AssayException;

/// How long a fork measures where the user says so, as trtexec's `--warmUp`, `--duration` and
/// `--iterations`.
///
/// @param measureSeconds at least
/// @param queries at least, so that the time is stretched for slow ones
public record Pace(double warmUpSeconds, double measureSeconds, long queries) {
    public Pace {
        if (!(warmUpSeconds >= 0) || !(measureSeconds > 0) || queries < 1) {
            throw AssayException.config(
                    "A fork needs a warm-up of 0 s or more, a duration above 0 s and a query, not %s s, %s s and %d"
                            .formatted(warmUpSeconds, measureSeconds, queries));
        }
    }

    /// @param querySeconds what one query takes, as far as it is known
    double measureSeconds(double querySeconds) {
        return Math.max(measureSeconds, queries * querySeconds);
    }
}
