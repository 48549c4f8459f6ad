package dev.assay.reports.trust;

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
    private final Optional<Environment> environment;

    HostFacts(Optional<Environment> environment) {
        this.environment = environment;
        environment.ifPresent(it -> {
            fields.putAll(it.informative());
            fields.putAll(it.context());
            fields.putAll(it.identity());
        });
    }

    List<Fact> apart() {
        return List.of(
                new Fact("CPU", cpu(), ""), new Fact("OS", os(), ""), new Fact("JVM", jvm(), ""));
    }

    /// In one, where a GPU is what matters.
    Fact together() {
        return new Fact("Host", cpu(), os() + " · " + jvm());
    }

    Fact environment() {
        String id = environment.map(it -> it.id().shortForm()).orElse("not recorded");
        return new Fact("Environment", id, "SHA-256 of the identity fields, see Evidence");
    }

    private String cpu() {
        return find("cpu.*(model|name|brand).*|cpu|processor")
                + ", "
                + find("cpu.*(cores|processors)")
                + " cores";
    }

    private String os() {
        return find("os|os.?name|os.*|distribution", ".*kernel.*");
    }

    private String jvm() {
        return find("(jvm|java)|(jvm|java).?(version|name|runtime)");
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
