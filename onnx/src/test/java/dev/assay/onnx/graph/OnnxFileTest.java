package dev.assay.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.Goldens;
import dev.assay.onnx.TinyOnnx;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.StringStringEntryProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import dev.assay.onnx.proto.Onnx.TensorProto.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {
    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("models").resolve("model.onnx");
    }

    @Test
    void writesWhatItReadsByteForByte() throws IOException {
        OnnxFile.write(Goldens.model("fp32"), file);

        assertThat(Files.mismatch(file, Goldens.file("fp32"))).isEqualTo(-1);
        try (Stream<Path> files = Files.list(folder.resolve("models"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void readsIrVersionsAndFieldsThatItDoesNotKnow() throws IOException {
        ModelProto model = new TinyOnnx().irVersion(99).node("Relu", "x", "y").model();
        // Field 900, a varint.
        byte[] unknown = {(byte) 0xa0, 0x38, 7};
        byte[] bytes = model.toByteString().concat(ByteString.copyFrom(unknown)).toByteArray();
        write(bytes);

        ModelProto read = OnnxFile.read(file);

        assertThat(read.getIrVersion()).isEqualTo(99);
        assertThat(read.toByteArray()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.5, 0.999})
    void refusesAFileThatIsCutOff(double part) throws IOException {
        byte[] whole = Files.readAllBytes(Goldens.file("fp32"));
        write(Arrays.copyOf(whole, (int) (whole.length * part)));

        assertRefused("model.onnx");
    }

    @Test
    void refusesOtherFilesByName() throws IOException {
        assertRefused("There is no model");
        write("<html>not found</html>".getBytes(StandardCharsets.UTF_8));
        assertRefused("model.onnx");
    }

    @Test
    void refusesGraphsThatAreNestedWithoutEnd() throws IOException {
        ByteString message = ByteString.EMPTY;
        for (int depth = 0; depth < 300; depth++) {
            // graph.node.attribute.g, each the only field of the one around it.
            for (int tag : new int[] {6 << 3 | 2, 5 << 3 | 2, 1 << 3 | 2}) {
                message = field(tag, message);
            }
        }
        write(field(7 << 3 | 2, message).toByteArray());

        assertRefused("damaged, cut off or no ONNX file");
    }

    @Test
    void takesWeightsFromFilesBesideTheModel() throws IOException {
        writeWithWeights("weights.bin", Map.of("offset", "4", "length", "8"));
        Files.write(
                file.resolveSibling("weights.bin"),
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(9)
                        .putFloat(1.5f)
                        .putFloat(-2)
                        .array());

        TensorProto weight = OnnxFile.read(file).getGraph().getInitializer(0);

        assertThat(weight.hasDataLocation()).isFalse();
        assertThat(Weights.floats(weight).get(0)).isEqualTo(1.5f);
        assertThat(Weights.floats(weight).get(1)).isEqualTo(-2);
    }

    /// A constant in a branch is a weight like any other.
    @Test
    void takesWeightsOfGraphsInsideNodes() throws IOException {
        TensorProto weight = external("weights.bin", Map.of("offset", "4"));
        GraphProto branch =
                GraphProto.newBuilder()
                        .addInitializer(weight)
                        .addNode(
                                TinyOnnx.nodeOf(
                                        "Constant",
                                        "",
                                        "c",
                                        AttributeProto.newBuilder()
                                                .setName("value")
                                                .setT(weight)
                                                .build()))
                        .build();
        AttributeProto then =
                AttributeProto.newBuilder().setName("then_branch").setG(branch).build();
        write(new TinyOnnx().node("If", "x", "y", then).model().toByteArray());
        Files.write(file.resolveSibling("weights.bin"), new byte[] {0, 0, 0, 0, 0, 0, 0, 64});

        GraphProto read = OnnxFile.read(file).getGraph().getNode(0).getAttribute(0).getG();

        assertThat(read.getInitializer(0).getRawData().byteAt(3)).isEqualTo((byte) 64);
        assertThat(read.getNode(0).getAttribute(0).getT()).isEqualTo(read.getInitializer(0));
    }

    @Test
    void saysWhichFileBelongsToTheModel() throws IOException {
        writeWithWeights("weights.bin", Map.of());

        assertRefused("in another file, weights.bin, which is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.bin", "/etc/hostname", "", "sub/../../secret.bin"})
    void readsNoFileOutsideOfTheModelsFolder(String location) throws IOException {
        Files.write(folder.resolve("secret.bin"), new byte[8]);
        writeWithWeights(location, Map.of());

        assertRefused("which is not ");
    }

    @Test
    void followsNoLinkOutOfTheModelsFolder() throws IOException {
        Path secret = Files.write(folder.resolve("secret.bin"), new byte[8]);
        writeWithWeights("link.bin", Map.of());
        Files.createSymbolicLink(file.resolveSibling("link.bin"), secret);

        assertRefused("not in the model's folder");
    }

    @Test
    void refusesWeightsBeyondTheEndOfTheirFile() throws IOException {
        writeWithWeights("weights.bin", Map.of("offset", "8", "length", "9223372036854775807"));
        Files.write(file.resolveSibling("weights.bin"), new byte[12]);
        assertRefused("weights.bin, which has 12");

        writeWithWeights("weights.bin", Map.of("offset", "-1"));
        assertRefused("offset -1");
    }

    @Test
    void refusesShapesThatNoMemoryHolds() {
        TensorProto huge =
                TensorProto.newBuilder()
                        .setName("w")
                        .setDataType(DataType.FLOAT_VALUE)
                        .addAllDims(List.of(1L << 40, 1L << 40))
                        .setRawData(ByteString.EMPTY)
                        .build();

        assertThatThrownBy(() -> Weights.floats(huge))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("'w' has the shape [1099511627776, 1099511627776]");
    }

    private void writeWithWeights(String location, Map<String, String> about) throws IOException {
        TensorProto weight = external(location, about);
        write(new TinyOnnx().weight(weight).node("Add", "x w", "y").model().toByteArray());
    }

    private static TensorProto external(String location, Map<String, String> about) {
        TensorProto.Builder weight =
                TensorProto.newBuilder()
                        .setName("w")
                        .setDataType(DataType.FLOAT_VALUE)
                        .addDims(2)
                        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                        .addExternalData(entry("location", location));
        about.forEach((key, value) -> weight.addExternalData(entry(key, value)));
        return weight.build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static ByteString field(int tag, ByteString content) {
        ByteString.Output out = ByteString.newOutput();
        out.write(tag);
        for (int size = content.size(); ; size >>>= 7) {
            out.write(size < 128 ? size : (size & 127) | 128);
            if (size < 128) {
                break;
            }
        }
        return out.toByteString().concat(content);
    }

    private void write(byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> OnnxFile.read(file))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA))
                .hasMessageContaining(message);
    }
}
