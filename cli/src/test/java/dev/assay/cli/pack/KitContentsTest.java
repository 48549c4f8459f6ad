package dev.assay.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KitContentsTest {
    @TempDir Path folder;

    private InstalledAssay installed;

    @BeforeEach
    void install() throws IOException {
        installed = new InstalledAssay(folder);
    }

    @Test
    void takesWhatTheNamedEnginesNeedAndNothingOfOthers() throws IOException {
        installed.file("dist/lib/native/tensorrt/libnvinfer.so.10");

        assertThat(names(false, "onnxruntime-cpu"))
                .containsExactly(
                        "bin/assay",
                        "lib/assay-cli.jar",
                        "lib/engines/onnxruntime-cpu/onnxruntime.jar",
                        "reference-data/manifest.json",
                        "reference-data/suites/smoke.yml");
        assertThat(names(false, "tensorrt-onnx"))
                .contains(
                        "lib/engines/tensorrt-onnx/tensorrt.jar",
                        "lib/native/tensorrt/libnvinfer.so.10")
                .doesNotContain("lib/engines/onnxruntime-cpu/onnxruntime.jar");
    }

    @Test
    void takesTheBindingsOfATensorRtThatTheHostMayHave() throws IOException {
        installed.file("dist/lib/native/tensorrt/libnvinfer.so.10");
        installed.file("dist/lib/lines/11.2/tensorrt.jar");

        assertThat(names(false, "tensorrt-onnx")).contains("lib/lines/11.2/tensorrt.jar");
        assertThat(names(false, "onnxruntime-cpu")).noneMatch(it -> it.contains("lines"));
    }

    @Test
    void takesReferenceDataThatAToolMadeOnlyWhenAsked() {
        assertThat(names(true, "onnxruntime-cpu"))
                .contains("reference-data/large/model.onnx")
                .noneMatch(name -> name.contains("__pycache__"));
    }

    @Test
    void takesGeneratedDataAlongButNothingThatIsBeingMade() throws IOException {
        installed.file("reference-data/generated/detection/generated.json");
        installed.file("reference-data/generated/.detection.part-7/images/000001.png");

        assertThat(names(false, "onnxruntime-cpu"))
                .contains("reference-data/generated/detection/generated.json")
                .noneMatch(name -> name.contains("part-7"));
    }

    @Test
    void keepsThePermissionToExecute() {
        assertThat(files(false, "onnxruntime-cpu"))
                .filteredOn(KitFile::executable)
                .extracting(KitFile::name)
                .containsExactly("bin/assay");
    }

    @Test
    void saysHowToGetTheLibrariesThatABuildForTheCpuLacks() {
        assertThatThrownBy(() -> names(false, "tensorrt-onnx"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("native libraries of tensorrt-onnx")
                .hasMessageContaining("./run-all.sh --gpu");
    }

    @Test
    void refusesAnEngineThatIsNotInstalled() {
        assertThatThrownBy(() -> names(false, "pytorch"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("Engine pytorch is not installed");
    }

    private List<String> names(boolean withLarge, String... engines) {
        return files(withLarge, engines).stream().map(KitFile::name).toList();
    }

    private List<KitFile> files(boolean withLarge, String... engines) {
        List<EngineDescriptor> descriptors =
                Stream.of(engines).map(EngineCatalog.standard()::get).toList();
        return new KitContents(installed.dist(), installed.referenceData(), descriptors, withLarge)
                .files();
    }
}
