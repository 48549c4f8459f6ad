package dev.assay.core.suite;

import dev.assay.core.AssayException;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// A statistic that a suite can bound. Relative errors use {@link RelativeRule#SEED000}.
public enum ToleranceKey {
    MAX_ABS("maxAbs", absolute(Distribution::max)),
    MEAN_ABS("meanAbs", absolute(Distribution::mean)),
    MEDIAN_ABS("medianAbs", absolute(Distribution::median)),
    P99_ABS("p99Abs", absolute(Distribution::p99)),
    MAX_REL("maxRel", relative(Distribution::max)),
    MEAN_REL("meanRel", relative(Distribution::mean)),
    MEDIAN_REL("medianRel", relative(Distribution::median)),
    P99_REL("p99Rel", relative(Distribution::p99)),
    REL_L2("relL2", ErrorStatistics::relativeL2),
    RMSE("rmse", statistics -> OptionalDouble.of(statistics.rmse()));

    private final String key;
    private final Function<ErrorStatistics, OptionalDouble> statistic;

    ToleranceKey(String key, Function<ErrorStatistics, OptionalDouble> statistic) {
        this.key = key;
        this.statistic = statistic;
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
                .orElseThrow(
                        () ->
                                AssayException.config(
                                        "There is no tolerance '%s'%s"
                                                .formatted(key, Problems.suggestion(key, known))));
    }

    /// The bounded statistic; empty where it is undefined, which never passes a bound.
    public OptionalDouble value(ErrorStatistics statistics) {
        return statistic.apply(statistics);
    }

    private static Function<ErrorStatistics, OptionalDouble> absolute(
            ToDoubleFunction<Distribution> part) {
        return statistics ->
                statistics.absolute().stream().mapToDouble(part).findFirst();
    }

    private static Function<ErrorStatistics, OptionalDouble> relative(
            ToDoubleFunction<Distribution> part) {
        return statistics ->
                statistics.relative(RelativeRule.SEED000).stream().mapToDouble(part).findFirst();
    }
}
