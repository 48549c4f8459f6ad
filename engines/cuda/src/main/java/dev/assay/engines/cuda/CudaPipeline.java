package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.cudaDeviceSynchronize;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Pipeline;
import dev.assay.engines.PipelineSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The loop of NVIDIA's trtexec: inputs, inference and outputs on a stream each, held together by
/// events, with page-locked host memory.
///
/// Also as there, queries in flight share the device memory of inputs and outputs and one CUDA
/// graph: two graphs in turn cost up to 60 ns a kernel. The inputs of the next query may therefore
/// arrive while one computes. So that nothing ever computes on a mixture, the batch changes only
/// when no query is in flight: with every query if one is in flight, after a {@link #drain} if more
/// are. Without transfers the first batch stays on the device.
public final class CudaPipeline implements Pipeline {
    private static final long TRACES = 1 << 20;
    private static final double NANOS_PER_MICRO = 1e3;

    private final NativeScope scope = new NativeScope();
    private final PipelineSettings settings;
    private final Stream inputStream;
    private final Stream computeStream;
    private final Stream outputStream;
    private final PinnedTensors[] batches;
    private final DeviceBinding engine;
    private final Map<String, String> facts = new TreeMap<>();
    private final Slot[] slots;
    private final TraceStore store;
    private final Event gpuStart;
    private final long hostStart;
    private long sent;
    private long completed;
    private int batch;

