package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
    @TempDir Path folder;
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void readsTheFormatVersionsThatNumpyWrites() {
        TensorData version1 = NpyFile.read(NumpyBytes.written("v1.npy"), arena);
        TensorData version2 = NpyFile.read(NumpyBytes.written("v2.npy"), arena);
        TensorData version3 = NpyFile.read(NumpyBytes.written("v3.npy"), arena);

        assertThat(version1.spec().toString()).isEqualTo("tensor FLOAT32 2x3");
        assertThat(version1.get(5)).isEqualTo(1.25);
        assertThat(version2.spec().toString()).isEqualTo("tensor INT64 6");
        assertThat(version2.get(0)).isEqualTo(-3);
        assertThat(version3.shape()).isEqualTo(Shape.of());
        assertThat(version3.get(0)).isEqualTo(1.5);
    }

    @ParameterizedTest
    @CsvSource({
        "<f8, FLOAT64",
        "<f4, FLOAT32",
        "<f2, FLOAT16",
        ">f8, FLOAT64",
        ">f4, FLOAT32",
        ">f2, FLOAT16",
        ">i4, INT32",
        ">i8, INT64",
        "<V2, BFLOAT16",
        "|V2, BFLOAT16",
        "<f1, FLOAT8_E5M2",
        "|i1, INT8",
        "|u1, UINT8",
        "<i4, INT32",
        "<i8, INT64",
        "|b1, BOOL"
    })
    void readsEveryPlainType(String descr, ElementType type) throws IOException {
        byte[] data = new byte[2 * type.bytes()];

        TensorData tensor = read(NumpyBytes.version1(header(descr, "(2,)"), data));

        assertThat(tensor.spec().elementType()).isEqualTo(type);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2));
    }

    @Test
    void readsAHandMadeVersion2Header() throws IOException {
        TensorData tensor = read(NumpyBytes.version2(header("|u1", "(1, 3)"), bytes(7, 8, 9)));

        assertThat(tensor.shape()).isEqualTo(Shape.of(1, 3));
        assertThat(tensor.get(2)).isEqualTo(9);
    }

    @Test
    void putsFortranOrderIntoRows() {
        TensorData tensor = NpyFile.read(NumpyBytes.written("fortran.npy"), arena);

        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(IntStream.range(0, 6).mapToDouble(tensor::get))
                .containsExactly(0.0, 0.25, 0.5, 0.75, 1.0, 1.25);
    }

    @Test
    void readsAVectorInFortranOrderBecauseItIsTheSameInBoth() throws IOException {
        String header = NumpyBytes.header("'|u1'", true, "(2,)");

        assertThat(read(NumpyBytes.version1(header, bytes(1, 2))).get(1)).isEqualTo(2);
    }

    @Test
    void refusesPickledObjects() {
        assertFails(ErrorKind.DATA, () -> NpyFile.read(NumpyBytes.written("object.npy"), arena))
                .withMessageContaining("its dtype '|O' is pickled Python objects")
                .withMessageContaining("array.astype(numpy.float32)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<c8", "|S3", "f4", "=f4", "|f4", ">V2", "<f16", "<M8[s]", ""})
    void refusesOtherTypes(String descr) {
        refuses(NumpyBytes.version1(header(descr, "(1,)"), new byte[4]), "its dtype '" + descr);
    }

    @Test
    void refusesStructuredTypes() {
        String header = NumpyBytes.header("[('x', '<f4')]", false, "(1,)");

        refuses(
                NumpyBytes.version1(header, new byte[4]),
                "its dtype is structured, '[('x', '<f4')]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 13, 24})
    void refusesDataOfTheWrongSize(int size) {
        refuses(
                NumpyBytes.version1(header("<f4", "(3,)"), new byte[size]),
                "needs 12 bytes of data, it has " + size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(99999999999999999999,)",
                "(9223372036854775807, 9223372036854775807)",
                "(9223372036854775807,)"
            })
    void refusesAHugeShape(String shape) {
        refuses(NumpyBytes.version1(header("<f4", shape), new byte[4]), "hand-made.npy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(-1,)", "(2.0,)", "[2]", "(2", "(2)", "(1 2)", "2", "(2,,)", "(True,)"})
    void refusesAShapeThatIsNone(String shape) {
        refuses(NumpyBytes.version1(header("|u1", shape), bytes(1, 2)), "hand-made.npy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '|u1', 'fortran_order': False}",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'descr': '|i1'}",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), 'other': 1}",
                "{'descr': '|u1', 'fortran_order': False, 'shape': (1,)} + {}",
                "{'descr': '|u1', 'fortran_order': 1, 'shape': (1,)}",
                "{'descr': '|\\u1', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '|u1' 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '|u1",
                "[]",
                ""
            })
    void refusesAHeaderThatIsNotOneDict(String header) {
        refuses(NumpyBytes.version1(header, bytes(1)), "hand-made.npy is not");
    }

    @Test
    void readsAHeaderInAnyOrderAndQuotes() throws IOException {
        String header = "{\"shape\":(2L,),'fortran_order':False,'descr':'|u1'}";

        assertThat(read(NumpyBytes.version1(header, bytes(1, 2))).get(1)).isEqualTo(2);
    }

    @Test
    void refusesBitsThatCouldBeSeveralTypesUnlessToldWhich() throws IOException {
        byte[] file = NumpyBytes.version1(header("<V1", "(1,)"), bytes(0x38));
        TensorHints e4m3 = types(TensorHints.ANY, ElementType.FLOAT8_E4M3);

        refuses(file, "--dtype, one of [FLOAT8_E4M3, FLOAT8_E5M2]");
        assertThat(read(file, e4m3).get(0)).isEqualTo(1);
        assertThat(read(file, types("tensor", ElementType.FLOAT8_E5M2)).get(0)).isEqualTo(0.5);
    }

    @Test
    void readsTheBitsOfAFloatFromAnIntegerIfToldSo() throws IOException {
        byte[] file = NumpyBytes.version1(header(">u2", "(1,)"), bytes(0x40, 0x20));

        assertThat(read(file, types("tensor", ElementType.BFLOAT16)).get(0)).isEqualTo(2.5);
        assertThat(read(file, types("tensor", ElementType.FLOAT16)).get(0)).isEqualTo(2.0625);
        refuses(file, "--dtype, one of [FLOAT16, BFLOAT16]");
        assertFails(ErrorKind.CONFIG, () -> read(file, types("tensor", ElementType.FLOAT32)))
                .withMessageContaining("'>u2' cannot be taken for FLOAT32");
    }

    @Test
    void aHintForAnyTensorLeavesThoseThatSayWhatTheyAre() throws IOException {
        byte[] file = NumpyBytes.version1(header("<f2", "(1,)"), bytes(0, 0x3C));

        assertThat(read(file, types(TensorHints.ANY, ElementType.BFLOAT16)).get(0)).isEqualTo(1);
    }

    /// A pattern with nested repetition would take longer than the universe lasts.
    @Test
    void refusesAHostileShapeAtOnce() {
        String digits = "(" + "1".repeat(60) + "x)";
        refuses(NumpyBytes.version1(header("|u1", digits), bytes(1)), "hand-made.npy");

        String extents = "(" + "1,".repeat(20_000) + ")";
        refuses(NumpyBytes.version1(header("|u1", extents)), "hand-made.npy");
    }

    @Test
    void refusesATruncatedHeader() {
        byte[] whole = NumpyBytes.version1(header("|u1", "(1,)"), bytes(1));

        for (int length : new int[] {0, 5, 6, 9, 10, 40}) {
            refuses(Arrays.copyOf(whole, length), "is not an .npy array");
        }
        refuses(Arrays.copyOf(NumpyBytes.version2("{}"), 11), "the file ends at byte 11");
    }

    @Test
    void refusesALyingHeaderLength() {
        byte[] version1 = NumpyBytes.version1(header("|u1", "(1,)"), bytes(1));
        version1[8] = (byte) 0xFF;
        version1[9] = (byte) 0xFF;
        byte[] version2 = NumpyBytes.version2(header("|u1", "(1,)"), bytes(1));
        version2[11] = (byte) 0xFF;

        refuses(version1, "its header claims 65535 bytes");
        refuses(version2, "its header claims 42781");
    }

    @Test
    void refusesAnUnknownFormatVersion() {
        byte[] file = NumpyBytes.version1(header("|u1", "(1,)"), bytes(1));
        file[6] = 4;

        refuses(file, "its format version is 4");
    }

    @Test
    void refusesWhatIsNoNpyFile() {
        refuses("PK\3\4 something else".getBytes(StandardCharsets.UTF_8), "magic");
    }

    private void refuses(byte[] bytes, String why) {
        assertFails(ErrorKind.DATA, () -> read(bytes)).withMessageContaining(why);
    }

    private TensorData read(byte[] bytes) throws IOException {
        return NpyFile.read(Files.write(folder.resolve("hand-made.npy"), bytes), arena);
    }

    private TensorData read(byte[] bytes, TensorHints hints) throws IOException {
        return NpyFile.read(Files.write(folder.resolve("hand-made.npy"), bytes), hints, arena);
    }

    private static TensorHints types(String tensor, ElementType type) {
        return new TensorHints(Optional.empty(), Map.of(tensor, type), Map.of(), Optional.empty());
    }

    private static String header(String descr, String shape) {
        return NumpyBytes.header("'" + descr + "'", false, shape);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
