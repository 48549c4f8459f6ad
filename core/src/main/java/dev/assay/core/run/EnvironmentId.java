package dev.assay.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.assay.core.format.Json;
import dev.assay.core.format.Sha256;
import java.util.Map;
import java.util.TreeMap;

/// SHA-256 of the canonical JSON of a host's identity fields; stored baselines exist per id.
public record EnvironmentId(@JsonValue String sha256) {
    private static final int SHORT_DIGITS = 12;

    public static EnvironmentId of(Map<String, String> identity) {
        return new EnvironmentId(
                Sha256.of(Json.compact().writeValueAsString(new TreeMap<>(identity))));
    }

    /// Enough digits for people and folder names.
    public String shortForm() {
        return sha256.substring(0, SHORT_DIGITS);
    }
}
