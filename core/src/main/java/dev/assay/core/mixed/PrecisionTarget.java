package dev.assay.core.mixed;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.suite.ToleranceKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How good the outputs of a network must be.
///
/// @param text as the user wrote it
/// @param key statistic of each output
/// @param most that it may be
public record PrecisionTarget(String text, ToleranceKey key, double most) {
    private static final double DECIBEL = -20;

    public PrecisionTarget {
        if (!(most > 0) || !Double.isFinite(most)) {
            throw AssayException.config(
                    "--target %s: give a number above 0, as in relL2=1e-3".formatted(text));
        }
    }

    /// Parses for example `relL2=1e-3`, `p99-abs=0.5` or `SQNR=60`, which is in dB and at least.
    public static PrecisionTarget parse(String text) {
        int at = text.indexOf('=');
        if (at < 1) {
            throw AssayException.config(
                    "--target is '%s': write for example relL2=1e-3, p99-abs=0.5 or SQNR=60"
                            .formatted(text));
        }
        String name = text.substring(0, at);
        double number = number(text, text.substring(at + 1));
        if (name.equalsIgnoreCase("sqnr")) {
            return new PrecisionTarget(text, ToleranceKey.REL_L2, Math.pow(10, number / DECIBEL));
        }
        String plain = name.replace("-", "").toLowerCase(Locale.ROOT);
        Optional<ToleranceKey> key =
                Arrays.stream(ToleranceKey.values())
                        .filter(it -> it.key().toLowerCase(Locale.ROOT).equals(plain))
                        .findFirst();
        return new PrecisionTarget(text, key.orElseGet(() -> ToleranceKey.of(name)), number);
    }

    private static double number(String text, String number) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            throw new AssayException(
                    ErrorKind.CONFIG, "--target %s: '%s' is no number".formatted(text, number), e);
        }
    }

    /// The statistic; infinite where values are not finite or it is undefined.
    public double of(ErrorStatistics statistics) {
        return statistics.nonFiniteMismatches() == 0
                ? key.value(statistics).orElse(Double.POSITIVE_INFINITY)
                : Double.POSITIVE_INFINITY;
    }

    /// Whether a value of the statistic is good enough.
    public boolean isMet(double value) {
        return value <= most;
    }
}
