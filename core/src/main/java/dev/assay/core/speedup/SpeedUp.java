package dev.assay.core.speedup;

import dev.assay.core.run.MeasurementBoundary;
import java.util.Optional;
import java.util.OptionalDouble;

/// A case beside its reference at one boundary, or over their windows of throughput.
///
/// @param boundary of both times; empty for the windows, which are no span of a query
/// @param seconds at a boundary the median of the fork medians; over the windows the time of a
///   query, `1 / queries per second`; empty where the case was not timed there
/// @param referenceSeconds likewise
/// @param refused why no speed-up may be stated
public record SpeedUp(
        Optional<MeasurementBoundary> boundary,
        OptionalDouble seconds,
        OptionalDouble referenceSeconds,
        Optional<String> refused) {
    /// What stands for the boundary of windows.
    public static final String WINDOW = "WINDOW";

    /// Name of the boundary, or {@link #WINDOW}.
    public String scope() {
        return boundary.map(Enum::name).orElse(WINDOW);
    }

    /// Reference's time over the case's: 2 is twice as fast. Empty where refused.
    public OptionalDouble ratio() {
        return refused.isPresent() || seconds.isEmpty() || referenceSeconds.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(referenceSeconds.getAsDouble() / seconds.getAsDouble());
    }

    /// Speed new / old − 1, which is {@link #ratio()} − 1; empty where refused.
    public OptionalDouble gain() {
        OptionalDouble ratio = ratio();
        return ratio.isEmpty() ? ratio : OptionalDouble.of(ratio.getAsDouble() - 1);
    }
}
