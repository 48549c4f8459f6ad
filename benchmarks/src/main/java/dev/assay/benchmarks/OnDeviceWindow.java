package dev.assay.benchmarks;

import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.Timing;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Session;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// A short window after the measured one in which inputs and outputs stay on the device.
///
/// It gives {@link MeasurementBoundary#HOST_SYNC}: launch to completion as a host sees it that
/// keeps its tensors there. The device's sensors are not read for it.
final class OnDeviceWindow {
    /// Of the measured time.
    private static final double SHARE = 0.25;

    private static final int WARM_UP_QUERIES = 10;

    private OnDeviceWindow() {}

    static Timing measure(
            ForkJob job,
            Session session,
            List<Map<String, TensorData>> batches,
            PipelineSettings settings) {
        try (Pipeline pipeline = session.pipeline(batches, settings.onDevice()).orElseThrow()) {
            long began = System.nanoTime();
            pipeline.step();
            double firstQuerySeconds = (System.nanoTime() - began) / 1e9;
            for (int i = 1; i < WARM_UP_QUERIES; i++) {
                pipeline.step();
            }
            pipeline.drain();
            pipeline.clear();
            long start = System.nanoTime();
            long span = (long) (job.measureSeconds() * SHARE * 1e9);
            do {
                pipeline.step();
            } while (System.nanoTime() - start < span);
            pipeline.drain();
            return Samples.write(
                    job,
                    MeasurementBoundary.HOST_SYNC,
                    spans(pipeline.traces(), OnDeviceWindow::toCompletion),
                    pipeline.dropped(),
                    new Samples.WarmUpFacts(
                            (start - began) / 1e9, WARM_UP_QUERIES, firstQuerySeconds));
        }
    }

    /// From before the launch call until the host knows of the end.
    static double toCompletion(QueryTrace trace) {
        return trace.hostEnd() - trace.enqueueStart();
    }

    static float[] spans(List<QueryTrace> traces, ToDoubleFunction<QueryTrace> span) {
        float[] seconds = new float[traces.size()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = (float) span.applyAsDouble(traces.get(i));
        }
        return seconds;
    }
}
