package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.tensorrt.binding.Dims;
import dev.assay.engines.tensorrt.binding.EngineReport;
import dev.assay.engines.tensorrt.binding.EngineTensors;
import dev.assay.engines.tensorrt.binding.NativeObjects;
import dev.assay.engines.tensorrt.binding.TensorRtLogger;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/// What a finished engine says of itself.
///
/// @param layers the inspector's report as JSON, if it gave one
/// @param auxStreams that one inference uses beside its own
public record EngineInspection(
        Optional<String> layers,
        List<TensorSpec> inputs,
        List<TensorSpec> outputs,
        int auxStreams) {
    /// Loads the plan once, which also shows that it can be loaded.
    ///
    /// @param ranges whose tuned shapes the report is made for: kernels depend on them
    static EngineInspection of(MemorySegment plan, Map<String, ShapeRange> ranges) {
        return inspect(
                plan,
                "the plan that it just built",
                engine ->
                        ranges.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey, it -> it.getValue().opt())));
    }

    /// The same of a plan that others built, for the shapes that its first profile is tuned for.
    ///
    /// @param name of the plan, for errors
    public static EngineInspection of(MemorySegment plan, String name) {
        return inspect(plan, name, EngineInspection::tuned);
    }

    private static Map<String, Shape> tuned(ICudaEngine engine) {
        Map<String, Shape> shapes = new HashMap<>();
        for (TensorSpec input : EngineTensors.of(engine).inputs()) {
            if (input.shape().isDynamic()) {
                String name = input.name();
                shapes.put(
                        name,
                        Dims.toShape(
                                name, engine.getProfileShape(name, 0, OptProfileSelector.kOPT)));
            }
        }
        return shapes;
    }

    private static EngineInspection inspect(
            MemorySegment plan, String name, Function<ICudaEngine, Map<String, Shape>> shapes) {
        IRuntime runtime = nvinfer.createInferRuntime(TensorRtLogger.INSTANCE);
        if (runtime == null || runtime.isNull()) {
            throw failed("make a runtime");
        }
        // Only version-compatible plans carry code, and this one was built right here, or trusted.
        runtime.setEngineHostCodeAllowed(true);
        ICudaEngine engine =
                runtime.deserializeCudaEngine(NativeObjects.pointer(plan), plan.byteSize());
        if (engine == null || engine.isNull()) {
            throw failed("load " + name);
        }
        IExecutionContext context = engine.createExecutionContext();
        if (context == null || context.isNull()) {
            throw failed("make an execution context for " + name);
        }
        shapes.apply(engine)
                .forEach((input, shape) -> {
                    try (Dims64 dims = Dims.ofShape(shape)) {
                        if (!context.setInputShape(input, dims)) {
                            throw failed("use the shape " + shape + " that it was built for");
                        }
                    }
                });
        EngineTensors tensors = EngineTensors.of(engine);
        EngineInspection inspection =
                new EngineInspection(
                        EngineReport.layers(engine, context),
                        tensors.inputs(),
                        tensors.outputs(),
                        engine.getNbAuxStreams());
        NativeObjects.delete(context, IExecutionContext::new);
        NativeObjects.delete(engine, ICudaEngine::new);
        NativeObjects.delete(runtime, IRuntime::new);
        return inspection;
    }

    private static AssayException failed(String what) {
        return new AssayException(
                ErrorKind.ENGINE_BUILD,
                "TensorRT cannot %s: %s".formatted(what, TensorRtLogger.INSTANCE.reason()));
    }
}
