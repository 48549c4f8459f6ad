package dev.assay.onnx.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizationFileTest {
    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("int8.json");
    }

    @Test
    void readsWhatItWrote() {
        QuantizationFile written = Goldens.ranges(Scheme.INT8, "abc", List.of("head", "mix"));

        written.write(file);

        assertThat(QuantizationFile.read(file)).isEqualTo(written);
    }

    @Test
    void saysInTheFileWhatItsNumbersMean() throws IOException {
        Goldens.ranges(Scheme.INT8, "abc", List.of("head")).write(file);

        assertThat(Files.readString(file))
                .contains("\"schema\" : \"assay.quantization/1\"")
                .contains("\"scheme\" : \"INT8\"")
                .contains("\"rule\" : \"largest-magnitude\"")
                .contains("\"weights\" : \"largest magnitude of each output channel / 127\"")
                .contains("\"features\" : 1.0");
    }

    @Test
    void refusesANewerSchemaAndOtherFiles() throws IOException {
        Goldens.ranges(Scheme.FP8, "abc", List.of("head")).write(file);
        String text = Files.readString(file);

        assertRefused(text.replace("quantization/1", "quantization/2"), "assay.quantization/2");
        assertRefused("{}", "no quantisation file");
        assertRefused("{ \"schema\"", "Cannot read the quantisation file");
        assertRefused(text.replaceAll("\"nodes\"[^\\]]*],", ""), "nodes");
    }

    @Test
    void refusesRangesThatNoScaleDescribes() throws IOException {
        Goldens.ranges(Scheme.FP8, "abc", List.of("head")).write(file);
        String text = Files.readString(file);

        assertRefused(text.replace("\"features\" : 1.0", "\"features\" : 0.0"), "'features'");
    }

    @Test
    void refusesAnotherModelNamingBoth() {
        assertThatThrownBy(() ->
                        Goldens.ranges(Scheme.INT8, "abcdefabcdef", List.of("head"))
                                .requireModel(Path.of("other.onnx"), "123456123456"))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CONFIG))
                .hasMessageContaining("other.onnx")
                .hasMessageContaining("abcdefabcdef")
                .hasMessageContaining("123456123456");
    }

    private void assertRefused(String text, String message) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(() -> QuantizationFile.read(file))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA))
                .hasMessageContaining(message);
    }
}
