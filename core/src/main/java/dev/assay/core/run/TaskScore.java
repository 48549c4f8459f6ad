package dev.assay.core.run;

import static java.util.Objects.requireNonNull;

import dev.assay.core.suite.ScoreBound;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// How well an engine does a model's task, in the task's own measure.
///
/// @param metric for example `psnr`
/// @param unit for example `dB`; empty for a number without one
/// @param value mean of the images; empty where it is undefined, `+∞` for the PSNR of equal images
/// @param reference the PyTorch reference's own score against the same ground truth; empty where
///   the reference itself is what engines are scored against
/// @param perImage scores by input row, NaN where undefined
/// @param settings without which the number says nothing, and what was left out, in words
/// @param limits of the suite that the score was held to
/// @param violations what failed, in words; empty means passed
public record TaskScore(
        String metric,
        String output,
        String unit,
        OptionalDouble value,
        OptionalDouble reference,
        List<Double> perImage,
        Map<String, String> settings,
        Map<ScoreBound, Double> limits,
        List<String> violations) {
    public TaskScore {
        requireNonNull(metric, "metric is null");
        requireNonNull(output, "output is null");
        perImage = List.copyOf(perImage);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        limits = limits.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(limits));
        violations = List.copyOf(violations);
    }

    /// The score of another build of the same engine.
    public TaskScore ofBuild(int number) {
        Map<String, String> named = new LinkedHashMap<>(settings);
        named.put("build", Integer.toString(number));
        return new TaskScore(
                metric, output, unit, value, reference, perImage, named, limits, violations);
    }

    public boolean passed() {
        return violations.isEmpty();
    }
}
