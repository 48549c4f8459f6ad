package dev.assay.engines.pytorch;

import dev.assay.core.suite.Precision;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.StoredMst;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// MST++ of the reference data, as a request.
final class Requests {
    static final Path MODEL = StoredMst.DATA.resolve("models/mst-plus-plus/fp32.pt");

    private Requests() {}

    static EngineRequest mst(Precision precision, Map<String, String> options) {
        return new EngineRequest(
                "pytorch",
                MODEL,
                precision,
                StoredMst.INPUTS,
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                options);
    }
}
