package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.verdict.Exit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `assay diff` on what files do not say about themselves.
class DiffFormatsTest {
    @TempDir Path folder;
    private Assay assay = new Assay(Path.of(""));

    @BeforeEach
    void prepare() {
        assay = new Assay(folder);
        SafetensorsFile.write(
                folder.resolve("real.safetensors"), List.of(tensor(ElementType.FLOAT32, 1f, -2f)));
    }

    @Test
    void scalesStoredIntegers() throws Exception {
        SafetensorsFile.write(
                folder.resolve("int8.safetensors"), List.of(tensor(ElementType.INT8, 2, -4)));

        Assay.Result scaled = diff("int8.safetensors", "--scale", "y=0.5", "--atol", "0");

        assertThat(scaled.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(scaled.output()).contains("y INT8 2 times 0.5: 2 elements");
        assertThat(diff("int8.safetensors", "--scale", "0.25", "--atol", "0.5").exitCode())
                .isEqualTo(Exit.REGRESSION);
        assertThat(diff("int8.safetensors", "--scale", "0").output()).contains("is no scale");
        assertThat(diff("int8.safetensors", "--scale", "x=1").output()).contains("no tensor 'x'");
    }

    @Test
    void readsPolygraphysRunnersAndBitsThatNumPyCannotName() throws Exception {
        Files.writeString(
                folder.resolve("outputs.json"),
                "{\"lst\": [[\"trt-1\", %s], [\"onnxrt-1\", %s]]}"
                        .formatted(iterations(0x38, 0xC0), iterations(0x38, 0xC1)));
        String[] e4m3 = {"--dtype", "F8_E4M3", "--atol", "0"};

        assertThat(diff("outputs.json", e4m3).output()).contains("'onnxrt-1'").contains("--runner");
        assertThat(diff("outputs.json", "--runner", "trt").output()).contains("--dtype");
        assertThat(diff("outputs.json", "--runner", "trt", e4m3[0], e4m3[1], "--atol", "0"))
                .extracting(Assay.Result::exitCode)
                .isEqualTo(Exit.CLEAN);
        assertThat(diff("outputs.json", "--runner", "onnx", e4m3[0], e4m3[1], "--atol", "0"))
                .extracting(Assay.Result::exitCode)
                .isEqualTo(Exit.REGRESSION);
        assertThat(diff("outputs.json", "--dtype", "FP8").output()).contains("no element type");
    }

    private Assay.Result diff(String engine, String... options) throws Exception {
        String[] arguments = new String[3 + options.length];
        arguments[0] = "diff";
        arguments[1] = engine;
        arguments[2] = "real.safetensors";
        System.arraycopy(options, 0, arguments, 3, options.length);
        return assay.run(arguments);
    }

    private static String iterations(int first, int second) {
        String header = "{'descr': '<V1', 'fortran_order': False, 'shape': (2,), }";
        String npy =
                "\u0093NUMPY\1\0"
                        + (char) header.length()
                        + "\0"
                        + header
                        + (char) first
                        + (char) second;
        byte[] bytes = npy.getBytes(StandardCharsets.ISO_8859_1);
        return "[{\"outputs\": {\"y\": {\"values\": {\"array\": \"%s\"}}}}]"
                .formatted(Base64.getEncoder().encodeToString(bytes));
    }

    private static TensorData tensor(ElementType type, float... values) {
        MemorySegment data = MemorySegment.ofArray(new byte[values.length * type.bytes()]);
        for (int i = 0; i < values.length; i++) {
            if (type == ElementType.FLOAT32) {
                data.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * i, values[i]);
            } else {
                data.set(ValueLayout.JAVA_BYTE, i, (byte) values[i]);
            }
        }
        return new TensorData(new TensorSpec("y", type, Shape.of(values.length)), data);
    }
}
