package dev.assay.engines.tensorrt;

import dev.assay.core.format.Sha256;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.cuda.CudaDevice;
import dev.assay.engines.tensorrt.binding.Bindings;
import dev.assay.engines.tensorrt.binding.PluginLibraries;
import dev.assay.engines.tensorrt.binding.TensorRtLibrary;
import dev.assay.engines.tensorrt.build.BuilderSettings;
import dev.assay.engines.tensorrt.build.BuiltPlan;
import dev.assay.engines.tensorrt.build.CalibrationSource;
import dev.assay.engines.tensorrt.build.EngineBuilder;
import dev.assay.engines.tensorrt.build.LineLimits;
import dev.assay.engines.tensorrt.build.TimingCache;
import dev.assay.engines.tensorrt.plan.LayerReport;
import dev.assay.engines.tensorrt.plan.PlanCache;
import dev.assay.engines.tensorrt.plan.PlanKey;
import dev.assay.engines.tensorrt.plan.PlanRecord;
import dev.assay.onnx.graph.ModelHash;
import dev.assay.onnx.network.NetworkBuilder;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.bytedeco.tensorrt.nvinfer.ITensor;

/// TensorRT, networks from its ONNX parser or built layer by layer from the weights of an ONNX
/// file.
public final class TensorRtProvider implements EngineProvider {
    private final UnaryOperator<NetworkBuilder<ITensor>> around;

    public TensorRtProvider() {
        this(UnaryOperator.identity());
    }

    /// @param around what sees every layer before TensorRT does, where it gets them one by one
    TensorRtProvider(UnaryOperator<NetworkBuilder<ITensor>> around) {
        this.around = around;
    }

    /// Option that names libraries of plugins.
    static final String PLUGINS = "plugins";

    @Override
    public List<String> ids() {
        return List.of("tensorrt-onnx", "tensorrt-api");
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        if (!request.options().containsKey(GivenPlan.OPTION)) {
            LineLimits.check(Bindings.line(), request);
        }
        BuilderSettings settings = BuilderSettings.of(request);
        // First of all: without a driver, TensorRT's builder aborts the process.
        CudaDevice gpu = CudaDevice.open();
        TensorRtLibrary library = TensorRtLibrary.load();
        PluginLibraries plugins =
                PluginLibraries.of(Optional.ofNullable(request.options().get(PLUGINS)));
        plugins.load();
        String given = request.options().get(GivenPlan.OPTION);
        if (given != null) {
            return GivenPlan.prepare(request, Path.of(given), cache, gpu, library, plugins);
        }
        String modelSha256 = ModelHash.of(request.model());
        CalibrationSource calibration =
                CalibrationSource.of(
                        request,
                        settings.calibrator(),
                        modelSha256,
                        cache.calibration(),
                        library.version());
        Map<String, Shape> rows = rowsOfSeveralInputs(request);
        String key =
                new PlanKey(
                                modelSha256,
                                calibration.sha256(settings.precision(), settings.stronglyTyped()),
                                request.profile(),
                                rows,
                                withPlugins(settings.describe(), plugins),
                                library.version(),
                                library.line(),
                                gpu.name(),
                                gpu.computeCapability())
                        .text();
        PlanCache plans = new PlanCache(cache.engines(request.engine()));
        try (PlanCache.Lock lock = plans.lock(key);
                Arena arena = Arena.ofShared()) {
            Optional<PlanRecord> stored = plans.find(key);
            if (stored.isPresent()) {
                if (calibrated(stored.get().identity().settings())) {
                    calibration.check();
                }
                return prepared(request, plans, key, stored.get(), library, "hit");
            }
            TimingCache timing =
                    new TimingCache(
                            cache.timing()
                                    .resolve(
                                            TimingCache.name(
                                                    gpu.name(),
                                                    gpu.computeCapability(),
                                                    library.version())));
            BuiltPlan built =
                    new EngineBuilder(request, settings, gpu, timing, calibration, rows, around)
                            .build(arena);
            PlanRecord description =
                    describe(
                            built,
                            withPlugins(settings.describe(), plugins),
                            gpu,
                            library,
                            modelSha256);
            plans.store(key, built.bytes(), built.layers(), description);
            // Only now: what helps the next build must not cost this one.
            timing.save(arena);
            PlanRecord complete = description.with(timing.facts());
            if (!complete.equals(description)) {
                plans.describe(key, complete);
            }
            return prepared(request, plans, key, complete, library, "built");
        }
    }

    @Override
    public Engine load(PreparedEngine prepared) {
        return TensorRtEngine.load(prepared);
    }

    private static boolean calibrated(Map<String, String> settings) {
        return "calibrator".equals(settings.get("quantisation"));
    }

    private static PlanRecord describe(
            BuiltPlan built,
            Map<String, String> settings,
            CudaDevice gpu,
            TensorRtLibrary library,
            String modelSha256) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(built.facts());
        if (!calibrated(all)) {
            // It had no part in this plan: a model's own Q/DQ says the ranges.
            all.remove("calibrator");
        }
        all.put("gpu", gpu.name());
        all.put("computeCapability", gpu.computeCapability());
        all.put("bindings", library.line());
        if (Bindings.line().stronglyTypedOnly()) {
            // Whatever was asked: it knows no other.
            all.put("typing", "strong");
        }
        Optional<LayerPrecisions> precisions = LayerReport.precisions(built.layers(), all);
        all.put("builderSeconds", String.format(Locale.ROOT, "%.1f", built.seconds()));
        return new PlanRecord(
                PlanRecord.SCHEMA,
                Sha256.of(built.bytes()),
                new EngineIdentity(
                        "TensorRT",
                        library.version(),
                        modelSha256,
                        Sha256.of(built.bytes()),
                        all,
                        precisions),
                built.inputs(),
                built.outputs(),
                built.seconds());
    }

    private static Map<String, String> withPlugins(
            Map<String, String> settings, PluginLibraries plugins) {
        Map<String, String> all = new TreeMap<>(settings);
        plugins.sha256().ifPresent(it -> all.put(PluginLibraries.SETTING, it));
        return all;
    }

    /// Adds what is of this process and not of the plan.
    private static PreparedEngine prepared(
            EngineRequest request,
            PlanCache plans,
            String key,
            PlanRecord plan,
            TensorRtLibrary library,
            String origin) {
        EngineIdentity identity = plan.identity();
        Map<String, String> settings = new TreeMap<>(identity.settings());
        settings.put("planCache", origin);
        settings.put("planKey", key);
        settings.put("libraryPath", library.path());
        return new PreparedEngine(
                request,
                plans.plan(key),
                new EngineIdentity(
                        identity.library(),
                        identity.version(),
                        identity.modelSha256(),
                        identity.artefactSha256(),
                        settings,
                        identity.precisions()),
                plan.inputs(),
                plan.outputs(),
                plan.buildSeconds(),
                Optional.of(plans.layers(key)).filter(Files::exists));
    }

    /// Where a model has one input, the suite says the shapes of its rows; else the inputs file
    /// does.
    private static Map<String, Shape> rowsOfSeveralInputs(EngineRequest request) {
        Map<String, Shape> rows = new TreeMap<>();
        try (Arena arena = Arena.ofConfined()) {
            Map<String, TensorData> inputs = TensorFiles.read(request.inputs(), arena);
            if (inputs.size() > 1) {
                inputs.forEach((name, tensor) -> rows.put(name, tensor.shape().row()));
            }
        }
        return rows;
    }
}
