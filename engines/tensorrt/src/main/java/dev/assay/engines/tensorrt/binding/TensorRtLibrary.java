package dev.assay.engines.tensorrt.binding;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensorrt.TensorRtLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer_plugin;
import org.bytedeco.tensorrt.global.nvonnxparser;

/// The TensorRT that this process really loaded.
///
/// @param version as the library reports it, e.g. `10.6.0.26`
/// @param line the bindings it is called through, e.g. `10.6-1.5.11`
/// @param path of libnvinfer
public record TensorRtLibrary(String version, String line, String path) {
    private static final Path MAPS = Path.of("/proc/self/maps");

    /// Loads TensorRT, its plugins and its ONNX parser.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if a library is missing or of another version
    public static TensorRtLibrary load() {
        try {
            int major = nvinfer.getInferLibMajorVersion();
            int minor = nvinfer.getInferLibMinorVersion();
            String version =
                    "%d.%d.%d.%d"
                            .formatted(
                                    major,
                                    minor,
                                    nvinfer.getInferLibPatchVersion(),
                                    nvinfer.getInferLibBuildVersion());
            if (!Bindings.line().calls(major, minor)) {
                throw new AssayException(
                        ErrorKind.ENVIRONMENT,
                        "The TensorRT %s at %s does not fit the bindings of %s: name its folder with --tensorrt, so that its own are taken"
                                .formatted(version, mapped(), Bindings.line()));
            }
            Loader.load(nvonnxparser.class);
            // Without it, no plan or model with one of TensorRT's own plugins can be read.
            nvinfer_plugin.initLibNvInferPlugins(TensorRtLogger.INSTANCE, "");
            return new TensorRtLibrary(version, Bindings.version(), mapped());
        } catch (LinkageError e) {
            throw missing(e);
        }
    }

    /// What a process without TensorRT's native libraries is told.
    static AssayException missing(LinkageError e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return AssayException.environment(
                "TensorRT's native libraries cannot be loaded (%s): %s"
                        .formatted(root.getMessage(), advice(Bindings.line())),
                e);
    }

    static String advice(TensorRtLine line) {
        return line == TensorRtLine.own()
                ? "build Assay with the Maven profile gpu, as ./run-all.sh --gpu does, or see docs/offline-gpu-host.md"
                : "TensorRT %s is called through bindings that load CUDA %d of this machine, its runtime, cuBLAS and NVRTC: put their folder into LD_LIBRARY_PATH. If the bindings themselves are missing, ./run-all.sh --gpu builds Assay with them"
                        .formatted(line, line.cuda());
    }

    private static String mapped() {
        try {
            return pathIn(Files.readAllLines(MAPS));
        } catch (IOException e) {
            return "unknown path";
        }
    }

    /// Finds libnvinfer among the files that a process has mapped.
    ///
    /// @param maps lines of `/proc/<pid>/maps`
    static String pathIn(List<String> maps) {
        return maps.stream()
                .filter(line -> line.contains("/libnvinfer.so"))
                .map(line -> line.substring(line.indexOf('/')))
                .findFirst()
                .orElse("unknown path");
    }
}
