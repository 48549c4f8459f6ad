package dev.assay.engines.onnxruntime.base;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class Tf32OverrideTest {
    /// Under another name: this process may use CUDA's libraries in other tests.
    @Test
    void setsWhatTheProcessesLibrariesRead() throws Throwable {
        Tf32Override.set("ASSAY_TF32_OVERRIDE_TEST", "0");

        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found =
                    (MemorySegment)
                            linker.downcallHandle(
                                            linker.defaultLookup().findOrThrow("getenv"),
                                            FunctionDescriptor.of(ADDRESS, ADDRESS))
                                    .invokeExact(arena.allocateFrom("ASSAY_TF32_OVERRIDE_TEST"));
            assertThat(found.reinterpret(2).getString(0)).isEqualTo("0");
        }
    }
}
