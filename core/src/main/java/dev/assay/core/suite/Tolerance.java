package dev.assay.core.suite;

import dev.assay.core.stats.ErrorStatistics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// Bounds on error statistics and on what a model's task scores; all of them must hold.
///
/// @param limits upper bounds on error statistics
/// @param scores bounds on the scores that an image model's task asks for
/// @param detection bounds on a detector's scores, in points
public record Tolerance(
        Map<ToleranceKey, Double> limits,
        Map<ScoreBound, Double> scores,
        Map<DetectionBound, Double> detection) {
    public Tolerance {
        limits = Map.copyOf(limits);
        scores = Map.copyOf(scores);
        detection = Map.copyOf(detection);
    }

    /// Bounds on error statistics alone.
    public Tolerance(Map<ToleranceKey, Double> limits) {
        this(limits, Map.of(), Map.of());
    }

    /// One exceeded bound; the value is absent where the statistic is undefined.
    public record Violation(ToleranceKey key, OptionalDouble value, double limit) {
        /// For example `relL2 3.1e-2 > 5.0e-6 (6200x)`.
        public String describe() {
            if (value.isEmpty()) {
                return String.format(Locale.ROOT, "%s is undefined, limit %.2g", key.key(), limit);
            }
            double quotient = value.getAsDouble() / limit;
            // Three digits are enough; whole numbers read better than powers of ten.
            String factor = quotient >= 100 && quotient < 1e7 ? "%.0fx" : "%.3gx";
            return String.format(
                    Locale.ROOT,
                    "%s %.3g > %.2g (" + factor + ")",
                    key.key(),
                    value.getAsDouble(),
                    limit,
                    quotient);
        }
    }

    /// The bounds that the statistics exceed, in the order of {@link ToleranceKey}.
    public List<Violation> violations(ErrorStatistics statistics) {
        List<Violation> violations = new ArrayList<>();
        for (Map.Entry<ToleranceKey, Double> entry : sorted().entrySet()) {
            OptionalDouble value = entry.getKey().value(statistics);
            if (value.isEmpty() || !(value.getAsDouble() <= entry.getValue())) {
                violations.add(new Violation(entry.getKey(), value, entry.getValue()));
            }
        }
        return violations;
    }

    private Map<ToleranceKey, Double> sorted() {
        return limits.isEmpty() ? Map.of() : new EnumMap<>(limits);
    }
}
