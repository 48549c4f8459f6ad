package dev.assay.core.run;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The host, as named fields in three classes.
///
/// @param identity must be equal for stored numbers to be compared
/// @param context must be equal unless it is what is being compared
/// @param informative never compared
public record Environment(
        String schema,
        Map<String, String> identity,
        Map<String, String> context,
        Map<String, String> informative) {
    public static final String SCHEMA = "assay.environment/1";

    public Environment {
        identity = sorted(identity);
        context = sorted(context);
        informative = sorted(informative);
    }

    public Environment(
            Map<String, String> identity,
            Map<String, String> context,
            Map<String, String> informative) {
        this(SCHEMA, identity, context, informative);
    }

    public EnvironmentId id() {
        return EnvironmentId.of(identity);
    }

    private static Map<String, String> sorted(Map<String, String> fields) {
        return Collections.unmodifiableMap(new TreeMap<>(fields));
    }
}
