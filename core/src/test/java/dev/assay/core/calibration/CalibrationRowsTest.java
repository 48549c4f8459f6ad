package dev.assay.core.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.Sha256;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationRowsTest {
    private final Arena arena = Arena.ofShared();

    @TempDir Path folder;
    private Path inputs = Path.of("");

    @BeforeEach
    void writeInputs() {
        inputs = write("inputs", "x", 2, 0.5f, -1f, 0.25f, 0f);
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void readsOtherRowsInTheSameRange() {
        CalibrationRows rows = read(write("other", "x", 3, 1f, 1f, 0.5f, 0.5f, 0f, 0f));

        assertThat(rows.count()).isEqualTo(3);
        assertThat(rows.rowShape("x")).isEqualTo(Shape.of(2));
        assertThat(rows.batch("x", 1, 1, arena).get(0)).isEqualTo(0.5);
    }

    @Test
    void refusesTheFileThatIsScored() {
        assertRefused(inputs, "is calibrated with and scored");
    }

    @Test
    void refusesACopyOfTheFileThatIsScored() throws IOException {
        assertRefused(
                Files.copy(inputs, folder.resolve("copy.safetensors")),
                "is calibrated with and scored");
    }

    @Test
    void refusesARowThatIsScored() {
        assertRefused(write("overlap", "x", 2, 1f, 1f, 0.25f, 0f), "row 1 is row 1 of the inputs");
    }

    @Test
    void refusesRowsThatWereScaledOtherwise() {
        assertRefused(
                write("bytes", "x", 1, 255f, 0f), "'x' reaches 255.0 from zero, the inputs 1.000");
        assertRefused(write("tiny", "x", 1, 0.49f, 0f), "reaches 0.4900 from zero");
    }

    @Test
    void acceptsRowsUpToTwiceAsFarFromZero() {
        assertThat(read(write("wide", "x", 1, 2f, 0f)).count()).isEqualTo(1);
        assertThat(read(write("narrow", "x", 1, -0.5f, 0f)).count()).isEqualTo(1);
    }

    @Test
    void refusesRowsThatAreNotFinite() {
        assertRefused(write("nan", "x", 1, Float.NaN, 0f), "'x' is not finite");
    }

    @Test
    void refusesRowsOfOtherInputs() {
        assertRefused(write("name", "y", 1, 1f, 1f), "holds [y], the inputs file [x]");
    }

    @Test
    void refusesAMissingFile() {
        assertRefused(folder.resolve("none.safetensors"), "no readable calibration file");
    }

    @Test
    void namesEveryRowByItsBytes() {
        CalibrationRows rows = read(write("two", "x", 2, 1f, 0.5f, 0.5f, 1f));

        assertThat(rows.hashes())
                .containsExactly(
                        Sha256.of(arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f, 0.5f)),
                        Sha256.of(arena.allocateFrom(ValueLayout.JAVA_FLOAT, 0.5f, 1f)));
        assertThat(rows.fingerprint())
                .containsEntry(
                        "x",
                        Sha256.of(arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f, 0.5f, 0.5f, 1f)));
        assertThat(rows.magnitudes()).containsEntry("x", 1.0);
    }

    @Test
    void refusesToBeScoredAfterACalibrationWithItsRows() {
        List<String> calibrated = read(write("some", "x", 2, 1f, 0.5f, 0.5f, 1f)).hashes();
        CalibrationRows scored =
                CalibrationRows.scored(write("scored", "x", 2, 0f, 0f, 0.5f, 1f), arena);

        assertThatThrownBy(() -> scored.requireOthers(Path.of("some"), calibrated))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("some: row 1 is row 1 of the inputs");
        assertThatThrownBy(() -> scored.requireRanges(Path.of("some"), Map.of("x", 255.0)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("'x' reaches 255.0 from zero");
        scored.requireOthers(Path.of("some"), calibrated.subList(0, 1));
        scored.requireRanges(Path.of("some"), Map.of("x", 1.0));
    }

    @Test
    void choosesTheLargestBatchThatUsesEveryRow() {
        assertThat(rowsOf(12).batchUpTo(8)).isEqualTo(6);
        assertThat(rowsOf(12).batchUpTo(100)).isEqualTo(12);
        assertThat(rowsOf(7).batchUpTo(4)).isEqualTo(1);
    }

    private CalibrationRows rowsOf(int count) {
        float[] values = new float[count * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 - i / 1000f;
        }
        return read(write("rows" + count, "x", count, values));
    }

    private CalibrationRows read(Path file) {
        return CalibrationRows.read(file, inputs, arena);
    }

    private void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.DATA))
                .hasMessageContaining(message);
    }

    private Path write(String name, String tensor, int rows, float... values) {
        TensorData data =
                TensorData.allocate(
                        new TensorSpec(
                                tensor, ElementType.FLOAT32, Shape.of(rows, values.length / rows)),
                        arena);
        for (int i = 0; i < values.length; i++) {
            data.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, values[i]);
        }
        Path file = folder.resolve(name + ".safetensors");
        SafetensorsFile.write(file, List.of(data));
        return file;
    }
}
