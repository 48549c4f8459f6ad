package dev.assay.reports.detection;

import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.Agreement;
import dev.assay.core.stats.Distribution;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// Which single detections an engine shares with its reference: a row a least score.
final class AgreementTable {
    private AgreementTable() {}

    static Optional<DataTable> of(DetectionScores scores) {
        if (scores.agreement().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DataTable(
                        "Agreement with the reference's detections: same image, same category, IoU"
                                + " of at least "
                                + Numbers.plainLimit(scores.agreement().getFirst().minIou())
                                + "; score differences are engine − reference, over the matched",
                        List.of(
                                "Scores",
                                "Reference has",
                                "Matched",
                                "Lost",
                                "Engine has",
                                "Gained",
                                "Mean difference",
                                "|Difference|: median",
                                "p99",
                                "Max",
                                "Lowest IoU"),
                        1,
                        scores.agreement().stream().map(AgreementTable::cells).toList()));
    }

    /// For example `34 lost and 38 gained of those scored ≥ 0.3`.
    static Optional<String> sentence(DetectionScores scores) {
        return scores.agreement().stream()
                .max(Comparator.comparingDouble(Agreement::minScore))
                .map(it ->
                        "%s lost and %s gained of those scored ≥ %s"
                                .formatted(
                                        it.lost(), it.gained(), Numbers.plainLimit(it.minScore())));
    }

    private static List<String> cells(Agreement agreement) {
        List<String> cells = new ArrayList<>();
        cells.add(
                agreement.minScore() > 0 ? "≥ " + Numbers.plainLimit(agreement.minScore()) : "all");
        cells.add(Integer.toString(agreement.reference()));
        cells.add(Integer.toString(agreement.reference() - agreement.lost()));
        cells.add(Integer.toString(agreement.lost()));
        cells.add(Integer.toString(agreement.engine()));
        cells.add(Integer.toString(agreement.gained()));
        cells.add(signed(agreement.meanDifference()));
        cells.add(part(agreement, Distribution::median));
        cells.add(part(agreement, Distribution::p99));
        cells.add(part(agreement, Distribution::max));
        cells.add(
                agreement.lowestIou().isPresent()
                        ? Numbers.fixed(agreement.lowestIou().getAsDouble(), 4)
                        : Numbers.ABSENT);
        return cells;
    }

    private static String part(Agreement agreement, ToDoubleFunction<Distribution> part) {
        return Numbers.scientific(agreement.difference().stream().mapToDouble(part).findFirst());
    }

    private static String signed(OptionalDouble value) {
        if (value.isEmpty()) {
            return Numbers.ABSENT;
        }
        double number = value.getAsDouble();
        String size = Numbers.scientific(Math.abs(number));
        return number == 0 ? size : (number > 0 ? "+" : "−") + size;
    }
}
