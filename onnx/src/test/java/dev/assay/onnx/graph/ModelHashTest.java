package dev.assay.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.assay.core.AssayException;
import dev.assay.core.format.Sha256;
import dev.assay.onnx.Goldens;
import dev.assay.onnx.TinyOnnx;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.StringStringEntryProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHashTest {
    @TempDir Path folder;
    private Path model = Path.of("");

    @BeforeEach
    void choose() {
        model = folder.resolve("model.onnx");
    }

    @Test
    void isTheFilesOwnHashWhereAllWeightsAreInIt() throws IOException {
        Files.writeString(folder.resolve("model.onnx.data"), "weights of another");
        Files.copy(Goldens.file("fp32"), model);

        assertThat(ModelHash.of(model)).isEqualTo(Sha256.of(Goldens.file("fp32")));
    }

    @Test
    void isTheFilesOwnHashOfWhatIsNoModel() throws IOException {
        for (String name : new String[] {"model.onnx", "module.pt", "engine.plan"}) {
            Path file = Files.writeString(folder.resolve(name), "graph");

            assertThat(ModelHash.of(file)).isEqualTo(Sha256.of("graph"));
        }
    }

    @Test
    void staysTheSameWhereverTheWeightsLie() throws IOException {
        Path moved = moveWeightsOut(Goldens.model("fp32"));

        assertThat(Files.size(moved)).isLessThan(Files.size(Goldens.file("fp32")));
        assertThat(ModelHash.of(moved)).isEqualTo(Sha256.of(Goldens.file("fp32")));
    }

    @Test
    void changesWithEveryWeightInTheOtherFileAndWithNothingElseThere() throws IOException {
        String before = ModelHash.of(moveWeightsOut(Goldens.model("fp32")));
        Path weights = folder.resolve("weights.bin");
        byte[] bytes = Files.readAllBytes(weights);

        // Between two weights lies a byte that belongs to neither.
        bytes[0] ^= 1;
        Files.write(weights, bytes);
        assertThat(ModelHash.of(model)).isEqualTo(before);

        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        assertThat(ModelHash.of(model)).isNotEqualTo(before);
    }

    @Test
    void seesWeightsOfNodes() throws IOException {
        Files.writeString(folder.resolve("weights.bin"), "12345678");
        TensorProto weight = moved(Weights.ofFloats("w", List.of(2L), 1, 2), "weights.bin", 0);
        ModelProto tiny =
                new TinyOnnx()
                        .node(
                                "Constant",
                                "",
                                "y",
                                AttributeProto.newBuilder().setName("value").setT(weight).build())
                        .model();
        Files.write(model, tiny.toByteArray());
        String before = ModelHash.of(model);
        Files.writeString(folder.resolve("weights.bin"), "12345679");

        assertThat(before).isNotEqualTo(Sha256.of(model));
        assertThat(ModelHash.of(model)).isNotEqualTo(before);
    }

    @Test
    void needsTheOtherFile() throws IOException {
        moveWeightsOut(Goldens.model("fp32"));
        Files.delete(folder.resolve("weights.bin"));

        assertThatThrownBy(() -> ModelHash.of(model))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("weights.bin, which is missing");
    }

    private Path moveWeightsOut(ModelProto whole) throws IOException {
        ByteArrayOutputStream weights = new ByteArrayOutputStream();
        ModelProto small =
                Tensors.changed(
                        whole,
                        tensor -> {
                            if (!tensor.hasRawData()) {
                                return tensor;
                            }
                            weights.write(0);
                            TensorProto moved = moved(tensor, "weights.bin", weights.size());
                            weights.writeBytes(tensor.getRawData().toByteArray());
                            return moved;
                        });
        Files.write(folder.resolve("weights.bin"), weights.toByteArray());
        return Files.write(model, small.toByteArray());
    }

    private static TensorProto moved(TensorProto tensor, String file, long offset) {
        ByteString values = tensor.getRawData();
        return tensor.toBuilder()
                .clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", file))
                .addExternalData(entry("offset", Long.toString(offset)))
                .addExternalData(entry("length", Long.toString(values.size())))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
