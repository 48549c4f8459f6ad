package dev.assay.engines.onnxruntime.base;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.assay.core.AssayException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DriverTest {
    @Test
    void saysThatThereIsNoneInsteadOfCrashing() {
        assumeFalse(Files.exists(Path.of("/proc/driver/nvidia/version")), "there is a driver here");

        assertThatThrownBy(Driver::require)
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("NVIDIA")
                .hasMessageContaining("assay doctor");
    }
}
