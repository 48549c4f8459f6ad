package dev.assay.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.tensorrt.TensorRtLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineClasspathTest {
    @TempDir Path lib;

    @Test
    void givesEachEngineItsOwnFolderBesideTheCommonOne() throws IOException {
        Files.createDirectories(lib.resolve("engines/pytorch"));
        Files.createDirectories(lib.resolve("engines/onnxruntime-cpu"));

        assertThat(EngineClasspath.installed(lib).of(engine("pytorch")))
                .isEqualTo(lib + "/*:" + lib + "/engines/pytorch/*");
    }

    @Test
    void replacesTheBindingsOfTensorRtByThoseOfAnotherLine() throws IOException {
        Path folder = Files.createDirectories(lib.resolve("engines/tensorrt-onnx"));
        Files.createFile(folder.resolve("assay-engines-tensorrt-1.jar"));
        Files.createFile(folder.resolve("tensorrt-10.6-1.5.11.jar"));
        Files.createDirectories(lib.resolve("lines/11.2"));
        EngineClasspath installed = EngineClasspath.installed(lib);
        EngineDescriptor engine = engine("tensorrt-onnx");

        assertThat(installed.of(engine, TensorRtLine.V11_2))
                .isEqualTo(
                        "%s/*:%s/assay-engines-tensorrt-1.jar:%s/lines/11.2/*"
                                .formatted(lib, folder, lib));
        assertThat(installed.of(engine, TensorRtLine.own())).isEqualTo(installed.of(engine));
        assertThatThrownBy(() -> installed.of(engine, TensorRtLine.V10_15))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("bindings of TensorRT 10.15 are not installed");
    }

    @Test
    void namesTheFolderOfAnEngineThatIsNotInstalled() {
        assertThatThrownBy(() -> EngineClasspath.installed(lib).of(engine("pytorch")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("engines/pytorch");
    }

    private static EngineDescriptor engine(String id) {
        return EngineCatalog.standard().get(id);
    }
}
