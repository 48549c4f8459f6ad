package dev.assay.engines.tensorrt;

import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.trace.TrtexecProfile;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.cuda.CudaPipeline;
import dev.assay.engines.cuda.DeviceQuery;
import dev.assay.engines.cuda.OwningPipeline;
import dev.assay.engines.cuda.OwningQuery;
import dev.assay.engines.tensorrt.binding.Bindings;
import dev.assay.engines.tensorrt.binding.VirtualProfiler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.jspecify.annotations.Nullable;

/// Queries and pipelines of one client, each with an execution context of its own: what is in
/// flight in one can never meet the scratch memory of another.
final class TensorRtSession implements Session {
    private final ICudaEngine engine;
    private final AtomicLong bufferBytes;

    /// The context that was given back last. Making one takes up to seconds, and one batch after
    /// the other, as one window after the other, wants the same.
    private final AtomicReference<@Nullable ShapedContext> spare = new AtomicReference<>();

    private volatile boolean closed;

    /// @param bufferBytes counts the memory of open queries
    TensorRtSession(ICudaEngine engine, AtomicLong bufferBytes) {
        this.engine = engine;
        this.bufferBytes = bufferBytes;
    }

    @Override
    public Query bind(Map<String, TensorData> inputs) {
        ShapedContext context = context(inputs);
        try {
            Query query = new DeviceQuery(context.inputs(), context.outputs(), inputs, context);
            return new OwningQuery(query, release(context));
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    @Override
    public Optional<Pipeline> pipeline(
            List<Map<String, TensorData>> batches, PipelineSettings settings) {
        ShapedContext context = context(batches.getFirst());
        try {
            Pipeline pipeline =
                    new CudaPipeline(
                            context.inputs(), context.outputs(), batches, settings, context);
            return Optional.of(new OwningPipeline(pipeline, release(context)));
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    @Override
    public Optional<String> layers(Map<String, TensorData> inputs) {
        keep(null);
        try (ShapedContext context = ShapedContext.open(engine, inputs)) {
            return context.layers(engine);
        }
    }

    @Override
    public Optional<TrtexecProfile> profile(Map<String, TensorData> inputs, int queries) {
        if (Bindings.line().stronglyTypedOnly()) {
            // Its profiler interface has other virtual functions from 11 on.
            System.err.println(
                    "No layer times from TensorRT itself: Assay's profiler is made for TensorRT 10");
            return Optional.empty();
        }
        keep(null);
        LayerClock clock = new LayerClock();
        try (VirtualProfiler profiler = new VirtualProfiler(clock::layer);
                ShapedContext context = ShapedContext.open(engine, inputs);
                Query query =
                        new DeviceQuery(context.inputs(), context.outputs(), inputs, context)) {
            query.run();
            context.profile(profiler);
            // The first query with a profiler sets it up.
            query.run();
            clock.clear();
            for (int i = 0; i < queries; i++) {
                query.run();
            }
        }
        return clock.profile();
    }

    private ShapedContext context(Map<String, TensorData> inputs) {
        ShapedContext kept = spare.getAndSet(null);
        if (kept != null) {
            if (kept.takes(inputs)) {
                return kept;
            }
            kept.close();
        }
        return ShapedContext.open(engine, inputs);
    }

    /// @param context takes the place of the one that was kept; null for none, before another is
    ///   opened for a moment, since two might not fit the device
    private void keep(@Nullable ShapedContext context) {
        ShapedContext before = spare.getAndSet(context);
        if (before != null && before != context) {
            before.close();
        }
    }

    /// Counts the buffers as taken.
    ///
    /// @return counts them as given back and keeps the context for who wants it next
    private Runnable release(ShapedContext context) {
        long bytes = bytes(context.inputs()) + bytes(context.outputs());
        bufferBytes.addAndGet(bytes);
        return () -> {
            bufferBytes.addAndGet(-bytes);
            if (closed) {
                context.close();
            } else {
                keep(context);
            }
        };
    }

    private static long bytes(List<TensorSpec> specs) {
        return specs.stream().mapToLong(TensorSpec::byteSize).sum();
    }

    @Override
    public void close() {
        // Queries and pipelines own the other contexts.
        closed = true;
        keep(null);
    }
}
