package dev.assay.reports.speed;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.reports.model.CaseRow;
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
    private final boolean baseline;

    SpeedCells(Section section, TimeScale scale, boolean baseline) {
        this.section = section;
        this.scale = scale;
        this.baseline = baseline;
    }

    /// Nothing for a case that has no speed.
    List<Cell> of(CaseRow row) {
        return row.speed().map(speed -> cells(row, speed)).orElse(List.of());
    }

    private List<Cell> cells(CaseRow row, CaseSummary speed) {
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell(scale.format(speed.medianSeconds()), forks(speed)));
        cells.add(cell(Numbers.percent(speed.forkSpread())));
        cells.add(cell(scale.format(speed.minSeconds())));
        cells.add(cell(scale.format(speed.meanSeconds())));
        for (PercentileRule rule : PercentileRule.values()) {
            cells.add(percentile(rule, speed));
        }
        cells.add(cell(Numbers.significant(speed.queriesPerSecond())));
        cells.add(cell(Numbers.significant(speed.imagesPerSecond())));
        section.referenceEngine().ifPresent(engine -> relative(row, engine, cells));
        if (baseline) {
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

    private void relative(CaseRow row, String engine, List<Cell> cells) {
        Optional<Double> ratio = section.timeRatio(row);
        Optional<CaseRow> reference = section.referenceOf(row);
        if (ratio.isPresent() && reference.isPresent()) {
            boolean itself = reference.get().id().equals(row.id());
            String note = itself ? "the reference itself" : "reference: " + reference.get().id();
            cells.add(new Cell(Numbers.ratio(ratio.get()), note));
            cells.add(new Cell(itself ? Numbers.ABSENT : gain(ratio.get()), note));
        } else {
            Cell none = new Cell(Numbers.ABSENT, engine + " has no valid time at this batch");
            cells.add(none);
            cells.add(none);
        }
    }

    private static String gain(double timeRatio) {
        return Numbers.change(1 / timeRatio - 1);
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
