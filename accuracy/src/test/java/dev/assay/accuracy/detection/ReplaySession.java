package dev.assay.accuracy.detection;

import dev.assay.core.suite.Precision;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.replay.ReplayProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The replay engine over stored inputs: it knows an input only if every bit is as stored.
final class ReplaySession {
    private ReplaySession() {}

    static Engine load(Path inputs, Path outputs, Path cache) {
        PreparedEngine prepared =
                new ReplayProvider()
                        .prepare(
                                new EngineRequest(
                                        "replay",
                                        outputs,
                                        Precision.FP32,
                                        inputs,
                                        Optional.empty(),
                                        Optional.empty(),
                                        0,
                                        1,
                                        Map.of("inputs", inputs.toString())),
                                new EngineCache(cache));
        return EngineProviders.load(prepared);
    }
}
