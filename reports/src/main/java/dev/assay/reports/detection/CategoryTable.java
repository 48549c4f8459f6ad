package dev.assay.reports.detection;

import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.CategoryChange;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// AP by category: those that changed most against the reference, or the lowest where there is
/// none.
final class CategoryTable {
    static final int MOST = 20;

    private static final Comparator<CategoryChange> LARGEST_CHANGE =
            Comparator.comparingDouble(CategoryTable::size)
                    .reversed()
                    .thenComparingLong(CategoryChange::id);
    private static final Comparator<CategoryChange> LOWEST =
            Comparator.comparingDouble(CategoryChange::ap).thenComparingLong(CategoryChange::id);

    private CategoryTable() {}

    static Optional<DataTable> of(DetectionScores scores) {
        List<CategoryChange> all = scores.categories();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        boolean referenced = scores.reference().isPresent();
        List<List<String>> rows =
                all.stream()
                        .sorted(referenced ? LARGEST_CHANGE : LOWEST)
                        .limit(MOST)
                        .map(it -> cells(it, referenced, scores))
                        .toList();
        String order = referenced ? "largest change first" : "lowest first";
        int more = all.size() - rows.size();
        return Optional.of(
                new DataTable(
                        "AP by category, points: "
                                + order
                                + (more > 0 ? "; " + more + " more are not shown" : ""),
                        referenced
                                ? List.of(
                                        "Category",
                                        "Id",
                                        "AP",
                                        "Reference",
                                        "Change",
                                        interval(scores))
                                : List.of("Category", "Id", "AP"),
                        1,
                        rows));
    }

    /// For example `by category up to −2.48 points (kite)`.
    static Optional<String> sentence(DetectionScores scores) {
        return scores.categories().stream()
                .min(LARGEST_CHANGE)
                .filter(it -> it.points().isPresent())
                .map(it ->
                        size(it) == 0
                                ? "no category changed"
                                : "by category up to %s points (%s)"
                                        .formatted(Points.change(it.points()), it.name()));
    }

    private static List<String> cells(
            CategoryChange category, boolean referenced, DetectionScores scores) {
        String id = Long.toString(category.id());
        String ap = Points.score(category.ap());
        return referenced
                ? List.of(
                        category.name(),
                        id,
                        ap,
                        category.reference().isPresent()
                                ? Points.score(category.reference().getAsDouble())
                                : Numbers.ABSENT,
                        Points.change(category.points()),
                        Points.interval(category.interval(), scores.bootstrap()))
                : List.of(category.name(), id, ap);
    }

    private static String interval(DetectionScores scores) {
        return scores.bootstrap()
                .map(it -> Numbers.fixed(100 * it.confidence(), 0) + " % interval")
                .orElse("Interval");
    }

    /// What is undefined comes last.
    private static double size(CategoryChange category) {
        return category.points().isPresent() ? Math.abs(category.points().getAsDouble()) : -1;
    }
}