    /// @param inputs of the engine, with concrete shapes
    /// @param outputs of the engine, with concrete shapes
    /// @param batches at least one; copied, so they may be closed afterwards
    /// @throws AssayException of kind `ENVIRONMENT` if there is no GPU, `DATA` if a batch does not
    ///   fit the inputs, `INFERENCE` if the engine fails
    public CudaPipeline(
            List<TensorSpec> inputs,
            List<TensorSpec> outputs,
            List<Map<String, TensorData>> batches,
            PipelineSettings settings,
            Launch launch) {
        this.settings = settings;
        CudaDevice.open();
        try {
            inputStream = new Stream(scope);
            computeStream = Stream.of(launch, scope);
            outputStream = new Stream(scope);
            gpuStart = new Event(settings.spin(), scope);
            this.batches =
                    batches.stream()
                            .map(batch -> PinnedTensors.copyOf(inputs, batch, scope))
                            .toArray(PinnedTensors[]::new);
            boolean slow = settings.slowdown() > 0;
            DeviceBinding called =
                    DeviceBinding.of(
                            inputs,
                            outputs,
                            slow ? new SlowedLaunch(launch, scope) : launch,
                            computeStream,
                            scope);
            called.inputs.copyFrom(this.batches[0], computeStream.handle());
            engine = settings.graph() ? called.captured(computeStream, scope) : called;
            if (slow) {
                facts.put(PipelineSettings.SLOWDOWN, slowDown((SlowedLaunch.Slowed) called.launch));
            }
            slots = new Slot[settings.depth()];
            Arrays.setAll(slots, _ -> new Slot(outputs, settings.spin(), scope));
            store = new TraceStore(TRACES);
            scope.onClose(store::close);
            Cuda.check(cudaDeviceSynchronize(), "get ready for the first query");
            gpuStart.record(computeStream);
            gpuStart.synchronize();
            hostStart = System.nanoTime();
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /// Has the device stay for the share of an inference's time.
    ///
    /// @return how that was done, for the record
    private String slowDown(SlowedLaunch.Slowed slowed) {
        NativeScope calibration = new NativeScope();
        try {
            Launch.Bound plain =
                    engine.graph.equals(DeviceBinding.CAPTURED)
                            ? new CapturedGraph(slowed.plain(), computeStream, calibration)
                            : slowed.plain();
            SlowedTime.Parts parts =
                    SlowedTime.measure(plain, engine.launch, computeStream, settings.spin());
            long stay = parts.stay(settings.slowdown());
            slowed.stay(stay);
            engine.outputs.poison();
            return String.format(
                    Locale.ROOT,
                    "the GPU is busy for %s of each inference's time: %.1f µs of %.1f µs, of which"
                            + " the kernel takes %.1f µs itself",
                    settings.slowdown(),
                    (stay + parts.kernel()) / NANOS_PER_MICRO,
                    parts.engine() / NANOS_PER_MICRO,
                    parts.kernel() / NANOS_PER_MICRO);
        } finally {
            calibration.close();
        }
    }

    @Override
    public void step() {
        if (settings.transfers() && sent > 0 && sent == completed) {
            batch = (batch + 1) % batches.length;
        }
        Slot slot = slots[(int) (sent % slots.length)];
        slot.batch = batch;
        slot.hostStart = System.nanoTime();
        if (settings.transfers()) {
            sendWithTransfers(slot);
        } else {
            sendCompute(slot);
        }
        sent++;
        if (sent - completed == slots.length) {
            completeOldest();
        }
    }

    private void sendWithTransfers(Slot slot) {
        slot.inputStart.record(inputStream);
        engine.inputs.copyFrom(batches[slot.batch], inputStream.handle());
        slot.inputEnd.record(inputStream);
        computeStream.waitFor(slot.inputEnd);
        sendCompute(slot);
        outputStream.waitFor(slot.computeEnd);
        slot.outputStart.record(outputStream);
        engine.outputs.copyTo(slot.hostOutputs, engine.launch, outputStream.handle());
        slot.outputEnd.record(outputStream);
    }

    private void sendCompute(Slot slot) {
        slot.computeStart.record(computeStream);
        slot.enqueueStart = System.nanoTime();
        engine.launch.run();
        slot.enqueueEnd = System.nanoTime();
        slot.computeEnd.record(computeStream);
    }

    /// Reads the events of the oldest query before its slot is used again.
    private void completeOldest() {
        Slot slot = slots[(int) (completed % slots.length)];
        boolean transfers = settings.transfers();
        Event last = transfers ? slot.outputEnd : slot.computeEnd;
        last.synchronize();
        long hostEnd = System.nanoTime();
        float computeStart = slot.computeStart.since(gpuStart);
        store.add(
                slot.hostStart - hostStart,
                slot.enqueueStart - hostStart,
                slot.enqueueEnd - hostStart,
                hostEnd - hostStart,
                transfers ? slot.inputStart.since(gpuStart) : computeStart,
                transfers ? slot.inputEnd.since(slot.inputStart) : 0,
                computeStart,
                slot.computeEnd.since(slot.computeStart),
                (transfers ? slot.outputStart : slot.computeEnd).since(gpuStart),
                transfers ? slot.outputEnd.since(slot.outputStart) : 0);
        completed++;
    }

    @Override
    public void drain() {
        while (completed < sent) {
            completeOldest();
        }
    }

    @Override
    public void clear() {
        store.clear();
    }

    @Override
    public long completed() {
        return store.added();
    }

    @Override
    public List<QueryTrace> traces() {
        return store.traces();
    }

    @Override
    public long dropped() {
        return store.dropped();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> all = new TreeMap<>(facts);
        all.put("graph", engine.graph);
        all.put("hostWait", settings.spin() ? "spinning" : "blocking");
        all.put("streams", settings.transfers() ? "3" : "1");
        all.put("hostMemory", "page-locked");
        return all;
    }

    @Override
    public int lastBatch() {
        return lastCompleted().batch;
    }

    @Override
    public List<TensorData> outputs() {
        Slot slot = lastCompleted();
        if (!settings.transfers()) {
            engine.outputs.copyTo(slot.hostOutputs, engine.launch, outputStream.handle());
            outputStream.synchronize("copy the outputs from the GPU");
        }
        return slot.hostOutputs.tensors();
    }

    private Slot lastCompleted() {
        if (completed == 0) {
            throw new IllegalStateException("No query is complete yet");
        }
        return slots[(int) ((completed - 1) % slots.length)];
    }

    @Override
    public void close() {
        // Memory must not go while the device still writes to it; an error of a query was thrown
        // where that query was waited for.
        cudaDeviceSynchronize();
        scope.close();
    }
}
