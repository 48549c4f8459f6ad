package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.cuda.global.nvml;
import org.junit.jupiter.api.Test;

class NvmlTest {
    @Test
    void saysWhatToDoAboutADriverThatDoesNotWork() {
        assertThat(Nvml.advice(nvml.NVML_ERROR_DRIVER_NOT_LOADED)).contains("Install");
        assertThat(Nvml.advice(nvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH)).contains("restart");
        assertThat(Nvml.advice(nvml.NVML_ERROR_UNKNOWN)).contains("nvidia-smi");
    }

    @Test
    void tellsClocksThatSomebodySetFromTheUsualOnes() {
        assertThat(NvmlDevice.clockPolicy(1410, 1695)).isEqualTo("application clocks 1410 MHz");
        assertThat(NvmlDevice.clockPolicy(1695, 1695)).isEqualTo("default");
        assertThat(NvmlDevice.clockPolicy(Double.NaN, Double.NaN)).isEqualTo("default");
    }
}
