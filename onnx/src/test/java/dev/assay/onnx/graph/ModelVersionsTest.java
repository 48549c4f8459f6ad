package dev.assay.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.TinyOnnx;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.OperatorSetIdProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelVersionsTest {
    private static final ModelProto MODEL =
            new TinyOnnx().opset(20).irVersion(12).node("Relu", "x", "y").model();

    @TempDir Path folder;

    @Test
    void readsTheOpsetOfOnnxAmongOthers() throws IOException {
        OperatorSetIdProto other =
                OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(99).build();
        Path file = write(MODEL.toBuilder().addOpsetImport(other).build().toByteArray());

        assertThat(ModelVersions.of(file)).isEqualTo(new ModelVersions(12, 20));
    }

    @Test
    void changesNothingButTheIrVersion() throws IOException {
        Path file = write(MODEL.toByteArray());
        Path copy = folder.resolve("copy.onnx");

        ModelVersions.writeWithIr(10, file, copy);

        assertThat(copy).hasBinaryContent(MODEL.toBuilder().setIrVersion(10).build().toByteArray());
        assertThat(file).hasBinaryContent(MODEL.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 0.5, 0.9})
    void refusesAFileThatIsCutOff(double part) throws IOException {
        byte[] whole = MODEL.toByteArray();
        Path file = write(Arrays.copyOf(whole, (int) (whole.length * part)));

        assertThatThrownBy(() -> ModelVersions.of(file))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA))
                .hasMessageContaining("model.onnx");
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("model.onnx"), bytes);
    }
}
