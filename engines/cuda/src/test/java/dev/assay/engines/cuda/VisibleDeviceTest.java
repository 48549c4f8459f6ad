package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.device.DeviceFacts;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleDeviceTest {
    private static final List<DeviceFacts> DEVICES =
            List.of(
                    Devices.device(0, "GPU-8932f937-d72c-4106-c12f-20bd9faed9f6"),
                    Devices.device(1, "GPU-04d7a1c3-0a7e-5a39-a1b1-7d2f3c1f9f01"),
                    Devices.device(2, "GPU-2f3c1f9f-d72c-0a7e-c12f-4106a1b17d2f"));

    @Test
    void withoutTheVariableItIsTheFirst() {
        assertThat(VisibleDevice.first(null, DEVICES)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1",
                "2,0 | 2",
                "' 2 , 1' | 2",
                "GPU-04d7a1c3-0a7e-5a39-a1b1-7d2f3c1f9f01 | 1",
                "GPU-2f3c | 2",
                "GPU-2f3c,GPU-8932 | 2",
                "1,7 | 1"
            })
    void takesTheFirstEntry(String visible, int index) {
        assertThat(VisibleDevice.first(visible, DEVICES)).isEqualTo(index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "3", "GPU-ffff", "none", "NoDevFiles"})
    void saysWhichGpusThereAre(String visible) {
        assertFails(visible, DEVICES)
                .withMessageContaining("'" + visible + "'")
                .withMessageContaining("0 = GPU-8932f937");
    }

    @Test
    void sensorsBelongToWholeGpus() {
        assertFails("MIG-04d7a1c3-0a7e-5a39-a1b1-7d2f3c1f9f01", DEVICES)
                .withMessageContaining("without MIG");
    }

    @Test
    void saysWhenThereIsNoGpuAtAll() {
        assertFails(null, List.of()).withMessageContaining("the driver shows none");
    }

    private static ThrowableAssertAlternative<AssayException> assertFails(
            @Nullable String visible, List<DeviceFacts> devices) {
        return assertThatExceptionOfType(AssayException.class)
                .isThrownBy(() -> VisibleDevice.first(visible, devices))
                .returns(ErrorKind.ENVIRONMENT, AssayException::kind);
    }
}
