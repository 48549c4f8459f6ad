package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.Golden;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every element type in every format that holds it, as other tools write it.
class ElementTypesInFilesTest {
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @EnumSource
    void readsSafetensors(ElementType type) {
        check(TensorFiles.read(written("all.safetensors"), arena), type);
    }

    @ParameterizedTest
    @EnumSource
    void readsArchivesOfNumPyAndMlDtypes(ElementType type) {
        TensorHints hints = named("float8_e4m3");

        check(TensorFiles.read(written("all.npz"), hints, arena), type);
        check(TensorFiles.read(written("all-deflated.npz"), hints, arena), type);
    }

    private static TensorHints named(String tensor) {
        return new TensorHints(
                Optional.empty(),
                Map.of(tensor, ElementType.FLOAT8_E4M3),
                Map.of(),
                Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BFLOAT16", "FLOAT8_E4M3", "FLOAT8_E5M2"})
    void readsPolygraphysOutputs(ElementType type) {
        check(TensorFiles.read(written("outputs.json"), arena), type);
    }

    @Test
    void asksForTheTypeThatNumPyDoesNotName() {
        assertFails(ErrorKind.DATA, () -> TensorFiles.read(written("all.npz"), arena))
                .withMessageContaining("all.npz!float8_e4m3.npy")
                .withMessageContaining("--dtype");
        assertFails(
                        ErrorKind.CONFIG,
                        () -> TensorFiles.read(written("orders.npz"), named("float9"), arena))
                .withMessageContaining("orders.npz has no tensor 'float9'");
    }

    @Test
    void takesTheScaleOfTheFileUnlessToldAnother() {
        TensorHints hints =
                new TensorHints(
                        Optional.empty(), Map.of(), Map.of(TensorHints.ANY, 2f), Optional.empty());
        Path file = written("all.safetensors");

        TensorData own = get(TensorFiles.read(file, arena), "int8");
        Map<String, TensorData> told = TensorFiles.read(file, hints, arena);

        assertThat(own.get(5)).isEqualTo(-128 * (double) 0.05f);
        assertThat(own.reader().applyAsDouble(5)).isEqualTo(-128 * (double) 0.05f);
        assertThat(get(told, "int8").get(5)).isEqualTo(-256);
        assertThat(get(told, "float8_e4m3").get(3)).isEqualTo(1);
        assertThat(get(told, "int32").get(5)).isEqualTo(-128 * 65536.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fortran-3d.npy", "big-endian.npy"})
    void putsEveryOrderIntoRowsAndLittleEndian(String name) {
        TensorData tensor = NpyFile.read(written(name), arena);

        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3, 4));
        assertThat(IntStream.range(0, 24).mapToDouble(tensor::get))
                .containsExactly(
                        IntStream.range(0, 24).asDoubleStream().boxed().toArray(Double[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.npz", "orders-deflated.npz", "zip64.npz", "zip64-deflated.npz"})
    void readsArchivesOfEveryKind(String name) {
        Map<String, TensorData> tensors = NpzFile.read(written(name), arena);

        for (int i = 0; i < 12; i++) {
            assertThat(get(tensors, "f8").get(i)).isEqualTo(i);
            assertThat(get(tensors, "f2").get(i)).isEqualTo(12 + i);
        }
    }

    private static void check(Map<String, TensorData> tensors, ElementType type) {
        TensorData tensor = get(tensors, type.name().toLowerCase(Locale.ROOT));
        double[] real = {0, 1, -2, 0.5, 96, -0.25};
        double[] whole = {0, 1, -2, 3, 96, -128};
        assertThat(tensor.spec().elementType()).isEqualTo(type);
        assertThat(tensor.shape()).isEqualTo(Shape.of(2, 3));
        for (int i = 0; i < 6; i++) {
            double expected =
                    switch (type) {
                        case FLOAT64, FLOAT32, FLOAT16, BFLOAT16, FLOAT8_E4M3, FLOAT8_E5M2 ->
                                real[i];
                        case INT8 -> whole[i] * tensor.scale();
                        case UINT8 -> Math.abs(whole[i]);
                        case INT32 -> whole[i] * 65536;
                        case INT64 -> whole[i] * 0x1p40;
                        case BOOL -> whole[i] > 0 ? 1 : 0;
                    };
            assertThat(tensor.get(i)).as("%s", i).isEqualTo(expected);
        }
    }

    static Path written(String name) {
        return Golden.module().resolve("src/test/resources/dtypes").resolve(name);
    }

    private static TensorData get(Map<String, TensorData> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
