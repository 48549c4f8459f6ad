package dev.assay.engines.tensorrt;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.cuda.Launch;
import dev.assay.engines.tensorrt.binding.Dims;
import dev.assay.engines.tensorrt.binding.EngineReport;
import dev.assay.engines.tensorrt.binding.EngineTensors;
import dev.assay.engines.tensorrt.binding.NativeObjects;
import dev.assay.engines.tensorrt.binding.TensorRtLogger;
import dev.assay.engines.tensorrt.binding.VirtualProfiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.jspecify.annotations.Nullable;

/// An execution context for inputs of fixed shapes, bound to the memory of one query or pipeline.
///
/// Queries in flight share it, as trtexec's do: they are enqueued on one stream, so that no two of
/// them run at a time.
final class ShapedContext implements Launch, AutoCloseable {
    private final IExecutionContext context;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    private ShapedContext(
            IExecutionContext context, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        this.context = context;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
    }

    /// @param data of the inputs, whose shapes the context is made for
    /// @throws AssayException of kind `DATA` if the engine does not take them
    static ShapedContext open(ICudaEngine engine, Map<String, TensorData> data) {
        EngineTensors tensors = EngineTensors.of(engine);
        List<TensorSpec> inputs =
                InputCheck.check(
                        tensors.inputs(),
                        data,
                        name -> profileShape(engine, name, OptProfileSelector.kMIN),
                        name -> profileShape(engine, name, OptProfileSelector.kMAX));
        IExecutionContext context = engine.createExecutionContext();
        if (context == null || context.isNull()) {
            throw failed(
                    "make an execution context, which needs %d MiB of device memory"
                            .formatted(engine.getDeviceMemorySizeV2() >> 20));
        }
        try {
            selectProfile(context);
            for (TensorSpec input : inputs) {
                try (Dims64 dims = Dims.ofShape(input.shape())) {
                    if (!context.setInputShape(input.name(), dims)) {
                        throw failed("take input " + input);
                    }
                }
            }
            return new ShapedContext(context, inputs, outputs(context, tensors.outputs()));
        } catch (RuntimeException e) {
            NativeObjects.delete(context, IExecutionContext::new);
            throw e;
        }
    }

    /// Whether a context for this data would be the same.
    boolean takes(Map<String, TensorData> data) {
        return data.size() == inputs.size()
                && inputs.stream().allMatch(it -> holds(data.get(it.name()), it));
    }

    private static boolean holds(@Nullable TensorData data, TensorSpec spec) {
        return data != null && data.spec().equals(spec);
    }

    /// Only the first context of an engine has a profile from the start. Our plans have one.
    private static void selectProfile(IExecutionContext context) {
        if (context.getOptimizationProfile() == 0) {
            return;
        }
        if (!context.setOptimizationProfileAsync(0, new CUstream_st())
                || cudart.cudaDeviceSynchronize() != cudart.cudaSuccess) {
            throw failed("select the profile of shapes");
        }
    }

    private static Shape profileShape(ICudaEngine engine, String input, OptProfileSelector which) {
        return Dims.toShape(input, engine.getProfileShape(input, 0, which));
    }

    private static List<TensorSpec> outputs(IExecutionContext context, List<TensorSpec> outputs) {
        List<TensorSpec> shaped = new ArrayList<>();
        for (TensorSpec output : outputs) {
            Shape shape = Dims.toShape(output.name(), context.getTensorShape(output.name()));
            if (shape.isDynamic()) {
                throw new AssayException(
                        ErrorKind.INFERENCE,
                        "The shape of output '%s' (%s) depends on the inputs' contents, which Assay does not time"
                                .formatted(output.name(), shape));
            }
            shaped.add(new TensorSpec(output.name(), output.elementType(), shape));
        }
        return shaped;
    }

    /// Inputs with concrete shapes.
    List<TensorSpec> inputs() {
        return inputs;
    }

    /// Outputs with concrete shapes.
    List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public Bound bind(Map<String, Pointer> deviceAddresses, CUstream_st stream) {
        inputs.forEach(it -> address(it.name(), deviceAddresses.get(it.name())));
        outputs.forEach(it -> address(it.name(), deviceAddresses.get(it.name())));
        return () -> {
            if (!context.enqueueV3(stream)) {
                throw failed("run a query");
            }
        };
    }

    private void address(String name, @Nullable Pointer address) {
        if (address == null) {
            throw new AssayException(
                    ErrorKind.INTERNAL, "Tensor '" + name + "' was given no device memory");
        }
        if (!context.setTensorAddress(name, address)) {
            throw failed("use the memory of tensor '" + name + "'");
        }
    }

    /// What TensorRT says of the engine's layers at these shapes.
    Optional<String> layers(ICudaEngine engine) {
        return EngineReport.layers(engine, context);
    }

    /// Reports every layer's time after each query; TensorRT then runs the layers one by one.
    void profile(VirtualProfiler profiler) {
        context.setProfiler(profiler.profiler());
        context.setEnqueueEmitsProfile(true);
    }

    private static AssayException failed(String what) {
        return new AssayException(
                ErrorKind.INFERENCE,
                "TensorRT cannot %s: %s".formatted(what, TensorRtLogger.INSTANCE.reason()));
    }

    @Override
    public void close() {
        NativeObjects.delete(context, IExecutionContext::new);
    }
}
