package dev.assay.engines.tensorrt;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.PlanHeader;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.LayerPrecisions;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.cuda.CudaDevice;
import dev.assay.engines.tensorrt.binding.PluginLibraries;
import dev.assay.engines.tensorrt.binding.TensorRtLibrary;
import dev.assay.engines.tensorrt.build.EngineInspection;
import dev.assay.engines.tensorrt.plan.LayerReport;
import dev.assay.onnx.graph.ModelHash;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A plan that Assay did not build: what it is asked for is what it is.
final class GivenPlan {
    /// Option that names the plan.
    static final String OPTION = "loadEngine";

    private GivenPlan() {}

    /// @throws AssayException if nobody named the plan, or this TensorRT cannot load it
    static PreparedEngine prepare(
            EngineRequest request,
            Path plan,
            EngineCache cache,
            CudaDevice gpu,
            TensorRtLibrary library,
            PluginLibraries plugins) {
        String sha256 = cache.trustedPlans().require(plan);
        EngineInspection inspection = inspect(plan);
        Map<String, String> settings = new TreeMap<>();
        settings.put("plan", "given, not built by Assay");
        settings.put("planHeader", PlanHeader.read(plan).sentence());
        settings.put("gpu", gpu.name());
        settings.put("computeCapability", gpu.computeCapability());
        settings.put("bindings", library.line());
        settings.put("libraryPath", library.path());
        settings.put("auxStreams", Integer.toString(inspection.auxStreams()));
        plugins.sha256().ifPresent(it -> settings.put(PluginLibraries.SETTING, it));
        Optional<LayerPrecisions> precisions =
                LayerReport.precisions(inspection.layers(), settings);
        Path layers = cache.engines(request.engine()).resolve("given-" + sha256 + ".layers.json");
        inspection.layers().ifPresent(report -> AtomicFile.write(layers, report));
        return new PreparedEngine(
                request,
                plan,
                new EngineIdentity(
                        "TensorRT",
                        library.version(),
                        ModelHash.of(request.model()),
                        sha256,
                        settings,
                        precisions),
                inspection.inputs(),
                inspection.outputs(),
                0,
                inspection.layers().map(report -> layers));
    }

    private static EngineInspection inspect(Path plan) {
        try (Arena arena = Arena.ofShared();
                FileChannel channel = FileChannel.open(plan, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            return EngineInspection.of(
                    bytes, "%s (%s)".formatted(plan, PlanHeader.read(plan).sentence()));
        } catch (IOException e) {
            throw AssayException.data("Cannot read the plan " + plan + ": " + e);
        }
    }
}
