package dev.assay.core.history;

import dev.assay.core.AssayException;
import dev.assay.core.format.Json;
import dev.assay.core.format.JsonLines;
import dev.assay.core.format.Sha256;
import dev.assay.core.run.Environment;
import dev.assay.core.suite.CaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The sessions of one environment id: `history/<yyyy>/<mm>/<run id>.jsonl`, one file a run that is
/// never changed, and `epochs.jsonl`.
///
/// @param folder of the environment, `<baselines>/<environment id>`
public record History(Path folder) {
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyy/MM", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String CONTEXT = "context.json";

    /// Of an environment below the folder of all baselines.
    public static History of(Path baselines, Environment environment) {
        return new History(baselines.resolve(environment.id().shortForm()));
    }

    /// What makes sessions of one environment id comparable.
    public static String contextOf(Environment environment) {
        return Sha256.of(Json.compact().writeValueAsString(new TreeMap<>(environment.context())))
                .substring(0, 12);
    }

    /// Keeps a session, unless that is done; opens an epoch where the context has changed.
    public void record(String run, Instant when, Environment environment, List<HistoryRow> rows) {
        Path file = file(run, when);
        if (rows.isEmpty() || Files.exists(file)) {
            return;
        }
        openEpoch(run, when, environment);
        JsonLines.write(file, rows);
    }

    private Path file(String run, Instant when) {
        return folder.resolve("history").resolve(MONTH.format(when)).resolve(run + ".jsonl");
    }

    private void openEpoch(String run, Instant when, Environment environment) {
        Path stored = folder.resolve(CONTEXT);
        List<String> changes =
                Files.exists(stored)
                        ? differences(
                                JsonLines.readRecord(stored, Environment.SCHEMA, Environment.class)
                                        .context(),
                                environment.context())
                        : List.of("first session");
        if (!changes.isEmpty()) {
            JsonLines.append(
                    epochsFile(),
                    new Epoch(Epoch.SCHEMA, when, run, contextOf(environment), changes));
            JsonLines.write(stored, List.of(environment));
        }
    }

    /// `field: was → is` for every field that differs.
    static List<String> differences(Map<String, String> before, Map<String, String> after) {
        TreeSet<String> fields = new TreeSet<>(before.keySet());
        fields.addAll(after.keySet());
        List<String> differences = new ArrayList<>();
        for (String field : fields) {
            String was = before.getOrDefault(field, "(absent)");
            String is = after.getOrDefault(field, "(absent)");
            if (!was.equals(is)) {
                differences.add("%s: %s → %s".formatted(field, was, is));
            }
        }
        return differences;
    }

    /// Marks that the machine, not a change of anybody's, moved many cases at once.
    public void mark(Epoch epoch) {
        JsonLines.append(epochsFile(), epoch);
    }

    public List<Epoch> epochs() {
        return JsonLines.read(epochsFile(), Epoch.SCHEMA, Epoch.class);
    }

    private Path epochsFile() {
        return folder.resolve("epochs.jsonl");
    }

    /// All sessions before a moment, by case, oldest first.
    public Map<CaseId, List<HistoryRow>> before(Instant end) {
        Map<CaseId, List<HistoryRow>> sessions = new TreeMap<>();
        for (Path file : files()) {
            JsonLines.read(file, HistoryRow.SCHEMA, HistoryRow.class).stream()
                    .filter(row -> row.when().isBefore(end))
                    .forEach(row ->
                            sessions.computeIfAbsent(row.caseId(), id -> new ArrayList<>())
                                    .add(row));
        }
        Comparator<HistoryRow> byTime =
                Comparator.comparing(HistoryRow::when).thenComparing(HistoryRow::run);
        sessions.values().forEach(rows -> rows.sort(byTime));
        return sessions;
    }

    private List<Path> files() {
        Path root = folder.resolve("history");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(it -> it.toString().endsWith(".jsonl")).sorted().toList();
        } catch (IOException e) {
            throw AssayException.environment("Cannot list " + root + ": " + e, e);
        }
    }
}
