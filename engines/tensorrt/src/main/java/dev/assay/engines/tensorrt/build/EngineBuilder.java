package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.cuda.CudaDevice;
import dev.assay.engines.tensorrt.binding.NativeObjects;
import dev.assay.engines.tensorrt.binding.TensorRtLogger;
import dev.assay.engines.tensorrt.calibration.Calibration;
import dev.assay.onnx.network.NetworkBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ITensor;

/// Builds a plan from an ONNX model, or from the weights of one.
///
/// Runs in a process of its own that ends after one build. The builder's own objects are left to
/// that end: nothing is gained by deleting them before, and the plan lives in one of them.
public final class EngineBuilder {
    private final EngineRequest request;
    private final BuilderSettings settings;
    private final CudaDevice gpu;
    private final TimingCache timing;
    private final CalibrationSource calibrationSource;
    private final Map<String, Shape> rows;
    private final UnaryOperator<NetworkBuilder<ITensor>> around;
    private final Map<String, String> facts = new TreeMap<>();

    /// @param timing where times of tactics are kept; save it once the plan is safe
    /// @param calibrationSource what to calibrate with, if the model needs it
    /// @param rows shapes of one row by input, where the model has several inputs
    /// @param around what sees the layers of a network that is built one by one
    public EngineBuilder(
            EngineRequest request,
            BuilderSettings settings,
            CudaDevice gpu,
            TimingCache timing,
            CalibrationSource calibrationSource,
            Map<String, Shape> rows,
            UnaryOperator<NetworkBuilder<ITensor>> around) {
        this.request = request;
        this.settings = settings;
        this.gpu = gpu;
        this.timing = timing;
        this.calibrationSource = calibrationSource;
        this.rows = Map.copyOf(rows);
        this.around = around;
    }

    /// @param arena owns what must outlive the build
    /// @throws AssayException of kind `ENGINE_BUILD` if TensorRT cannot build the model
    public BuiltPlan build(Arena arena) {
        DeviceLimits.check(settings.precision(), gpu.name(), gpu.computeCapability());
        TensorRtLogger.INSTANCE.forget();
        long start = System.nanoTime();
        IBuilder builder = nvinfer.createInferBuilder(TensorRtLogger.INSTANCE);
        if (builder == null || builder.isNull()) {
            throw failed(TensorRtLogger.INSTANCE.reason());
        }
        DefinedNetwork defined = define(builder, arena);
        IBuilderConfig config = builder.createBuilderConfig();
        BuilderConfig.apply(settings, config);
        pinLayers(defined);
        markLayers(defined);
        List<TensorSpec> inputs = defined.inputs();
        Map<String, ShapeRange> ranges = InputRanges.of(inputs, request.profile(), rows);
        ShapeProfiles.add(builder, config, inputs, ranges);
        ShapeProfiles.describe(ranges, facts);
        if (settings.timingCache()) {
            timing.load(config, arena);
        }
        Optional<Calibration> calibration = calibrate(defined, builder, config, inputs, arena);
        facts.putAll(BuilderConfig.describe(config));
        MemorySegment plan = serialise(builder, defined, config, calibration);
        double seconds = (System.nanoTime() - start) / 1e9;
        facts.put("builderWarnings", Integer.toString(TensorRtLogger.INSTANCE.warnings()));
        return inspected(plan, ranges, seconds);
    }

    private DefinedNetwork define(IBuilder builder, Arena arena) {
        if (!settings.layerByLayer()) {
            return OnnxNetwork.parse(builder, request.model(), settings.stronglyTyped());
        }
        BuiltNetwork built = BuiltNetwork.define(builder, request.model(), around, arena);
        facts.put("architecture", built.architecture());
        facts.put("networkLayers", Integer.toString(built.network().getNbLayers()));
        return built;
    }

    private void markLayers(DefinedNetwork defined) {
        if (!settings.layerMarks().patterns().isEmpty()) {
            int marked = settings.layerMarks().apply(defined.network(), settings.markedType());
            facts.put("layersMarked", Integer.toString(marked));
        }
    }

    private void pinLayers(DefinedNetwork defined) {
        if (!settings.layerRules().rules().isEmpty()) {
            int pinned =
                    NetworkLayers.apply(
                            settings.layerRules(),
                            defined.network(),
                            !"ignore".equals(request.options().get("missingLayers")));
            facts.put("layersPinned", Integer.toString(pinned));
        }
    }

    private Optional<Calibration> calibrate(
            DefinedNetwork defined,
            IBuilder builder,
            IBuilderConfig config,
            List<TensorSpec> inputs,
            Arena arena) {
        Quantisation quantisation = NetworkLayers.quantisation(defined.network());
        Quantisation.Source source =
                quantisation.sourceFor(
                        settings.precision(), settings.stronglyTyped(), request.model());
        facts.put("quantisation", source.name().toLowerCase(Locale.ROOT));
        facts.put("quantisingNodes", Integer.toString(quantisation.nodes()));
        if (source != Quantisation.Source.CALIBRATOR) {
            return Optional.empty();
        }
        Calibration calibration = calibrationSource.open(inputs, arena);
        ShapeProfiles.addForCalibration(
                builder, config, inputs, CalibrationSource.shapes(calibration, inputs));
        WeakTyping.setCalibrator(config, calibration);
        return Optional.of(calibration);
    }

    private MemorySegment serialise(
            IBuilder builder,
            DefinedNetwork defined,
            IBuilderConfig config,
            Optional<Calibration> calibration) {
        IHostMemory plan;
        try {
            plan = builder.buildSerializedNetwork(defined.network(), config);
        } finally {
            // JavaCPP holds callbacks weakly, and the parser owns the weights it read.
            Reference.reachabilityFence(defined);
            Reference.reachabilityFence(calibration);
        }
        // No method references: they would load the calibrators, which are missing in some lines.
        if (calibration.isPresent()) {
            calibration.get().check();
        }
        if (plan == null || plan.isNull() || plan.size() == 0) {
            throw failed(TensorRtLogger.INSTANCE.reason());
        }
        if (calibration.isPresent()) {
            facts.putAll(calibration.get().facts());
            calibration.get().close();
        }
        return NativeObjects.segment(plan.data(), plan.size());
    }

    private BuiltPlan inspected(
            MemorySegment plan, Map<String, ShapeRange> ranges, double seconds) {
        EngineInspection inspection = EngineInspection.of(plan, ranges);
        facts.put("auxStreams", Integer.toString(inspection.auxStreams()));
        return new BuiltPlan(
                plan,
                inspection.layers(),
                inspection.inputs(),
                inspection.outputs(),
                facts,
                seconds);
    }

    private AssayException failed(String reason) {
        return new AssayException(
                ErrorKind.ENGINE_BUILD, BuildFailure.explain(request.model(), reason));
    }
}
