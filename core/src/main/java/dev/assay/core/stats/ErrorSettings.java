package dev.assay.core.stats;

import dev.assay.core.AssayException;
import java.util.ArrayList;
import java.util.List;

/// How errors are computed.
///
/// @param tolerances at which mismatched elements are counted
/// @param threads how many threads read the tensors; no number of them changes a bit of the result
public record ErrorSettings(List<MismatchTolerance> tolerances, int threads) {
    private static final int MOST_BY_DEFAULT = 16;

    public ErrorSettings {
        tolerances = List.copyOf(tolerances);
        if (threads < 1) {
            throw AssayException.config("Errors cannot be computed by " + threads + " threads");
        }
    }

    /// The standard tolerances, and a thread for each processor.
    public static ErrorSettings standard() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new ErrorSettings(MismatchTolerance.STANDARD, Math.min(processors, MOST_BY_DEFAULT));
    }

    public ErrorSettings withThreads(int number) {
        return new ErrorSettings(tolerances, number);
    }

    /// Mismatches are counted at one more tolerance.
    public ErrorSettings with(MismatchTolerance tolerance) {
        List<MismatchTolerance> more = new ArrayList<>(tolerances);
        if (!more.contains(tolerance)) {
            more.add(tolerance);
        }
        return new ErrorSettings(more, threads);
    }
}
