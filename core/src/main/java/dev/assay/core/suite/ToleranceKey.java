package dev.assay.core.suite;

import dev.assay.core.AssayException;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// A statistic that a suite can bound. Relative errors use {@link RelativeRule#SEED000}.
public enum ToleranceKey {
    MAX_ABS("maxAbs"),
    MEAN_ABS("meanAbs"),
    MEDIAN_ABS("medianAbs"),
    P99_ABS("p99Abs"),
    MAX_REL("maxRel"),
    MEAN_REL("meanRel"),
    MEDIAN_REL("medianRel"),
    P99_REL("p99Rel"),
    REL_L2("relL2"),
    RMSE("rmse");

    private final String key;

    ToleranceKey(String key) {
        this.key = key;
    }

    /// The name in suites and reports.
    public String key() {
        return key;
    }

    /// @throws AssayException if no statistic has this name
    public static ToleranceKey of(String key) {
        List<String> known = Arrays.stream(values()).map(ToleranceKey::key).toList();
        return Arrays.stream(values())
                .filter(it -> it.key.equals(key))
                .findFirst()
                .orElseThrow(() ->
                        AssayException.config(
                                "There is no tolerance '%s'%s"
                                        .formatted(key, Problems.suggestion(key, known))));
    }

    /// The bounded statistic; empty where it is undefined, which never passes a bound.
    public OptionalDouble value(ErrorStatistics statistics) {
        Optional<Distribution> absolute = statistics.absolute();
        Optional<Distribution> relative = statistics.relative(RelativeRule.SEED000);
        return switch (this) {
            case MAX_ABS -> part(absolute, Distribution::max);
            case MEAN_ABS -> part(absolute, Distribution::mean);
            case MEDIAN_ABS -> part(absolute, Distribution::median);
            case P99_ABS -> part(absolute, Distribution::p99);
            case MAX_REL -> part(relative, Distribution::max);
            case MEAN_REL -> part(relative, Distribution::mean);
            case MEDIAN_REL -> part(relative, Distribution::median);
            case P99_REL -> part(relative, Distribution::p99);
            case REL_L2 -> statistics.relativeL2();
            case RMSE ->
                    statistics.finitePairs() == 0
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(statistics.rmse());
        };
    }

    private static OptionalDouble part(
            Optional<Distribution> distribution, ToDoubleFunction<Distribution> part) {
        return distribution.stream().mapToDouble(part).findFirst();
    }
}
