package dev.assay.engines.onnxruntime.iobinding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.Precision;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.StoredMst;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What only a GPU can tell.
@Tag("gpu")
class IoBindingGpuTest {
    private static final EngineCache CACHE = new EngineCache(Path.of("target", "cache"));

    private final IoBindingProvider provider = new IoBindingProvider();

    /// The bound of FP32 is ten times the noise of the reference itself. The other types keep 11
    /// bits, BF16 8: their lower bounds lie above that noise, so that none of them is FP32 by
    /// mistake, and their upper ones tell a rounded network from a broken one.
    @ParameterizedTest
    @CsvSource({"FP32, 1e-8, 3.5e-6", "TF32, 1e-5, 1e-2"})
    void computesWhatItIsAskedFor(Precision precision, double smallest, double largest) {
        PreparedEngine prepared = provider.prepare(Requests.mst(precision, Map.of()), CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession();
                Query query = session.bind(StoredMst.inputs(arena).batch(0, 2, arena))) {
            query.run();

            assertThat(StoredMst.error(query.outputs().getFirst(), List.of(0, 1), arena))
                    .isBetween(smallest, largest);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, true, true", "2, true, false", "2, false, true", "1, false, false"})
    void timesWhatItComputes(int depth, boolean transfers, boolean graph) {
        PreparedEngine prepared =
                provider.prepare(
                        Requests.mst(
                                Precision.FP32, Map.of("useCudaGraph", Boolean.toString(graph))),
                        CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession()) {
            StoredMst.checkPipeline(
                    session,
                    new PipelineSettings(depth, transfers, graph, true),
                    graph ? "captured" : "off",
                    arena);
            assertThat(engine.memory().orElseThrow().engineBytes()).isPositive();
        }
    }

    @Test
    void keepsQueriesApart() {
        PreparedEngine prepared = provider.prepare(Requests.mst(Precision.FP32, Map.of()), CACHE);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession()) {
            StoredMst.checkQueriesAreApart(session, arena);
        }
    }
}
