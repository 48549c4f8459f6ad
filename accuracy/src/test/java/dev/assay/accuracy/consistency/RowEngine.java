package dev.assay.accuracy.consistency;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Copies its input `x`, `[N, 3]`, to `y`; overridden to make mistakes.
class RowEngine implements Engine {
    /// Which input row an output row is computed from.
    int source(int row, int batch) {
        return row;
    }

    float value(float x, int row, int batch) {
        return x;
    }

    @Override
    public Session openSession() {
        return new Session() {
            @Override
            public Query bind(Map<String, TensorData> inputs) {
                return query(Objects.requireNonNull(inputs.get("x")));
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    private Query query(TensorData input) {
        Arena arena = Arena.ofShared();
        TensorData output =
                TensorData.allocate(new TensorSpec("y", ElementType.FLOAT32, input.shape()), arena);
        int batch = (int) input.shape().dim(0);
        int perRow = (int) input.shape().row().elements();
        return new Query() {
            @Override
            public void run() {
                for (int row = 0; row < batch; row++) {
                    for (int i = 0; i < perRow; i++) {
                        float x = (float) input.get((long) source(row, batch) * perRow + i);
                        output.segment()
                                .setAtIndex(
                                        ValueLayout.JAVA_FLOAT,
                                        (long) row * perRow + i,
                                        value(x, row, batch));
                    }
                }
            }

            @Override
            public List<TensorData> outputs() {
                return List.of(output);
            }

            @Override
            public void close() {
                arena.close();
            }
        };
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
