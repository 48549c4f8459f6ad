package dev.assay.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ElementTypeTest {
    @ParameterizedTest
    @CsvSource({
        "0000, 0x0p0",
        "0001, 0x1p-24",
        "03FF, 0x1.ff8p-15",
        "0400, 0x1p-14",
        "3555, 0x1.554p-2",
        "3C00, 1",
        "7BFF, 65504",
        "FBFF, -65504",
        "7C00, Infinity",
        "FC00, -Infinity",
        "7E00, NaN",
        "FC01, NaN"
    })
    void decodesFloat16(String bits, Double value) {
        assertThat(read16(ElementType.FLOAT16, bits)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "0000, 0x0p0",
        "0001, 0x1p-133",
        "0080, 0x1p-126",
        "3F80, 1",
        "BF80, -1",
        "4049, 3.140625",
        "7F7F, 0x1.fep127",
        "7F80, Infinity",
        "FF80, -Infinity",
        "7FC0, NaN",
        "FF81, NaN"
    })
    void decodesBfloat16(String bits, Double value) {
        assertThat(read16(ElementType.BFLOAT16, bits)).isEqualTo(value);
    }

    @Test
    void keepsTheSignOfAHalfPrecisionZero() {
        assertThat(1 / read16(ElementType.FLOAT16, "8000")).isNegative();
        assertThat(1 / read16(ElementType.BFLOAT16, "8000")).isNegative();
    }

    @Test
    void widensFloat32AndFloat64Exactly() {
        assertThat(Tensors.float32(0.1f, Float.MIN_VALUE, -0f).get(0))
                .isEqualTo(0x1.99999ap-4)
                .isNotEqualTo(0.1);
        assertThat(Tensors.float32(0.1f, Float.MIN_VALUE).get(1)).isEqualTo(0x1p-149);
        assertThat(Tensors.float64(Math.PI, Double.MIN_VALUE).get(1)).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void readsIntegersWithTheirSign() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[] {0x7F, -128, -1});

        assertThat(ElementType.INT8.read(bytes, 0)).isEqualTo(127);
        assertThat(ElementType.INT8.read(bytes, 1)).isEqualTo(-128);
        assertThat(ElementType.UINT8.read(bytes, 1)).isEqualTo(128);
        assertThat(ElementType.UINT8.read(bytes, 2)).isEqualTo(255);
        assertThat(ElementType.INT32.read(ints(7, Integer.MIN_VALUE), 1))
                .isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void roundsLongsThatADoubleCannotHold() {
        ByteBuffer bytes = Tensors.littleEndian(24);
        bytes.putLong(1L << 53).putLong((1L << 53) + 1).putLong(Long.MIN_VALUE);
        MemorySegment longs = MemorySegment.ofArray(Tensors.bytes(bytes));

        assertThat(ElementType.INT64.read(longs, 0)).isEqualTo(0x1p53);
        assertThat(ElementType.INT64.read(longs, 1)).isEqualTo(0x1p53);
        assertThat(ElementType.INT64.read(longs, 2)).isEqualTo(-0x1p63);
    }

    @Test
    void takesAnyByteButZeroForTrue() {
        MemorySegment bytes = MemorySegment.ofArray(new byte[] {0, 1, -1});

        assertThat(ElementType.BOOL.read(bytes, 0)).isZero();
        assertThat(ElementType.BOOL.read(bytes, 1)).isEqualTo(1);
        assertThat(ElementType.BOOL.read(bytes, 2)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void readsTheElementAtItsIndexAtAnyAlignment(ElementType type) {
        byte[] bytes = new byte[1 + 3 * type.bytes()];
        MemorySegment unaligned = MemorySegment.ofArray(bytes).asSlice(1);
        bytes[bytes.length - 1] = 0x3C;

        assertThat(type.read(unaligned, 0)).isZero();
        assertThat(type.read(unaligned, 1)).isZero();
        assertThat(type.read(unaligned, 2)).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void isNamedInSafetensorsByItsWidth(ElementType type) {
        String digits = type.safetensorsName().replaceAll("^[A-Z]+|_.*", "");

        assertThat(type == ElementType.BOOL ? 8 : Integer.parseInt(digits))
                .isEqualTo(8 * type.bytes());
        assertThat(type.isFloatingPoint()).isEqualTo(type.name().contains("FLOAT"));
    }

    private static double read16(ElementType type, String bits) {
        ByteBuffer bytes = Tensors.littleEndian(2).putShort((short) Integer.parseInt(bits, 16));
        return type.read(MemorySegment.ofArray(Tensors.bytes(bytes)), 0);
    }

    private static MemorySegment ints(int... values) {
        ByteBuffer bytes = Tensors.littleEndian(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        return MemorySegment.ofArray(Tensors.bytes(bytes));
    }
}
