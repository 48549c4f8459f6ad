package dev.assay.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.process.ChildProcess;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.tensorrt.HostTensorRt;
import dev.assay.core.tensorrt.TensorRtLine;
import dev.assay.core.tensorrt.TensorRtVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineRuntimeTest {
    @TempDir Path lib;

    @Test
    void putsNativeLibrariesOnTheLoadersPathBeforeAProcessStarts() throws IOException {
        Files.createDirectories(lib.resolve("native/tensorrt"));

        assertThat(runtime(Optional.empty()).variables("tensorrt-onnx").get("LD_LIBRARY_PATH"))
                .startsWith(lib.resolve("native/tensorrt").toString());
    }

    @Test
    void prefersAFolderOfTheUsersOwn() throws IOException {
        Files.createDirectories(lib.resolve("native/tensorrt"));
        EngineRuntime runtime = runtime(Optional.of(own("10.6.0.26")));

        assertThat(runtime.variables("tensorrt-onnx").get("LD_LIBRARY_PATH"))
                .startsWith("/opt/tensorrt/lib:" + lib.resolve("native/tensorrt"));
        assertThat(runtime.variables("onnxruntime-tensorrt").get("LD_LIBRARY_PATH"))
                .startsWith("/opt/tensorrt/lib");
        assertThat(runtime.variables("onnxruntime-tensorrt-iobinding").get("LD_LIBRARY_PATH"))
                .startsWith("/opt/tensorrt/lib");
        assertThat(runtime.variables("onnxruntime-cuda").get("LD_LIBRARY_PATH"))
                .doesNotContain("/opt/tensorrt/lib");
    }

    @Test
    void takesCudaFromTheHostWhereItsTensorRtIsOfAnotherLine() throws IOException {
        Files.createDirectories(lib.resolve("native/tensorrt"));

        assertThat(
                        runtime(Optional.of(own("10.15.1.29")))
                                .variables("tensorrt-onnx")
                                .get("LD_LIBRARY_PATH"))
                .startsWith("/opt/tensorrt/lib")
                .endsWith(lib.resolve("native/tensorrt").toString());
    }

    @Test
    void saysThatOnnxRuntimeIsLinkedToAnotherTensorRt() throws IOException {
        Files.createDirectories(lib.resolve("engines/onnxruntime-cpu"));
        Files.createDirectories(lib.resolve("engines/tensorrt-onnx"));

        assertThat(runtime(Optional.of(own("10.15.1.29"))).missing("onnxruntime-tensorrt"))
                .isEmpty();
        assertThat(runtime(Optional.of(own("11.2.1.2"))).missing("onnxruntime-tensorrt"))
                .hasValueSatisfying(it ->
                        assertThat(it).contains("linked to TensorRT 10").contains("11.2.1.2"));
    }

    @Test
    void showsGpuEnginesOneGpu() {
        assertThat(runtime(Optional.empty()).on("GPU-aaaa").variables("tensorrt-onnx"))
                .containsEntry("CUDA_VISIBLE_DEVICES", "GPU-aaaa")
                .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
    }

    @Test
    void leavesEnginesOnTheCpuAlone() {
        assertThat(runtime(Optional.empty()).on("GPU-aaaa").variables("onnxruntime-cpu")).isEmpty();
    }

    private static HostTensorRt own(String version) {
        TensorRtVersion parsed = TensorRtVersion.in(version).orElseThrow();
        return new HostTensorRt(
                Path.of("/opt/tensorrt/lib"), parsed, TensorRtLine.of(parsed).orElseThrow());
    }

    private EngineRuntime runtime(Optional<HostTensorRt> libraries) {
        return new EngineRuntime(
                EngineCatalog.standard(),
                EngineClasspath.installed(lib),
                lib,
                Optional.empty(),
                libraries,
                Duration.ofMinutes(1),
                new ChildProcess.Limits(Duration.ofMinutes(1), Long.MAX_VALUE));
    }
}
