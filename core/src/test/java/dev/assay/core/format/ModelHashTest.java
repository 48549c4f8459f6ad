package dev.assay.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHashTest {
    @TempDir Path folder;

    @Test
    void isTheFilesOwnHashWhereNothingLiesBesideIt() {
        Path model = folder.resolve("model.onnx");
        AtomicFile.write(model, "graph");
        AtomicFile.write(folder.resolve("other.onnx.data"), "weights of another");

        assertThat(ModelHash.of(model)).isEqualTo(Sha256.of("graph"));
    }

    @Test
    void changesWithTheWeightsBesideTheModel() {
        Path model = folder.resolve("model.onnx");
        AtomicFile.write(model, "graph");
        AtomicFile.write(folder.resolve("model.onnx.data"), "weights");
        String before = ModelHash.of(model);
        AtomicFile.write(folder.resolve("model.onnx.data"), "Weights");

        assertThat(ModelHash.of(model)).isNotEqualTo(before);
    }
}
