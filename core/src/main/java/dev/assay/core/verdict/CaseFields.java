package dev.assay.core.verdict;

import dev.assay.core.run.EngineIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What of a case's engine must be equal for two sessions to be compared: the model, the library
/// and how it was set.
///
/// How a build went is not: builds differ every time, and which one it was tells the hash of the
/// artefact.
public final class CaseFields {
    private static final Set<String> OF_A_BUILD =
            Set.of(
                    "build",
                    "builderSeconds",
                    "builderWarnings",
                    "inputs",
                    "libraryPath",
                    "planCache",
                    "planKey",
                    "timingCacheSha256",
                    "timingCacheSha256Before",
                    "trt_engine_cache_path",
                    "trt_timing_cache_path");

    private CaseFields() {}

    public static Map<String, String> of(EngineIdentity engine) {
        Map<String, String> fields = new TreeMap<>();
        engine.settings()
                .forEach((key, value) -> {
                    if (!OF_A_BUILD.contains(key)) {
                        fields.put("engine." + key, value);
                    }
                });
        fields.put("engine.library", engine.library());
        fields.put("engine.version", engine.version());
        fields.put("model.sha256", engine.modelSha256());
        return fields;
    }

    /// `field is 'x', was 'y'` for every field that differs, by name.
    ///
    /// @param subject fields that may differ, because they are what is compared
    static List<String> differences(
            Map<String, String> here, Map<String, String> there, Set<String> subject) {
        TreeSet<String> fields = new TreeSet<>(here.keySet());
        fields.addAll(there.keySet());
        fields.removeAll(subject);
        List<String> differences = new ArrayList<>();
        for (String field : fields) {
            String ours = here.getOrDefault(field, "(absent)");
            String theirs = there.getOrDefault(field, "(absent)");
            if (!ours.equals(theirs)) {
                differences.add("%s is '%s', was '%s'".formatted(field, ours, theirs));
            }
        }
        return differences;
    }
}
