package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.Tensors;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
    private static final String HEADER =
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir Path folder;
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void readsWhatItWroteInTheSameOrder() {
        Path file = folder.resolve("a.safetensors");
        SafetensorsFile.write(
                file,
                List.of(
                        Tensors.float32("zebra", Shape.of(2, 1), 1.5f, -0f),
                        Tensors.of(
                                "mask",
                                ElementType.BOOL,
                                Shape.of(3),
                                (byte) 1,
                                (byte) 0,
                                (byte) 1),
                        Tensors.float32("scalar", Shape.of(), 7),
                        Tensors.float32("empty", Shape.of(0, 4))));

        Map<String, TensorData> tensors = SafetensorsFile.read(file, arena);

        assertThat(tensors).containsOnlyKeys("zebra", "mask", "scalar", "empty");
        assertThat(tensors.keySet()).containsExactly("zebra", "mask", "scalar", "empty");
        assertThat(get(tensors, "zebra").shape()).isEqualTo(Shape.of(2, 1));
        assertThat(1 / get(tensors, "zebra").get(1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(get(tensors, "mask").get(2)).isEqualTo(1);
        assertThat(get(tensors, "scalar").get(0)).isEqualTo(7);
        assertThat(get(tensors, "empty").elements()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryElementType(ElementType type) {
        Path file = folder.resolve("a.safetensors");
        byte[] bytes = new byte[2 * type.bytes()];
        bytes[0] = 1;
        SafetensorsFile.write(file, List.of(Tensors.of("x", type, Shape.of(2), bytes)));

        TensorData read = get(SafetensorsFile.read(file, arena), "x");

        assertThat(read.spec().elementType()).isEqualTo(type);
        assertThat(read.segment().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "xy", "größe", "画像", "\"quoted\"\n"})
    void alignsTheDataWhateverTheNamesAre(String name) throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafetensorsFile.write(file, List.of(Tensors.float32(name, Shape.of(1), 1)));

        long header =
                ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getLong();

        assertThat(header % 8).isZero();
        assertThat(SafetensorsFile.read(file, arena)).containsOnlyKeys(name);
    }

    @Test
    void leavesMetadataOut() throws IOException {
        Path file = write("{\"__metadata__\":{\"made\":\"by hand\"}," + HEADER.substring(1), 8);

        assertThat(SafetensorsFile.read(file, arena)).containsOnlyKeys("x");
    }

    @Test
    void refusesAFileShorterThanItsHeaderLength() throws IOException {
        Path file = Files.write(folder.resolve("short.safetensors"), new byte[7]);

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining(file + " is not a valid safetensors file")
                .withMessageContaining("shorter than a header");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 64, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void refusesALyingHeaderLength(long length) throws IOException {
        ByteBuffer bytes = Tensors.littleEndian(8 + HEADER.length());
        bytes.putLong(length).put(HEADER.getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("lying.safetensors"), Tensors.bytes(bytes));

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining("header claims " + length + " bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\":", "not json", "[1]  ", "    ", "{}{}", "null"})
    void refusesAHeaderThatIsNotOneJsonObject(String header) throws IOException {
        Path file = write(header, 8);

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining("its header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0,16]",
                "[8,16]",
                "[-8,0]",
                "[8,0]",
                "[0,7]",
                "[0]",
                "[]",
                "{}",
                "[0,8,16]",
                "[0,1e300]",
                "[0,99999999999999999999999]",
                "[\"a\",\"b\"]",
                "[null,8]"
            })
    void refusesOffsetsThatDoNotFit(String offsets) throws IOException {
        Path file = write(HEADER.replace("[0,8]", offsets), 8);

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining("tensor 'x'")
                .withMessageContaining("data_offsets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[-2]",
                "[2.5]",
                "[\"2\"]",
                "2",
                "[99999999999999999999999]",
                "[[2]]",
                "[null]"
            })
    void refusesAShapeThatIsNone(String shape) throws IOException {
        Path file = write(HEADER.replace("[2]", shape), 8);

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining(file.toString())
                .withMessageContaining("shape");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[9223372036854775807]",
                "[4294967296,4294967296]",
                "[3037000500,3037000500]"
            })
    void refusesAShapeThatIsTooLargeAndNamesTheFile(String shape) throws IOException {
        Path file = write(HEADER.replace("[2]", shape), 8);

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"F4", "f32", "", "C64"})
    void refusesAnUnknownElementType(String dtype) throws IOException {
        Path file = write(HEADER.replace("F32", dtype), 8);

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining("tensor 'x' has the unknown dtype '" + dtype + "'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[0,8];[0,8];tensor 'y' has data_offsets [0, 8], where 8 of 16 bytes are taken",
                "[0,8];[4,12];where 8 of 16 bytes are taken",
                "[8,16];[8,16];tensor 'x' has data_offsets [8, 16], where 0 of 16",
                "[8,16];[0,8];read",
                "[0,8];[8,16];read"
            })
    void refusesTensorsThatShareBytesOrLeaveSomeOut(String x, String y, String result)
            throws IOException {
        String two =
                HEADER.replace("[0,8]", x).replace("}}", "},")
                        + HEADER.substring(1).replace("\"x\"", "\"y\"").replace("[0,8]", y);
        Path file = write(two, 16);

        if (result.equals("read")) {
            assertThat(SafetensorsFile.read(file, arena)).containsOnlyKeys("x", "y");
        } else {
            assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                    .withMessageContaining(result);
        }
    }

    @Test
    void refusesDuplicateNames() throws IOException {
        refuses(HEADER.replace("}}", "},") + HEADER.substring(1), "two tensors are named 'x'");
        refuses(HEADER.replace("\"shape", "\"dtype\":\"F32\",\"shape"), "has dtype twice");
        String metadata = "{\"__metadata__\":{},\"__metadata__\":{},";
        refuses(metadata + HEADER.substring(1), "__metadata__ comes twice");
    }

    @Test
    void refusesDeepNesting() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        refuses(HEADER.replace("\"shape", "\"a\":" + deep + ",\"shape"), "nesting depth");
    }

    @Test
    void refusesAHeaderInAnotherEncoding() throws IOException {
        byte[] text = HEADER.getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer bytes = Tensors.littleEndian(8 + text.length + 8);
        bytes.putLong(text.length).put(text);
        Path file = Files.write(folder.resolve("utf16.safetensors"), Tensors.bytes(bytes));

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining("byte 8: its header does not begin with {");
    }

    @Test
    void readsAndWritesScales() {
        Path file = folder.resolve("scaled.safetensors");
        TensorData stored = Tensors.of("q", ElementType.INT8, Shape.of(2), (byte) -128, (byte) 3);
        SafetensorsFile.write(file, List.of(stored.withScale(0.1f)));

        TensorData read = get(SafetensorsFile.read(file, arena), "q");

        assertThat(read.scale()).isEqualTo(0.1f);
        assertThat(read.get(0)).isEqualTo(-128 * (double) 0.1f);
        assertThat(read.row(1).get(0)).isEqualTo(3 * (double) 0.1f);
    }

    @ParameterizedTest
    @CsvSource({
        "assay.scale.x, 0.5, only 8-bit types have one",
        "assay.scale.y, 0.5, a scale for 'y'",
        "assay.scale.x, half, the scale 'half' is not a number"
    })
    void refusesAScaleThatFitsNothing(String key, String scale, String message) throws IOException {
        String metadata = "{\"__metadata__\":{\"%s\":\"%s\"},".formatted(key, scale);

        refuses(metadata + HEADER.substring(1), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "NaN", "Infinity", "1e-60"})
    void refusesAScaleThatIsNotPositiveAndFinite(String scale) throws IOException {
        String metadata = "{\"__metadata__\":{\"assay.scale.x\":\"%s\"},".formatted(scale);
        String header = HEADER.substring(1).replace("F32", "U8").replace("[2]", "[8]");

        refuses(metadata + header, "tensor 'x': Tensor x UINT8 8 cannot have the scale");
    }

    @Test
    void showsNoControlCharactersOfAHostileName() throws IOException {
        refuses(HEADER.replace("\"x\"", "\"\\u001b[2J\"").replace("[0,8]", "[0,7]"), "'?[2J'");
    }

    private void refuses(String header, String message) throws IOException {
        Path file = write(header, 8);
        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining(file.toString())
                .withMessageContaining(message);
    }

    @Test
    void refusesTruncatedData() throws IOException {
        Path file = write(HEADER, 7);

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(file, arena))
                .withMessageContaining("data_offsets [0, 8]");
    }

    @Test
    void namesAFileThatDoesNotExist() {
        Path missing = folder.resolve("missing.safetensors");

        assertFails(ErrorKind.DATA, () -> SafetensorsFile.read(missing, arena))
                .withMessage("There is no file " + missing);
    }

    private Path write(String header, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = Tensors.littleEndian(8 + text.length + dataBytes);
        bytes.putLong(text.length).put(text);
        return Files.write(folder.resolve("hand-made.safetensors"), Tensors.bytes(bytes));
    }

    private static TensorData get(Map<String, TensorData> tensors, String name) {
        TensorData tensor = tensors.get(name);
        assertThat(tensor).as(name).isNotNull();
        return Objects.requireNonNull(tensor);
    }
}
