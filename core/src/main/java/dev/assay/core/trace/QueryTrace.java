package dev.assay.core.trace;

/// The times of one query on host and device, in seconds.
///
/// Device starts count from one event that was recorded before the first query; the spans are taken
/// between their own two events, because a difference of two large single-precision numbers would
/// lose microseconds. The host's times count from when that event was seen.
///
/// @param enqueueStart host, before the launch call
/// @param enqueue host, length of the launch call
/// @param h2dStart device; equals `computeStart` without transfers
/// @param h2d length of the inputs' copy; 0 without transfers
/// @param computeStart device
/// @param compute length of the inference
/// @param d2hStart device; the inference's end without transfers
/// @param d2h length of the outputs' copy; 0 without transfers
/// @param hostStart host, before anything of the query was sent
/// @param hostEnd host, after its last output was known to be there
public record QueryTrace(
        double enqueueStart,
        double enqueue,
        double h2dStart,
        double h2d,
        double computeStart,
        double compute,
        double d2hStart,
        double d2h,
        double hostStart,
        double hostEnd) {
    /// trtexec's Latency: the sum of the three spans, without what lies between them.
    public double latency() {
        return h2d + compute + d2h;
    }

    /// When the last event of the query was reached, on the device's clock.
    public double end() {
        return d2hStart + d2h;
    }
}
