package dev.assay.cli.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriverSupportTest {
    @ParameterizedTest
    @CsvSource({
        "580.159.04, 9.0, true, by CUDA 12 or 13",
        "550.54.15, 8.6, true, code of CUDA 13 needs driver 580",
        "525.60.13, 7.5, true, code of CUDA 13 needs driver 580",
        "470.82.01, 8.6, false, install driver 525",
        "580.10, 10.0, false, --tensorrt",
        "580.10, 7.0, false, 7.5 to 9.0",
        "none, 8.6, false, cannot tell"
    })
    void saysWhatADriverAndAGpuCanRun(
            String driver, String capability, boolean works, String sentence) {
        DriverSupport support = DriverSupport.of(driver, capability);

        assertThat(support.works()).isEqualTo(works);
        assertThat(support.sentence()).contains(sentence);
    }
}
