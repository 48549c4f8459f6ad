package dev.assay.accuracy.coco.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// NumPy 2.4.6: `numpy.mean([1 / (i + 1) for i in range(n)]).hex()`.
class NumpyMeanTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0x1.0000000000000p+0",
        "2, 0x1.8000000000000p-1",
        "7, 0x1.7b4c470d956b9p-2",
        "8, 0x1.5be2be2be2be2p-2",
        "9, 0x1.41dfac33a6c8ap-2",
        "100, 0x1.a8f330fce2bdbp-5",
        "128, 0x1.5bb8ae9541ca7p-5",
        "129, 0x1.5984a742c4323p-5",
        "1000, 0x1.ea915c8a8db3dp-8",
        "12345, 0x1.a89f731bf6a67p-11",
        "70700, 0x1.5c576cbe98d83p-13"
    })
    void addsInTheOrderOfNumpy(int count, String expected) {
        double[] values = new double[count + 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1.0 / (i + 1);
        }

        assertThat(NumpyMean.of(values, count)).isEqualTo(Double.parseDouble(expected));
    }
}
