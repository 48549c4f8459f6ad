package dev.assay.core.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every bit pattern of the narrow floats, against PyTorch and ml_dtypes; see `dtypes/README.md`.
class NarrowFloatTest {
    @ParameterizedTest
    @CsvSource({
        "FLOAT16, 385ff5fe69182797cda5f1827e20cf423f4416bc9246f27d0eec27cac9039259",
        "BFLOAT16, f12e27efe34841dfd6391497b86f389096b03a376586e1d9691bba0a8de3980a",
        "FLOAT8_E4M3, 422eccfaa21e72a6b26855bb10cdcfead6c1ce3262ecd813c99d8cbf9677f2e2",
        "FLOAT8_E5M2, 229a94c5f728edf2259da970a0e1dfb45cc1d69cce2b30e37659f3212ec4b8b9"
    })
    void decodesEveryPatternAsPyTorchAndMlDtypesDo(ElementType type, String sha256)
            throws NoSuchAlgorithmException {
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
        ByteBuffer values = Tensors.littleEndian(patterns * Float.BYTES);
        for (int i = 0; i < patterns; i++) {
            double value = type.read(data, i);
            assertThat(Double.compare((float) value, value)).as("%s %04x", type, i).isZero();
            // NaN becomes one pattern; the sign of zero stays.
            values.putInt(Float.floatToIntBits((float) value));
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Tensors.bytes(values));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    }
}
