package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engines.Query;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("gpu")
class DeviceQueryTest {
    @Test
    void returnsWithItsOutputsComplete() {
        try (Arena arena = Arena.ofShared();
                Query first = open(0, arena);
                Query second = open(1, arena)) {
            assertThat(first.outputs()).isEmpty();
            for (int i = 0; i < 3; i++) {
                first.run();
                CudaPipelineTest.assertAll(first.outputs(), 1);
                second.run();
                CudaPipelineTest.assertAll(second.outputs(), 2);
            }
        }
    }

    private static Query open(int batch, Arena arena) {
        return new DeviceQuery(
                List.of(CopyingEngine.INPUT),
                List.of(CopyingEngine.OUTPUT),
                CopyingEngine.batches(2, arena).get(batch),
                new CopyingEngine(false));
    }
}
