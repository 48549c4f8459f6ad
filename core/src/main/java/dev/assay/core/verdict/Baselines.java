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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

        /// A baseline of this environment id, but under other context fields.
        record OtherContext(List<String> differences) implements Found {
            public OtherContext {
                differences = List.copyOf(differences);
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
        return find(environment, Set.of());
    }

    /// @param subject context fields that may differ, because they are what is compared
    public Found find(Environment environment, Set<String> subject) {
        Path own = folder(environment);
        if (Files.exists(own.resolve(ROWS))) {
            List<String> changed =
                    CaseFields.differences(
                            environment.context(), readEnvironment(own).context(), subject);
            if (!changed.isEmpty()) {
                return new Found.OtherContext(changed);
            }
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

    /// The context in which what is stored for an environment was measured.
    Optional<Map<String, String>> context(Environment environment) {
        Path own = folder(environment);
        return Files.exists(own.resolve(ENVIRONMENT))
                ? Optional.of(readEnvironment(own).context())
                : Optional.empty();
    }

    /// Makes these rows the baseline of the environment; rows of other cases stay, unless they were
    /// measured in another context. What was accepted stays in `accepted.jsonl`.
    public void accept(Environment environment, List<BaselineRow> rows, Acceptance acceptance) {
        Path own = folder(environment);
        Map<String, BaselineRow> all = new TreeMap<>();
        if (find(environment) instanceof Found.Baseline(List<BaselineRow> kept)) {
            kept.forEach(row -> all.put(row.caseId().text(), row));
        }
        rows.forEach(row -> JsonLines.append(own.resolve("accepted.jsonl"), row));
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
        return String.join(
                ", ", CaseFields.differences(here.identity(), there.identity(), Set.of()));
    }
}
