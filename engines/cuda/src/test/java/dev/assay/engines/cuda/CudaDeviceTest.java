package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import org.junit.jupiter.api.Test;

class CudaDeviceTest {
    private static final String NATIVE_PART = "/org/bytedeco/cuda/linux-x86_64/libjnicudart.so";

    @Test
    void saysWhichCudaADriverIsTooOldFor() {
        assertThat(CudaDevice.tooOld(11080)).contains("knows CUDA 11.8").contains("needs 12.0");
    }

    @Test
    void needsTheDriverOfTheBindingsThatAreOnTheClassPath() {
        assertThat(CudaDevice.oldestDriver("13.1-9.19-1.5.13")).isEqualTo(13000);
        assertThat(CudaDevice.oldestDriver("12.6-9.5-1.5.11")).isEqualTo(12000);
        assertThat(CudaDevice.oldestDriver("")).isEqualTo(12000);
    }

    @Test
    void tellsAMissingDriverFromAnOldOne() {
        assertThat(CudaDevice.tooOld(0)).contains("No NVIDIA driver is loaded");
    }

    @Test
    void namesTheVariableThatHidesEveryGpu() {
        assertThat(CudaDevice.invisible("9")).contains("CUDA_VISIBLE_DEVICES is '9'");
        assertThat(CudaDevice.invisible(null)).contains("shows no GPU");
    }

    @Test
    void withoutItsNativePartItFailsTheSameWayEveryTime() {
        assumeThat(CudaDevice.class.getResource(NATIVE_PART))
                .as("Assay was built without GPU support")
                .isNull();
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(AssayException.class)
                    .isThrownBy(CudaDevice::open)
                    .returns(ErrorKind.ENVIRONMENT, AssayException::kind);
            assertThatExceptionOfType(AssayException.class)
                    .isThrownBy(() -> new NvmlMonitor().devices())
                    .returns(ErrorKind.ENVIRONMENT, AssayException::kind);
        }
    }
}
