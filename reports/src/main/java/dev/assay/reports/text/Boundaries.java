package dev.assay.reports.text;

import dev.assay.core.run.MeasurementBoundary;

/// Boundaries beside the names that trtexec prints for the same spans.
public final class Boundaries {
    private Boundaries() {}

    /// trtexec's name; {@link Numbers#ABSENT} where it has no such span.
    public static String trtexec(MeasurementBoundary boundary) {
        return switch (boundary) {
            case ENQUEUE -> "Enqueue Time";
            case H2D -> "H2D Latency";
            case DEVICE_COMPUTE -> "GPU Compute Time";
            case D2H -> "D2H Latency";
            case WITH_TRANSFERS -> "Latency";
            case HOST_SYNC, HOST_END_TO_END, SCHEDULED_END_TO_END -> Numbers.ABSENT;
        };
    }

    /// For example `DEVICE_COMPUTE (GPU Compute Time)`.
    public static String described(MeasurementBoundary boundary) {
        String trtexec = trtexec(boundary);
        return trtexec.equals(Numbers.ABSENT) ? boundary.name() : boundary + " (" + trtexec + ")";
    }
}
