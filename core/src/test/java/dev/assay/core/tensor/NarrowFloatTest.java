package dev.assay.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every bit pattern of the narrow floats, against PyTorch and ml_dtypes; see `dtypes/README.md`.
class NarrowFloatTest {
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT8_E4M3", "FLOAT8_E5M2"})
    void decodesEveryPatternAsPyTorchAndMlDtypesDo(ElementType type) throws IOException {
        int patterns = 1 << (8 * type.bytes());
        ByteBuffer bits = Tensors.littleEndian(patterns * type.bytes());
        for (int i = 0; i < patterns; i++) {
            if (type.bytes() == 1) {
                bits.put((byte) i);
            } else {
                bits.putShort((short) i);
            }
        }
        MemorySegment data = MemorySegment.ofArray(Tensors.bytes(bits));
        float[] expected = expected(type, patterns);

        for (int i = 0; i < patterns; i++) {
            double value = type.read(data, i);
            // Bits, so that the sign of zero counts; the float is widened without rounding.
            if (Double.doubleToLongBits(value) != Double.doubleToLongBits(expected[i])) {
                assertThat(value).as("%s %04x", type, i).isEqualTo(expected[i]);
            }
        }
    }

    private static float[] expected(ElementType type, int count) throws IOException {
        String name = "/dtypes/" + type.name().toLowerCase(Locale.ROOT) + ".f32.gz";
        try (InputStream in =
                new GZIPInputStream(
                        Objects.requireNonNull(NarrowFloatTest.class.getResourceAsStream(name)))) {
            byte[] bytes = in.readAllBytes();
            assertThat(bytes).hasSize(count * Float.BYTES);
            float[] values = new float[count];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return values;
        }
    }
}
