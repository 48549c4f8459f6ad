package dev.assay.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor;
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
    void namesTheFolderOfAnEngineThatIsNotInstalled() {
        assertThatThrownBy(() -> EngineClasspath.installed(lib).of(engine("pytorch")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("engines/pytorch");
    }

    private static EngineDescriptor engine(String id) {
        return EngineCatalog.standard().get(id);
    }
}
