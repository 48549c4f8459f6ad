package dev.assay.core.stats.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.Tensors;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockReaderTest {
    @ParameterizedTest
    @EnumSource
    void decodesAsTheTensorItselfDoes(ElementType type) {
        TensorData tensor = everyPattern(type);
        int count = (int) tensor.elements();
        double[] values = new double[count];

        read(tensor, values, new long[count]);

        for (int i = 0; i < count; i++) {
            assertThat((Double) values[i]).isEqualTo((Double) tensor.get(i));
        }
    }

    /// In the order of the values, places go up by one from each value of the type to the next.
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT8_E4M3", "FLOAT8_E5M2"})
    void numbersTheValuesOfATypeWithoutGaps(ElementType type) {
        TensorData tensor = everyPattern(type);
        int count = (int) tensor.elements();
        double[] values = new double[count];
        long[] places = new long[count];
        read(tensor, values, places);

        long[] byValue =
                java.util.stream.IntStream.range(0, count)
                        .filter(i -> Double.isFinite(values[i]))
                        .boxed()
                        .sorted((i, j) -> Double.compare(values[i], values[j]))
                        .mapToLong(i -> places[i])
                        .toArray();

        for (int i = 1; i < byValue.length; i++) {
            // Both zeros have place 0.
            assertThat(byValue[i] - byValue[i - 1])
                    .isEqualTo(byValue[i] == 0 && byValue[i - 1] == 0 ? 0 : 1);
        }
    }

    /// All 16-bit or 8-bit patterns; of longer types random ones.
    private static TensorData everyPattern(ElementType type) {
        int elements = type.bytes() == 1 ? 256 : 1 << 16;
        byte[] bytes = new byte[elements * type.bytes()];
        if (type.bytes() > 2) {
            new Random(1).nextBytes(bytes);
        } else {
            for (int i = 0; i < elements; i++) {
                bytes[i * type.bytes()] = (byte) i;
                bytes[(i + 1) * type.bytes() - 1] |= (byte) (type.bytes() == 2 ? i >> 8 : i);
            }
        }
        return Tensors.of("y", type, Shape.of(elements), bytes);
    }

    private static void read(TensorData tensor, double[] values, long[] places) {
        BlockReader reader = BlockReader.of(tensor, 100);
        for (int at = 0; at < values.length; at += 100) {
            reader.read(at, Math.min(100, values.length - at), values, places, at);
        }
    }
}
