package dev.assay.reports.model;

import dev.assay.core.published.PublishedFigure;
import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.suite.Ladders;
import dev.assay.core.verdict.RunVerdict;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A run as every report shows it. It holds what was recorded and draws no conclusions.
///
/// @param verdict absent where `compare` has not run
/// @param rows every case, also those that failed, were skipped or not reached
/// @param published figures of others, for any case
/// @param ladders of the suite, where it can be read
/// @param problems what could not be read and leaves a hole that readers must know of
/// @param remarks what could not be read and is only missed in details
public record ReportModel(
        RunDirectory run,
        Optional<RunInfo> info,
        Optional<Environment> environment,
        Optional<RunVerdict> verdict,
        List<CaseRow> rows,
        List<PublishedFigure> published,
        Ladders ladders,
        List<String> problems,
        List<String> remarks) {
    public ReportModel {
        rows = List.copyOf(rows);
        published = List.copyOf(published);
        problems = List.copyOf(problems);
        remarks = List.copyOf(remarks);
    }

    public static ReportModel of(RunDirectory run) {
        return new RunReader(run).read();
    }

    public List<Section> sections() {
        return Section.of(rows);
    }

    /// The run's id; its folder's name where `run.json` is missing.
    public String id() {
        return info.map(RunInfo::id).orElseGet(() -> String.valueOf(run.root().getFileName()));
    }

    /// How many rows are in each state, in the order of {@link RowState}.
    public Map<RowState, Long> counts() {
        Map<RowState, Long> counts = new EnumMap<>(RowState.class);
        Arrays.stream(RowState.values())
                .forEach(state -> {
                    long count = rows.stream().filter(row -> row.state() == state).count();
                    if (count > 0) {
                        counts.put(state, count);
                    }
                });
        return counts;
    }

    /// Precisions that are not what they are called where the verdict does not say so, notices of
    /// the verdict, then what this report could not read.
    public List<String> notices() {
        List<String> warnings =
                PrecisionWarnings.of(
                        rows.stream().filter(row -> row.state() != RowState.INVALID).toList());
        return Stream.of(
                        warnings.isEmpty()
                                ? List.<String>of()
                                : List.of(String.join("; ", warnings)),
                        verdict.map(RunVerdict::notices).orElse(List.of()),
                        problems)
                .flatMap(List::stream)
                .toList();
    }
}
