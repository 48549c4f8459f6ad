package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import dev.assay.engines.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwningPipelineTest {
    private final List<String> calls = new ArrayList<>();
    private final Pipeline owning =
            new OwningPipeline(new CountingPipeline(calls), () -> calls.add("release"));

    @Test
    void countsWhatItsPipelineCounts() {
        owning.step();
        owning.step();

        assertThat(owning.completed()).isEqualTo(2);
        owning.clear();
        assertThat(owning.completed()).isZero();
    }

    @Test
    void releasesItsContextAfterThePipelineThatUsesIt() {
        owning.close();

        assertThat(calls).containsExactly("close", "release");
    }

    /// Keeps no trace at all.
    private static final class CountingPipeline implements Pipeline {
        private final List<String> calls;
        private long completed;

        private CountingPipeline(List<String> calls) {
            this.calls = calls;
        }

        @Override
        public void step() {
            completed++;
        }

        @Override
        public void drain() {}

        @Override
        public void clear() {
            completed = 0;
        }

        @Override
        public long completed() {
            return completed;
        }

        @Override
        public List<QueryTrace> traces() {
            return List.of();
        }

        @Override
        public long dropped() {
            return completed;
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }

        @Override
        public int lastBatch() {
            return 0;
        }

        @Override
        public List<TensorData> outputs() {
            return List.of();
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }
}
