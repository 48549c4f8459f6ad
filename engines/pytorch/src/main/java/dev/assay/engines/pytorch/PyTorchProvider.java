package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.suite.Precision;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.onnx.graph.ModelHash;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.global.torch;

/// LibTorch running TorchScript modules, through the JavaCPP presets: on a GPU where there is one,
/// else on the CPU.
public final class PyTorchProvider implements EngineProvider {
    private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([0-9][^,\\s]*)");

    @Override
    public List<String> ids() {
        return List.of("pytorch");
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        long start = System.nanoTime();
        OwnLibraries.loadFirst();
        try (Engine engine = open(request)) {
            String hash = ModelHash.of(request.model());
            return new PreparedEngine(
                    request,
                    request.model(),
                    new EngineIdentity("LibTorch", version(), hash, hash, facts(request)),
                    // TorchScript records neither the names nor the shapes of its tensors.
                    List.of(),
                    List.of(),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private static Map<String, String> facts(EngineRequest request) {
        TorchDevice device = TorchDevice.of(request);
        Map<String, String> facts = new TreeMap<>(device.facts());
        facts.putAll(arithmetic(request, device).facts());
        facts.put("threads", Integer.toString(torch.get_num_threads()));
        facts.put("blasThreads", Integer.toString(openblas_nolapack.blas_get_num_threads()));
        facts.put("interOpThreads", Integer.toString(torch.get_num_interop_threads()));
        facts.put("executionMode", "TorchScript, inference mode, profiling executor");
        if (device == TorchDevice.CUDA) {
            facts.put("tf32", Boolean.toString(request.precision() == Precision.TF32));
            facts.put("cudnnBenchmark", Boolean.toString(cudnnBenchmark(request)));
            facts.put("allocator", "LibTorch's caching allocator");
        }
        return facts;
    }

    /// @throws AssayException if the device is not the one that was prepared for
    @Override
    public Engine load(PreparedEngine prepared) {
        OwnLibraries.loadFirst();
        TorchDevice now = TorchDevice.of(prepared.request());
        String then = prepared.identity().settings().getOrDefault("device", now.id());
        if (!now.id().equals(then)) {
            throw new AssayException(
                    ErrorKind.DATA,
                    "device changed after the engine was prepared, from %s to %s: start a new run"
                            .formatted(then, now.id()));
        }
        return open(prepared.request());
    }

    private static Arithmetic arithmetic(EngineRequest request, TorchDevice device) {
        return Arithmetic.of(request.precision(), device);
    }

    private static boolean cudnnBenchmark(EngineRequest request) {
        return Boolean.parseBoolean(request.options().get("cudnnBenchmark"));
    }

    private static int threads(EngineRequest request) {
        return request.intOption("threads", Runtime.getRuntime().availableProcessors());
    }

    /// From the library's own build description: the bindings' constant names the headers they were
    /// made from, which may be older.
    private static String version() {
        String config = torch.show_config().getString();
        Matcher matcher = VERSION.matcher(config);
        return matcher.find() ? matcher.group(1) : torch.TORCH_VERSION + " (headers)";
    }

    private static Engine open(EngineRequest request) {
        TorchDevice device = TorchDevice.of(request);
        Arithmetic arithmetic = arithmetic(request, device);
        torch.set_num_threads(threads(request));
        // On the CPU, matrix products are OpenBLAS's, which has threads of its own; LibTorch's
        // OpenMP threads spin while those work. On two cores that made MST++ 8 times slower.
        openblas_nolapack.blas_set_num_threads(request.intOption("blas-threads", 1));
        // LibTorch refuses a second call, even with the same number.
        if (torch.get_num_interop_threads() != 1) {
            torch.set_num_interop_threads(1);
        }
        long free = device.freeBytes();
        try {
            JitModule module = torch.load(request.model().toString());
            module.eval();
            arithmetic.apply(module, cudnnBenchmark(request));
            Device where = device.handle();
            module.to(where);
            return new PyTorchEngine(
                    new ModuleCall(module, where, request.outputNames(), arithmetic), free);
        } catch (RuntimeException e) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD,
                    "LibTorch cannot load %s: %s"
                            .formatted(request.model(), NativeMessage.firstLine(e)),
                    e);
        }
    }
}
