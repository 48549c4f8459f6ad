package dev.assay.reports.speedup;

import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.speedup.SpeedSide;
import dev.assay.core.speedup.SpeedUp;
import dev.assay.core.speedup.SpeedUpRow;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Section;
import dev.assay.reports.speedup.SpeedUpTable.Cell;
import dev.assay.reports.speedup.SpeedUpTable.Column;
import dev.assay.reports.speedup.SpeedUpTable.Line;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Fills the table of a section's speed-ups.
final class SpeedUpLines {
    private final Section section;
    private final List<SpeedUpRow> rows;
    private final List<Optional<MeasurementBoundary>> scopes;

    SpeedUpLines(Section section, List<SpeedUpRow> rows) {
        this.section = section;
        this.rows = rows;
        this.scopes =
                Stream.concat(
                                Arrays.stream(MeasurementBoundary.values())
                                        .filter(MeasurementBoundary::holdsInference)
                                        .map(Optional::of),
                                Stream.of(Optional.<MeasurementBoundary>empty()))
                        .filter(scope ->
                                rows.stream()
                                        .filter(row -> !row.itself())
                                        .flatMap(row -> row.at(scope).stream())
                                        .anyMatch(it -> it.ratio().isPresent()))
                        .toList();
    }

    List<Column> columns() {
        return scopes.stream().map(SpeedUpLines::column).toList();
    }

    private static Column column(Optional<MeasurementBoundary> scope) {
        return scope.map(it ->
                        new Column(
                                it.name(),
                                "latency, LSU",
                                "median of the reference / median, both at "
                                        + Boundaries.described(it)))
                .orElseGet(() ->
                        new Column(
                                "Throughput",
                                "images/s, TSU",
                                "images/s / images/s of the reference, from the forks' windows"));
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            lines.add(line(section.rows().get(i), rows.get(i)));
        }
        return lines;
    }

    private Line line(CaseRow row, SpeedUpRow speedUps) {
        String refused = speedUps.refused().orElse("");
        return new Line(
                row,
                speedUps.reference().map(SpeedSide::described).orElse(Numbers.ABSENT),
                refused.isEmpty()
                        ? scopes.stream().map(scope -> cell(speedUps, scope)).toList()
                        : List.of(),
                refused);
    }

    private static Cell cell(SpeedUpRow row, Optional<MeasurementBoundary> scope) {
        Optional<SpeedUp> found = row.at(scope);
        if (found.isEmpty()) {
            return new Cell(Numbers.ABSENT, "", "not timed there");
        }
        SpeedUp it = found.get();
        if (it.ratio().isEmpty()) {
            return new Cell(Numbers.ABSENT, "", it.refused().orElse(""));
        }
        if (row.itself()) {
            return new Cell("ref", "", Numbers.duration(it.seconds().orElseThrow()));
        }
        return new Cell(
                "×" + Numbers.ratio(it.ratio().orElseThrow()),
                Numbers.change(it.gain().orElseThrow()),
                "%s, %s: %s"
                        .formatted(
                                Numbers.duration(it.seconds().orElseThrow()),
                                row.reference().map(SpeedSide::name).orElse(""),
                                Numbers.duration(it.referenceSeconds().orElseThrow())));
    }

    /// Of single cells, with their columns; of whole rows only where no table shows them.
    List<String> refusals() {
        Said said = new Said();
        for (SpeedUpRow row : rows) {
            if (row.refused().isPresent()) {
                if (scopes.isEmpty()) {
                    said.add(row.refused().get(), row, List.of());
                }
            } else if (!row.itself()) {
                row.at().stream()
                        .filter(it ->
                                it.boundary().map(MeasurementBoundary::holdsInference).orElse(true))
                        .forEach(it ->
                                it.refused()
                                        .ifPresent(why -> said.add(why, row, List.of(name(it)))));
            }
        }
        return said.sentences();
    }

    private static String name(SpeedUp speedUp) {
        return speedUp.boundary().map(Enum::name).orElse("throughput");
    }

    List<String> notes() {
        Said said = new Said();
        rows.forEach(row -> row.notes().forEach(note -> said.add(note, row, List.of())));
        return said.sentences();
    }
}
