package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.ModelHash;
import dev.assay.core.run.EngineIdentity;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProvider;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.global.torch;

/// LibTorch running TorchScript modules on the CPU, through the JavaCPP presets.
public final class PyTorchProvider implements EngineProvider {
    private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([0-9][^,\\s]*)");

    @Override
    public List<String> ids() {
        return List.of("pytorch");
    }

    @Override
    public PreparedEngine prepare(EngineRequest request, EngineCache cache) {
        long start = System.nanoTime();
        int threads = threads(request);
        try (Engine engine = open(request, threads)) {
            String hash = ModelHash.of(request.model());
            Map<String, String> settings =
                    Map.of(
                            "threads", Integer.toString(torch.get_num_threads()),
                            "blasThreads",
                                    Integer.toString(openblas_nolapack.blas_get_num_threads()),
                            "interOpThreads", Integer.toString(torch.get_num_interop_threads()),
                            "executionMode", "TorchScript, inference mode, profiling executor");
            return new PreparedEngine(
                    request,
                    request.model(),
                    new EngineIdentity("LibTorch", version(), hash, hash, settings),
                    // TorchScript records neither the names nor the shapes of its tensors.
                    List.of(),
                    List.of(),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    @Override
    public Engine load(PreparedEngine prepared) {
        return open(prepared.request(), threads(prepared.request()));
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

    private static Engine open(EngineRequest request, int threads) {
        torch.set_num_threads(threads);
        // This LibTorch takes matrix products from OpenBLAS, which has threads of its own;
        // LibTorch's
        // OpenMP threads spin while those work. On two cores that made MST++ 8 times slower.
        openblas_nolapack.blas_set_num_threads(request.intOption("blas-threads", 1));
        // LibTorch refuses a second call, even with the same number.
        if (torch.get_num_interop_threads() != 1) {
            torch.set_num_interop_threads(1);
        }
        try {
            JitModule module = torch.load(request.model().toString());
            module.eval();
            return new PyTorchEngine(module, request.outputNames());
        } catch (RuntimeException e) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD,
                    "LibTorch cannot load %s: %s"
                            .formatted(request.model(), NativeMessage.firstLine(e)),
                    e);
        }
    }
}
