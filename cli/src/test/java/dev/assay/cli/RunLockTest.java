package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    @TempDir Path cache;

    @Test
    void saysWhoHoldsTheDeviceAndLetsTheNextIn() throws Exception {
        List<String> waits = new ArrayList<>();
        try (RunLock lock = RunLock.acquire(cache, "cpu", "process 42", waits::add)) {
            assertThat(lock).isNotNull();
            assertThat(Files.readString(cache.resolve("cpu.holder"))).contains("process 42");
        }
        try (RunLock again = RunLock.acquire(cache, "cpu", "process 43", waits::add)) {
            assertThat(again).isNotNull();
        }
        assertThat(waits).isEmpty();
    }
}
