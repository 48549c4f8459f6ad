package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    void refusesFortranOrderAndSaysWhatToDo() {
        assertFails(ErrorKind.DATA, () -> NpyFile.read(NumpyBytes.written("fortran.npy"), arena))
                .withMessageContaining("fortran.npy")
                .withMessageContaining("numpy.ascontiguousarray");
    }

    @Test
    void readsAVectorInFortranOrderBecauseItIsTheSameInBoth() throws IOException {
        String header = NumpyBytes.header("'|u1'", true, "(2,)");

        assertThat(read(NumpyBytes.version1(header, bytes(1, 2))).get(1)).isEqualTo(2);
    }

    @Test
    void refusesPickledObjects() {
        assertFails(ErrorKind.DATA, () -> NpyFile.read(NumpyBytes.written("object.npy"), arena))
                .withMessageContaining("its dtype '|O' is not one of");
    }

    @ParameterizedTest
    @ValueSource(strings = {">f4", "<i2", "<c8", "|S3", "f4"})
    void refusesOtherTypes(String descr) {
        refuses(NumpyBytes.version1(header(descr, "(1,)"), new byte[4]), "its dtype '" + descr);
    }

    @Test
    void refusesStructuredTypes() {
        String header = NumpyBytes.header("[('x', '<f4')]", false, "(1,)");

        refuses(NumpyBytes.version1(header, new byte[4]), "its header is {'descr': [('x'");
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
    @ValueSource(strings = {"(-1,)", "(2.0,)", "[2]", "(2", "(1 2)", "2"})
    void refusesAShapeThatIsNone(String shape) {
        refuses(NumpyBytes.version1(header("|u1", shape), bytes(1, 2)), "hand-made.npy");
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
        refuses(Arrays.copyOf(NumpyBytes.version2("{}"), 11), "version is 2");
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
