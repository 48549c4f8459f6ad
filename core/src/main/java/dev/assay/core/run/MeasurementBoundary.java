package dev.assay.core.run;

/// What is inside a time. Nothing compares across boundaries.
///
/// The names in brackets are trtexec's for the same span.
public enum MeasurementBoundary {
    /// From before the launch call to after it returns, on the host's clock.
    ENQUEUE("the launch call alone, on the host's clock (Enqueue Time)"),
    /// Between events around the copy of all inputs, from pinned memory.
    H2D("inputs copied to the device, between device events (H2D Latency)"),
    /// Between events around the inference on its stream; contains launch gaps, no waiting.
    DEVICE_COMPUTE("the inference on the device, between device events (GPU Compute Time)"),
    /// Between events around the copy of all outputs, to pinned memory.
    D2H("outputs copied to the host, between device events (D2H Latency)"),
    /// The sum of three spans; queueing between them is outside.
    WITH_TRANSFERS("sum of the H2D, compute and D2H spans (Latency)"),
    /// Inputs and outputs stay on the device.
    HOST_SYNC("launch to completed, inputs and outputs on the device, on the host's clock"),
    /// One blocking query as the host sees it: off-heap inputs in, off-heap outputs out.
    HOST_END_TO_END("off-heap inputs in to off-heap outputs out, blocking, on the host's clock"),
    /// Under load a query waits for those before it: the time counts from when it was due.
    SCHEDULED_END_TO_END("from when a query was due to its off-heap outputs, on the host's clock");

    private final String meaning;

    MeasurementBoundary(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    /// Whether it times an inference, and not merely what comes before, beside or after one.
    public boolean holdsInference() {
        return switch (this) {
            case ENQUEUE, H2D, D2H -> false;
            case DEVICE_COMPUTE, WITH_TRANSFERS, HOST_SYNC, HOST_END_TO_END, SCHEDULED_END_TO_END ->
                    true;
        };
    }
}
