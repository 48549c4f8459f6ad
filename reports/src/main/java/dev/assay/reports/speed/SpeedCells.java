package dev.assay.reports.speed;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Reference;
import dev.assay.reports.model.Section;
import dev.assay.reports.speed.SpeedRow.Cell;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Fills a speed table's number columns.
final class SpeedCells {
    private final Section section;
    private final TimeScale scale;
    private final SpeedColumns columns;

    SpeedCells(Section section, TimeScale scale, SpeedColumns columns) {
        this.section = section;
        this.scale = scale;
        this.columns = columns;
    }

    /// Nothing for a case that has no speed.
    List<Cell> of(CaseRow row) {
        return row.speed().map(speed -> cells(row, speed)).orElse(List.of());
    }

    private List<Cell> cells(CaseRow row, CaseSummary speed) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(scale.format(speed.medianSeconds()), forks(speed)));
        cells.add(cell(Numbers.percent(speed.forkSpread())));
        if (columns.builds()) {
            cells.add(builds(speed));
        }
        cells.add(cell(scale.format(speed.minSeconds())));
        cells.add(cell(scale.format(speed.meanSeconds())));
        for (PercentileRule rule : PercentileRule.values()) {
            cells.add(percentile(rule, speed));
        }
        cells.add(cell(Numbers.significant(speed.queriesPerSecond())));
        cells.add(cell(Numbers.significant(speed.imagesPerSecond())));
        if (columns.energy()) {
            cells.add(energy(row));
        }
        if (!columns.references().isEmpty()) {
            relative(row, cells);
        }
        if (columns.baseline()) {
            cells.add(againstBaseline(row));
        }
        return cells;
    }

    private static Cell cell(String text) {
        return new Cell(text, "");
    }

    private String forks(CaseSummary speed) {
        List<String> medians = speed.forkMedianSeconds().stream().map(scale::format).toList();
        return "fork medians: " + String.join(", ", medians) + "; " + speed.samples() + " queries";
    }

    private Cell percentile(PercentileRule rule, CaseSummary speed) {
        OptionalDouble value = rule.of(speed);
        return value.isPresent()
                ? cell(scale.format(value.getAsDouble()))
                : new Cell(
                        Numbers.ABSENT,
                        "needs %s samples, there are %s"
                                .formatted(rule.samples(), speed.samples()));
    }

    private static Cell builds(CaseSummary speed) {
        int builds = speed.buildMedianSeconds().size();
        return builds > 1
                ? new Cell(Numbers.percent(speed.buildSpread()), builds + " builds, see below")
                : new Cell(Numbers.ABSENT, "built once");
    }

    private static Cell energy(CaseRow row) {
        OptionalDouble joules = row.joulesPerQuery();
        return joules.isPresent()
                ? cell(Numbers.significant(joules.getAsDouble() / row.id().batch()))
                : new Cell(Numbers.ABSENT, "no device counted energy");
    }

    private void relative(CaseRow row, List<Cell> cells) {
        switch (section.reference(row)) {
            case Reference.Found it -> {
                String note = it.itself() ? "the reference itself" : "reference: " + it.row().id();
                cells.add(new Cell(Numbers.ratio(it.timeRatio()), note));
                cells.add(
                        new Cell(
                                it.itself() ? Numbers.ABSENT : Numbers.change(it.speedUp() - 1),
                                note));
            }
            case Reference.None(String reason) -> {
                cells.add(new Cell(Numbers.ABSENT, reason));
                cells.add(new Cell(Numbers.ABSENT, reason));
            }
        }
    }

    private static Cell againstBaseline(CaseRow row) {
        Optional<SpeedVerdict> verdict = row.verdict().flatMap(VerdictRow::speed);
        if (verdict.isEmpty() || verdict.get().change().isEmpty()) {
            return new Cell(Numbers.ABSENT, "no baseline for this case");
        }
        SpeedVerdict it = verdict.get();
        String interval =
                it.low().isPresent() && it.high().isPresent()
                        ? " [%s, %s]"
                                .formatted(
                                        Numbers.change(it.low().getAsDouble()),
                                        Numbers.change(it.high().getAsDouble()))
                        : "";
        return new Cell(Numbers.change(it.change().getAsDouble()) + interval, it.detail());
    }
}
