package dev.assay.core.suite;

import dev.assay.core.generated.GeneratedData;
import dev.assay.core.generated.GeneratedRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes what {@link GeneratedReader} reads.
final class GeneratedWriter {
    private GeneratedWriter() {}

    static Map<String, Object> map(GeneratedData data) {
        GeneratedRequest request = data.request();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", request.kind().slug());
        map.put("seed", request.seed());
        if (request.kind().hasSplits()) {
            map.put("split", request.split().slug());
        }
        map.put("count", request.count());
        map.put("height", request.height());
        map.put("width", request.width());
        if (request.kind().hasScale()) {
            map.put("scale", request.scale());
        }
        if (request.kind().hasFrames()) {
            map.put("frames", request.frames());
        }
        map.put("into", data.into().toString());
        return map;
    }
}
