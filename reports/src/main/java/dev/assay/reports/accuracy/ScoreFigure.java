package dev.assay.reports.accuracy;

import dev.assay.core.run.TaskScore;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.text.Numbers;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// Errors and scores of a case in one figure each, for tables that have room for no more.
public final class ScoreFigure {
    private static final String PSNR = "psnr";
    private static final double HUNDRED = 100;
    private static final double SMALLEST = 1e-3;

    private ScoreFigure() {}

    /// relL2 of the output that is worst off, whole frame; empty where no tensor was compared.
    public static Optional<String> relativeL2(CaseRow row) {
        OptionalDouble worst =
                row.compared().stream()
                        .flatMap(it -> it.results().stream())
                        .filter(it -> it.view().equals("full"))
                        .flatMapToDouble(it -> it.statistics().relativeL2().stream())
                        .max();
        return worst.isPresent()
                ? Optional.of(Numbers.scientific(worst.getAsDouble()))
                : Optional.empty();
    }

    /// All scores with what the engine changes of the reference's: `PSNR 28.56 dB (−1.50e-7 dB),
    /// MRAE 2.95e-1 (0)`; empty where the suite asks for none.
    public static Optional<String> all(CaseRow row) {
        return row.scores().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        row.scores().stream()
                                .map(ScoreFigure::described)
                                .collect(Collectors.joining(", ")));
    }

    /// The metric's name: `PSNR`.
    public static String name(TaskScore score) {
        return score.metric().toUpperCase(Locale.ROOT);
    }

    /// In five columns and without its unit: `28.56`, `132.4`, `0.751`, `<1e-3`.
    public static String narrow(TaskScore score) {
        return narrow(score, score.value());
    }

    /// What a column of a score means.
    public static String legend(TaskScore score) {
        String against = score.settings().getOrDefault("against", "the reference");
        return name(score)
                + ": "
                + (score.unit().isEmpty() ? "" : "in " + score.unit() + " ")
                + "against "
                + against
                + ", mean of "
                + Numbers.count(score.perImage().size(), "image")
                + (score.reference().isPresent()
                        ? "; the reference has " + narrow(score, score.reference())
                        : "");
    }

    private static String narrow(TaskScore score, OptionalDouble value) {
        if (value.isEmpty()) {
            return Numbers.ABSENT;
        }
        double number = value.getAsDouble();
        if (score.metric().equals(PSNR)) {
            return Numbers.fixed(number, number < HUNDRED ? 2 : 1);
        }
        return number > 0 && number < SMALLEST ? "<1e-3" : Numbers.significant(number);
    }

    private static String described(TaskScore score) {
        String change = ScoreText.difference(score);
        return name(score)
                + " "
                + ScoreText.value(score, score.value())
                + (change.equals(Numbers.ABSENT) ? "" : " (" + change + ")");
    }
}
