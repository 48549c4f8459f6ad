package dev.assay.engines.onnxruntime.base;

import dev.assay.core.format.Sha256;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.EngineRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What Assay sets on ONNX Runtime's providers for GPUs, under ONNX Runtime's own names.
///
/// Everything that moves a time is explicit, its defaults too. The GPU is always number 0: a
/// process sees one.
public final class GpuSettings {
    private static final String ON = "1";
    private static final String OFF = "0";

    private GpuSettings() {}

    /// Of the CUDA provider. TF32 is on for the row that is called so, and for no other.
    public static Map<String, String> cuda(EngineRequest request) {
        Map<String, String> keys = new TreeMap<>();
        keys.put("use_tf32", request.precision() == Precision.TF32 ? ON : OFF);
        keys.put(
                "cudnn_conv_algo_search",
                request.options().getOrDefault("cudnn_conv_algo_search", "EXHAUSTIVE"));
        keys.put("cudnn_conv_use_max_workspace", ON);
        keys.put("prefer_nhwc", flag(request, "prefer_nhwc"));
        keys.put("do_copy_in_default_stream", ON);
        return keys;
    }

    /// Of the TensorRT provider, whose engines are kept in a folder and found again there.
    ///
    /// @param input of a network with one; those with several are built for the shapes of a first
    ///   run
    /// @param cache folder of the model's engines and timings
    public static Map<String, String> tensorRt(
            EngineRequest request, Optional<String> input, Path cache) {
        Map<String, String> keys = new TreeMap<>();
        keys.put("trt_fp16_enable", request.precision() == Precision.FP16 ? ON : OFF);
        keys.put("trt_engine_cache_enable", ON);
        keys.put("trt_engine_cache_path", cache.toString());
        keys.put("trt_timing_cache_enable", ON);
        keys.put("trt_timing_cache_path", cache.toString());
        keys.put("trt_cuda_graph_enable", flag(request, "trt_cuda_graph_enable"));
        keys.put(
                "trt_builder_optimization_level",
                request.options().getOrDefault("trt_builder_optimization_level", "3"));
        request.profile()
                .ifPresent(profile -> input.ifPresent(it -> keys.putAll(shapes(profile, it))));
        return keys;
    }

    /// Name of a folder for the engines that TensorRT's provider builds from a model: ONNX Runtime
    /// names their files by graph, precision and GPU only, and would take an engine of another
    /// level or profile for this one.
    public static String engineFolder(EngineRequest request, Optional<String> input) {
        // In the order of their names.
        String keys = tensorRt(request, input, Path.of("")).toString();
        String tf32 = Tf32Override.wanted(request) ? Tf32Override.VARIABLE : "";
        return Sha256.of(keys + tf32).substring(0, 12);
    }

    /// What the Java API's sessions record of what every engine on a GPU records, under the names
    /// that they share: each run copies its tensors from and to pageable memory and ends in a wait.
    public static Map<String, String> facts(EngineRequest request, ExecutionProvider provider) {
        boolean tensorRt = provider == ExecutionProvider.TENSORRT;
        boolean graph = tensorRt && ON.equals(flag(request, "trt_cuda_graph_enable"));
        Map<String, String> facts = new TreeMap<>(tf32(request, provider));
        facts.put("transfers", "true");
        facts.put("hostMemory", "pageable");
        facts.put("hostWait", "blocking");
        facts.put("graph", graph ? "captured" : "off");
        return facts;
    }

    /// Whether the provider may use TF32, and the variable that keeps TensorRT's from it.
    public static Map<String, String> tf32(EngineRequest request, ExecutionProvider provider) {
        if (provider == ExecutionProvider.TENSORRT && Tf32Override.wanted(request)) {
            return Map.of("tf32", "false", Tf32Override.VARIABLE, Tf32Override.OFF);
        }
        boolean allowed =
                provider == ExecutionProvider.TENSORRT || request.precision() == Precision.TF32;
        return Map.of("tf32", Boolean.toString(allowed));
    }

    private static Map<String, String> shapes(OptimizationProfile profile, String input) {
        return Map.of(
                "trt_profile_min_shapes",
                named(input, profile.minShape().withBatch(profile.minBatch())),
                "trt_profile_opt_shapes",
                named(input, profile.optShape().withBatch(profile.optBatch())),
                "trt_profile_max_shapes",
                named(input, profile.maxShape().withBatch(profile.maxBatch())));
    }

    private static String named(String input, Shape shape) {
        return input + ":" + shape;
    }

    private static String flag(EngineRequest request, String name) {
        return Boolean.parseBoolean(request.options().get(name)) ? ON : OFF;
    }
}
