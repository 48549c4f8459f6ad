package dev.assay.accuracy.coco;

import dev.assay.accuracy.coco.match.Protocol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/// A result as text of at most 80 columns: pycocotools' twelve lines, then a line a category.
public final class CocoText {
    private static final int NAME_WIDTH = 28;
    private static final List<CocoMetric> COLUMNS =
            List.of(
                    CocoMetric.AP,
                    CocoMetric.AP50,
                    CocoMetric.AP75,
                    CocoMetric.AR1,
                    CocoMetric.AR100);

    private CocoText() {}

    public static String render(CocoResult result) {
        StringBuilder text = new StringBuilder();
        for (CocoMetric metric : CocoMetric.values()) {
            text.append(line(result, metric)).append('\n');
        }
        text.append(String.format(Locale.ROOT, "\n %10s %-" + NAME_WIDTH + "s", "id", "category"));
        COLUMNS.forEach(it -> text.append(String.format(Locale.ROOT, " %6s", it.key())));
        text.append('\n');
        for (CategoryScores category : result.categories()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            " %10d %-" + NAME_WIDTH + "s",
                            category.id(),
                            name(category.name())));
            COLUMNS.forEach(it ->
                    text.append(
                            String.format(
                                    Locale.ROOT, " %6s", rounded(category.scores().get(it)))));
            text.append('\n');
        }
        return text.toString();
    }

    private static String line(CocoResult result, CocoMetric metric) {
        List<Double> ious = Protocol.IOU_THRESHOLDS;
        int limit =
                metric == CocoMetric.AP
                        ? Protocol.USUAL_DETECTIONS
                        : result.options().maxDets().get(metric.limit());
        return String.format(
                Locale.ROOT,
                " %-18s %s @[ IoU=%-9s | area=%6s | maxDets=%3d ] = %s",
                metric.isPrecision() ? "Average Precision" : "Average Recall",
                metric.isPrecision() ? "(AP)" : "(AR)",
                metric.iou()
                        .map(CocoText::threshold)
                        .orElse(threshold(ious.getFirst()) + ":" + threshold(ious.getLast())),
                metric.range().name().toLowerCase(Locale.ROOT),
                limit,
                rounded(result.scores().get(metric)));
    }

    private static String threshold(double iou) {
        return new BigDecimal(iou).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    /// As Python rounds: the exact value of the double, ties to even.
    private static String rounded(double value) {
        return new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN).toPlainString();
    }

    /// Names come from a file: nothing in them may move the cursor of a terminal.
    private static String name(String name) {
        String printable = name.replaceAll("\\p{C}", "?");
        return printable.length() <= NAME_WIDTH
                ? printable
                : printable.substring(0, NAME_WIDTH - 1) + "…";
    }
}
