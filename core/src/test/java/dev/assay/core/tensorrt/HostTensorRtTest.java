package dev.assay.core.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTensorRtTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "10.6.0.26, V10_6",
        "10.14.1.48, V10_6",
        "10.15.1.29, V10_15",
        "10.16.2.10, V10_15",
        "11.2.1.2, V11_2",
        "11.4.0.106, V11_2"
    })
    void choosesTheNewestBindingsThatAreNotNewerThanTheLibrary(String version, TensorRtLine line)
            throws IOException {
        FakeTensorRt.make(folder, version);

        HostTensorRt found = HostTensorRt.in(folder);

        assertThat(found.version()).hasToString(version);
        assertThat(found.line()).isEqualTo(line);
        assertThat(found.folder()).isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource({"8.6.1.6", "10.3.0.26", "11.1.0.5", "12.0.0.1"})
    void refusesWhatItHasNoBindingsOf(String version) throws IOException {
        FakeTensorRt.make(folder, version);

        assertThatThrownBy(() -> HostTensorRt.in(folder))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("holds TensorRT " + version)
                .hasMessageContaining(
                        "10.6 and newer of TensorRT 10, and 11.2 and newer of TensorRT 11");
    }

    @Test
    void findsTheLibrariesInTheFolderOfAnUnpackedArchive() throws IOException {
        FakeTensorRt.make(folder.resolve("lib"), "10.15.1.29");

        assertThat(HostTensorRt.in(folder).folder()).isEqualTo(folder.resolve("lib"));
    }

    @Test
    void goesByTheNameOfALinksTargetWhereSymbolsAreStripped() throws IOException {
        FakeTensorRt.make(folder, "10.15.1.29");
        Files.delete(folder.resolve("libnvinfer.so.10"));
        Files.createFile(folder.resolve("libnvinfer.so.10.9.0"));
        Files.createSymbolicLink(
                folder.resolve("libnvinfer.so.10"), Path.of("libnvinfer.so.10.9.0"));

        assertThat(HostTensorRt.in(folder).version()).hasToString("10.9.0");
    }

    @Test
    void takesTheNewestItCanCallWhereSeveralAreInstalled() throws IOException {
        FakeTensorRt.make(folder, "8.6.1.6");
        FakeTensorRt.make(folder, "10.7.0.23");

        assertThat(HostTensorRt.in(folder).version()).hasToString("10.7.0.23");
    }

    @Test
    void namesTheLibraryThatIsMissingBesideIt() throws IOException {
        FakeTensorRt.make(folder, "10.15.1.29");
        Files.delete(folder.resolve("libnvonnxparser.so.10"));

        assertThatThrownBy(() -> HostTensorRt.in(folder))
                .hasMessageContaining("TensorRT 10.15.1.29 without libnvonnxparser.so.10");
    }

    @Test
    void refusesFoldersWithoutTensorRtAndFilesThatAreNone() throws IOException {
        assertThatThrownBy(() -> HostTensorRt.in(folder.resolve("nowhere")))
                .hasMessageContaining("there is no folder");
        assertThatThrownBy(() -> HostTensorRt.in(folder)).hasMessageContaining("no libnvinfer.so");
        Files.writeString(folder.resolve("libnvinfer.so.10"), "version https://git-lfs");
        assertThatThrownBy(() -> HostTensorRt.in(folder)).hasMessageContaining("is damaged");
    }

    @Test
    void looksForTheTensorRtOfAContainerOnlyInNvidiasOwn() throws IOException {
        Path lib = FakeTensorRt.make(folder.resolve("lib"), "10.15.1.29");
        Map<String, String> nvidias = Map.of("TRT_VERSION", "10.15.1.29", "LD_LIBRARY_PATH", "/x:");

        assertThat(HostTensorRt.ofContainer(nvidias, List.of(folder)))
                .map(HostTensorRt::folder)
                .contains(lib);
        assertThat(HostTensorRt.ofContainer(nvidias, List.of())).isEmpty();
        assertThat(HostTensorRt.ofContainer(Map.of(), List.of(folder))).isEmpty();
    }

    @Test
    void saysWhatALineCannotDo() throws IOException {
        assertThat(HostTensorRt.in(FakeTensorRt.make(folder, "11.2.1.2")).sentence())
                .startsWith("11.2.1.2 in " + folder)
                .contains("bindings of 11.2, with the host's CUDA 13")
                .contains("strongly typed networks only");
    }
}
