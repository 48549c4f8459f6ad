package dev.assay.reports.summary;

import dev.assay.core.run.Environment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Picks fields of an environment by what their names say; environments of other hosts and versions
/// name them differently.
final class HostFacts {
    private final Map<String, String> fields = new TreeMap<>();

    HostFacts(Optional<Environment> environment) {
        environment.ifPresent(it -> {
            fields.putAll(it.informative());
            fields.putAll(it.context());
            fields.putAll(it.identity());
        });
    }

    /// Values of the first field that matches each pattern, joined.
    String find(String... patterns) {
        List<String> found =
                List.of(patterns).stream().flatMap(it -> first(it).stream()).distinct().toList();
        return found.isEmpty() ? "not recorded" : String.join(" · ", found);
    }

    private Optional<String> first(String pattern) {
        Pattern compiled = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        return fields.entrySet().stream()
                .filter(field -> compiled.matcher(field.getKey()).matches())
                .map(Map.Entry::getValue)
                .filter(value -> !value.isBlank())
                .findFirst();
    }
}
