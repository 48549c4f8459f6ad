package dev.assay.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "512, 512",
        "10K, 10240",
        "60M, 62914560",
        "60MB, 62914560",
        "60MiB, 62914560",
        "2G, 2147483648"
    })
    void readsBytesAndBinaryUnits(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5M", "60m", "1.5G", "60T", "99999999999"})
    void saysHowToWriteWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("'" + text + "' is no size")
                .hasMessageContaining("60M");
    }

    @Test
    void showsMebibytesRoundedUp() {
        assertThat(new ByteSize(1)).hasToString("1 MiB");
        assertThat(new ByteSize(3L << 30)).hasToString("3,072 MiB");
    }
}
