package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.engines.tensorrt.build.MemoryPools.Pool;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPoolsTest {
    @ParameterizedTest
    @CsvSource({
        "workspace:4096, 4294967296",
        "workspace:4G, 4294967296",
        "workspace:1.5M, 1572864",
        "workspace:3K, 3072",
        "workspace:17B, 17"
    })
    void readsUnitsAsTrtexecDoes(String text, long bytes) {
        assertThat(MemoryPools.parse(text).bytes())
                .containsExactly(Map.entry(Pool.WORKSPACE, bytes));
    }

    @Test
    void readsSeveralPoolsAndWritesThemInOneWay() {
        assertThat(MemoryPools.parse("tacticDRAM:1,workspace:2").toString())
                .isEqualTo(MemoryPools.parse("workspace:2048K,tacticDRAM:1M").toString())
                .isEqualTo("workspace:2097152B,tacticDRAM:1048576B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "workspace", "workspace:", "workspace:0", "dla:4", "workspace:4T"})
    void refusesWhatIsNoLimit(String text) {
        assertThatThrownBy(() -> MemoryPools.parse(text))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("memPoolSize");
    }
}
