package dev.assay.reports.accuracy;

import dev.assay.core.run.TaskScore;
import dev.assay.reports.text.Numbers;
import java.util.OptionalDouble;

/// Task scores as people read them.
final class ScoreText {
    private static final double DEGREES = 180 / Math.PI;
    private static final double SMALLEST_ANGLE = 0.01;
    private static final double NEARLY_ONE = 1e-5;

    private ScoreText() {}

    static String value(TaskScore score, OptionalDouble value) {
        if (value.isEmpty()) {
            return Numbers.ABSENT;
        }
        double number = value.getAsDouble();
        return switch (score.metric()) {
            case "psnr" -> Numbers.fixed(number, 2) + " dB";
            case "ssim" -> similarity(number);
            case "sam" -> angle(number);
            default -> Numbers.scientific(number) + unit(score);
        };
    }

    /// Engines against the reference are so alike that six decimals would all say 1.
    private static String similarity(double value) {
        double rest = 1 - value;
        return rest > 0 && rest < NEARLY_ONE
                ? "1 − " + Numbers.scientific(rest)
                : Numbers.fixed(value, 6);
    }

    private static String angle(double radians) {
        double degrees = radians * DEGREES;
        return degrees < SMALLEST_ANGLE
                ? Numbers.scientific(radians) + " rad"
                : Numbers.significant(radians) + " rad, " + Numbers.significant(degrees) + "°";
    }

    /// Engine minus reference; two infinite scores are equal.
    static String difference(TaskScore score) {
        if (score.value().isEmpty() || score.reference().isEmpty()) {
            return Numbers.ABSENT;
        }
        double value = score.value().getAsDouble();
        double reference = score.reference().getAsDouble();
        if (value == reference) {
            return "0";
        }
        String size = Numbers.scientific(Math.abs(value - reference)) + unit(score);
        return (value > reference ? "+" : "−") + size;
    }

    private static String unit(TaskScore score) {
        return score.unit().isEmpty() ? "" : " " + score.unit();
    }
}
