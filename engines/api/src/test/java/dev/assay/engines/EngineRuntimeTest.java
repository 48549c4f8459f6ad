package dev.assay.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.process.ChildProcess;
import dev.assay.core.suite.EngineCatalog;
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

        assertThat(
                        runtime(Optional.of(Path.of("/opt/tensorrt/lib")))
                                .variables("tensorrt-onnx")
                                .get("LD_LIBRARY_PATH"))
                .startsWith("/opt/tensorrt/lib:" + lib.resolve("native/tensorrt"));
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

    private EngineRuntime runtime(Optional<Path> libraries) {
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
