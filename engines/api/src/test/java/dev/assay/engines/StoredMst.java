package dev.assay.engines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.trace.QueryTrace;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The rows of MST++ in the reference data and what PyTorch makes of them, for tests of engines.
public final class StoredMst {
    public static final Path DATA = Path.of("../../reference-data");
    public static final Path INPUTS = DATA.resolve("inputs/mst-plus-plus/44x36.safetensors");
    public static final Path OUTPUTS = DATA.resolve("outputs/mst-plus-plus/fp32-44x36.safetensors");
    public static final Shape ROW = Shape.parse("3x44x36");

    /// Ten times what PyTorch's FP32 differs from its FP64 by, as in the suites.
    public static final double LARGEST_REL_L2 = 3.5e-6;

    private StoredMst() {}

    public static ModelInputs inputs(Arena arena) {
        return ModelInputs.read(INPUTS, ROW, arena);
    }

    /// relL2 of an output against PyTorch's rows.
    public static double error(TensorData output, List<Integer> rows, Arena arena) {
        TensorData all = List.copyOf(SafetensorsFile.read(OUTPUTS, arena).values()).getFirst();
        return ErrorCalculator.calculate(
                        TensorPairs.of(output, ModelInputs.gather(all, rows, arena)))
                .relativeL2()
                .orElseThrow();
    }

    /// Fails where two open queries share what one of them writes.
    public static void checkQueriesAreApart(Session session, Arena arena) {
        ModelInputs inputs = inputs(arena);
        try (Query first = session.bind(inputs.batch(0, 1, arena));
                Query second = session.bind(inputs.batch(1, 1, arena))) {
            first.run();
            second.run();
            first.run();

            assertThat(error(first.outputs().getFirst(), List.of(0), arena))
                    .isLessThan(LARGEST_REL_L2);
            assertThat(error(second.outputs().getFirst(), List.of(1), arena))
                    .isLessThan(LARGEST_REL_L2);
        }
    }

    /// Fails where a loop over the first two rows keeps wrong times, or ends with wrong outputs.
    ///
    /// @param graph what the loop must say of its CUDA graph
    public static void checkPipeline(
            Session session, PipelineSettings settings, String graph, Arena arena) {
        ModelInputs inputs = inputs(arena);
        List<Map<String, TensorData>> batches =
                List.of(inputs.batch(0, 1, arena), inputs.batch(1, 1, arena));
        try (Pipeline pipeline = session.pipeline(batches, settings).orElseThrow()) {
            for (int i = 0; i < 20; i++) {
                pipeline.step();
            }
            pipeline.drain();

            assertThat(pipeline.traces())
                    .hasSize(20)
                    .allSatisfy(trace -> {
                        assertThat(trace.compute()).isPositive();
                        assertThat(trace.latency())
                                .isEqualTo(trace.h2d() + trace.compute() + trace.d2h());
                    });
            assertThat(pipeline.traces()).extracting(QueryTrace::computeStart).isSorted();
            assertThat(pipeline.facts()).containsEntry("graph", graph);
            List<Integer> rows = inputs.rowsOf(pipeline.lastBatch(), 1);
            assertThat(error(pipeline.outputs().getFirst(), rows, arena))
                    .isLessThan(LARGEST_REL_L2);
        }
    }
}
