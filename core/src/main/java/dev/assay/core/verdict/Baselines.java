package dev.assay.core.verdict;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.JsonLines;
import dev.assay.core.run.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Accepted speeds, one folder for each environment id. Only {@link #accept} moves them.
///
/// @param root for example `.assay/baselines`
public record Baselines(Path root) {
    private static final String ROWS = "baseline.jsonl";
    private static final String ENVIRONMENT = "environment.json";

    /// What is stored for an environment.
    public sealed interface Found {
        record Baseline(List<BaselineRow> rows) implements Found {
            public Baseline {
                rows = List.copyOf(rows);
            }
        }

        record None() implements Found {}

        /// @param differences for each other environment, the identity fields that differ
        record OnlyForOthers(List<String> differences) implements Found {
            public OnlyForOthers {
                differences = List.copyOf(differences);
            }
        }
    }

    public Found find(Environment environment) {
        Path own = folder(environment);
        if (Files.exists(own.resolve(ROWS))) {
            return new Found.Baseline(
                    JsonLines.read(own.resolve(ROWS), BaselineRow.SCHEMA, BaselineRow.class));
        }
        List<String> differences = new ArrayList<>();
        for (Path other : folders()) {
            differences.add(
                    other.getFileName() + ": " + difference(environment, readEnvironment(other)));
        }
        return differences.isEmpty() ? new Found.None() : new Found.OnlyForOthers(differences);
    }

    /// Makes these rows the baseline of the environment; rows of other cases stay.
    public void accept(Environment environment, List<BaselineRow> rows, Acceptance acceptance) {
        Path own = folder(environment);
        Map<String, BaselineRow> all = new TreeMap<>();
        JsonLines.read(own.resolve(ROWS), BaselineRow.SCHEMA, BaselineRow.class)
                .forEach(row -> all.put(row.caseId().text(), row));
        rows.forEach(row -> all.put(row.caseId().text(), row));
        AtomicFile.write(
                own.resolve(ENVIRONMENT), Json.indented().writeValueAsString(environment) + "\n");
        JsonLines.write(own.resolve(ROWS), List.copyOf(all.values()));
        JsonLines.append(own.resolve("accept.jsonl"), acceptance);
    }

    private Path folder(Environment environment) {
        return root.resolve(environment.id().shortForm());
    }

    private List<Path> folders() {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(root)) {
            return children.filter(child -> Files.exists(child.resolve(ROWS))).sorted().toList();
        } catch (IOException e) {
            throw AssayException.environment("Cannot list " + root + ": " + e, e);
        }
    }

    private static Environment readEnvironment(Path folder) {
        return JsonLines.readRecord(
                folder.resolve(ENVIRONMENT), Environment.SCHEMA, Environment.class);
    }

    private static String difference(Environment here, Environment there) {
        TreeSet<String> fields = new TreeSet<>(here.identity().keySet());
        fields.addAll(there.identity().keySet());
        List<String> differences = new ArrayList<>();
        for (String field : fields) {
            String ours = here.identity().getOrDefault(field, "(absent)");
            String theirs = there.identity().getOrDefault(field, "(absent)");
            if (!ours.equals(theirs)) {
                differences.add("%s is '%s', was '%s'".formatted(field, ours, theirs));
            }
        }
        return String.join(", ", differences);
    }
}
