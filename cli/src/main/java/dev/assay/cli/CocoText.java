package dev.assay.cli;

import dev.assay.accuracy.coco.CategoryScores;
import dev.assay.accuracy.coco.CocoMetric;
import dev.assay.accuracy.coco.CocoResult;
import dev.assay.accuracy.coco.match.Protocol;
import dev.assay.reports.text.TerminalText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A COCO result as text of at most 80 columns: pycocotools' twelve lines, then a line a category.
final class CocoText {
    private static final int WIDTH = 80;
    private static final List<CocoMetric> COLUMNS =
            List.of(
                    CocoMetric.AP,
                    CocoMetric.AP50,
                    CocoMetric.AP75,
                    CocoMetric.AR1,
                    CocoMetric.AR100);
    private static final int NUMBER = 7;
    private static final String WARNING = "warning: ";

    private CocoText() {}

    static String render(CocoResult result) {
        StringBuilder text = new StringBuilder();
        for (CocoMetric metric : CocoMetric.values()) {
            text.append(line(result, metric)).append('\n');
        }
        int id =
                result.categories().stream()
                        .mapToInt(it -> Long.toString(it.id()).length())
                        .max()
                        .orElse(0);
        id = Math.max(id, "id".length());
        text.append('\n').append(row(id, "id", "category", COLUMNS.stream().map(CocoMetric::key)));
        for (CategoryScores category : result.categories()) {
            text.append(
                    row(
                            id,
                            Long.toString(category.id()),
                            TerminalText.clean(category.name()),
                            COLUMNS.stream().map(it -> rounded(category.scores().get(it)))));
        }
        return text.toString();
    }

    /// A warning as lines.
    static String warning(String text) {
        return WARNING
                + String.join(
                        "\n" + " ".repeat(WARNING.length()),
                        TerminalText.wrap(text, WIDTH - WARNING.length()));
    }

    private static String row(int idWidth, String id, String name, Stream<String> numbers) {
        int left = WIDTH - 1 - idWidth - 1 - COLUMNS.size() * NUMBER;
        StringBuilder row = new StringBuilder(" ");
        row.append(TerminalText.right(id, idWidth))
                .append(' ')
                .append(TerminalText.left(name, left));
        numbers.forEach(it -> row.append(TerminalText.right(it, NUMBER)));
        return row.append('\n').toString();
    }

    /// pycocotools' line; without its first words where a large maxDets makes it too long.
    private static String line(CocoResult result, CocoMetric metric) {
        List<Double> ious = Protocol.IOU_THRESHOLDS;
        int limit =
                metric == CocoMetric.AP
                        ? Protocol.USUAL_DETECTIONS
                        : result.options().maxDets().get(metric.limit());
        String line =
                String.format(
                        Locale.ROOT,
                        "%s @[ IoU=%-9s | area=%6s | maxDets=%3d ] = %s",
                        metric.isPrecision() ? "(AP)" : "(AR)",
                        metric.iou()
                                .map(CocoText::threshold)
                                .orElse(
                                        threshold(ious.getFirst())
                                                + ":"
                                                + threshold(ious.getLast())),
                        metric.range().name().toLowerCase(Locale.ROOT),
                        limit,
                        rounded(result.scores().get(metric)));
        String words = metric.isPrecision() ? " Average Precision  " : " Average Recall     ";
        return words.length() + line.length() <= WIDTH ? words + line : " " + line;
    }

    private static String threshold(double iou) {
        return new BigDecimal(iou).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }

    /// As Python rounds: the exact value of the double, ties to even.
    private static String rounded(double value) {
        return new BigDecimal(value).setScale(3, RoundingMode.HALF_EVEN).toPlainString();
    }
}
