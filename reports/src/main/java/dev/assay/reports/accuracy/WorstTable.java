package dev.assay.reports.accuracy;

import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.stats.WorstElement;
import dev.assay.core.tensor.Shape;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The elements with the largest absolute errors of each view, with both values.
final class WorstTable {
    private WorstTable() {}

    static Optional<DataTable> of(CaseRow row, List<AccuracyResult> results) {
        List<List<String>> rows = new ArrayList<>();
        for (AccuracyResult result : results) {
            Optional<Shape> shape = shape(row, result.output());
            for (WorstElement worst : result.statistics().worst()) {
                rows.add(
                        List.of(
                                result.output() + " · " + result.view(),
                                Long.toString(worst.index()),
                                shape.map(it -> coordinates(worst.index(), it))
                                        .orElse(Numbers.ABSENT),
                                Double.toString(worst.engine()),
                                Double.toString(worst.reference()),
                                Numbers.scientific(worst.absoluteError())));
            }
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DataTable(
                                "Worst elements of " + row.id(),
                                List.of(
                                        "Output · view",
                                        "Index",
                                        "Coordinates",
                                        "Engine",
                                        "Reference",
                                        "Absolute error"),
                                1,
                                rows));
    }

    private static Optional<Shape> shape(CaseRow row, String output) {
        return row.forks().stream()
                .flatMap(fork -> fork.measurement().outputs().stream())
                .filter(digest -> digest.output().equals(output))
                .map(OutputDigest::shape)
                .filter(shape -> shape.rank() > 0 && !shape.isDynamic())
                .findFirst();
    }

    /// The index in the dimensions of the output; the first one counts the reference's rows, of
    /// which there may be more than a batch has.
    private static String coordinates(long index, Shape shape) {
        List<String> coordinates = new ArrayList<>();
        long rest = index;
        for (int axis = shape.rank() - 1; axis > 0; axis--) {
            coordinates.addFirst(Long.toString(rest % shape.dim(axis)));
            rest /= shape.dim(axis);
        }
        coordinates.addFirst(Long.toString(rest));
        return "[" + String.join(", ", coordinates) + "]";
    }
}
