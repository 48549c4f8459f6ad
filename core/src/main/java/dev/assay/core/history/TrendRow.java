package dev.assay.core.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.format.JsonLines;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A line of `trends.jsonl`: how a case went up to this run, for its report.
///
/// @param sessions oldest first, of all epochs; the last is this run's
/// @param changeAt indices of the sessions at which the level changed
/// @param spikeAt indices of sessions that stood out alone
/// @param drift relative change over the sessions of this epoch, where there is one
/// @param notes what is known to have changed and when, epochs among them, by session index
@JsonPropertyOrder({"schema", "case"})
public record TrendRow(
        String schema,
        @JsonProperty("case") CaseId caseId,
        MeasurementBoundary boundary,
        List<Session> sessions,
        List<Integer> changeAt,
        List<Integer> spikeAt,
        Optional<Double> drift,
        Map<Integer, List<String>> notes) {
    public static final String SCHEMA = "assay.trend/1";

    public TrendRow {
        sessions = List.copyOf(sessions);
        changeAt = List.copyOf(changeAt);
        spikeAt = List.copyOf(spikeAt);
        notes = new TreeMap<>(notes);
    }

    /// @param seconds geometric mean of the forks' medians
    public record Session(String run, Instant when, double seconds) {}

    public static List<TrendRow> of(RunDirectory run) {
        return JsonLines.read(file(run), SCHEMA, TrendRow.class);
    }

    public static void write(RunDirectory run, List<TrendRow> rows) {
        JsonLines.write(file(run), rows);
    }

    private static Path file(RunDirectory run) {
        return run.root().resolve("trends.jsonl");
    }

    /// @param all sessions of a case at one boundary, oldest first
    static TrendRow of(List<HistoryRow> all, List<Epoch> epochs, List<KnownChange> known) {
        HistoryRow last = all.getLast();
        int begin = 0;
        Map<Integer, List<String>> notes = new TreeMap<>();
        for (Epoch epoch : epochs) {
            int index = firstAt(all, epoch.when());
            if (index > 0 && index < all.size()) {
                notes.computeIfAbsent(index, it -> new ArrayList<>()).addAll(epoch.changes());
                begin = Math.max(begin, index);
            }
        }
        for (KnownChange change : known) {
            int index = firstAt(all, start(change.date()));
            if (index < all.size()) {
                notes.computeIfAbsent(index, it -> new ArrayList<>()).add(change.what());
            }
        }
        int offset = begin;
        Trend trend = Trend.of(all.subList(begin, all.size()));
        return new TrendRow(
                SCHEMA,
                last.caseId(),
                last.boundary(),
                all.stream()
                        .map(it -> new Session(it.run(), it.when(), Math.exp(it.level())))
                        .toList(),
                trend.changes().stream().map(it -> it.index() + offset).toList(),
                trend.spikes().stream().map(it -> it + offset).toList(),
                trend.drift(),
                notes);
    }

    private static Instant start(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /// The first session that is not before a moment.
    private static int firstAt(List<HistoryRow> all, Instant when) {
        int index = 0;
        while (index < all.size() && all.get(index).when().isBefore(when)) {
            index++;
        }
        return index;
    }

    /// Of every case of a session that has at least two, by case.
    public static List<TrendRow> all(
            History history, List<HistoryRow> now, List<KnownChange> known) {
        List<TrendRow> rows = new ArrayList<>();
        if (now.isEmpty()) {
            return rows;
        }
        Map<CaseId, List<HistoryRow>> sessions = history.before(now.getFirst().when());
        List<Epoch> epochs = history.epochs();
        for (HistoryRow row : now) {
            List<HistoryRow> ofCase = new ArrayList<>();
            sessions.getOrDefault(row.caseId(), List.of()).stream()
                    .filter(it -> it.boundary() == row.boundary())
                    .forEach(ofCase::add);
            ofCase.add(row);
            if (ofCase.size() > 1) {
                rows.add(of(ofCase, epochs, known));
            }
        }
        return rows;
    }
}
