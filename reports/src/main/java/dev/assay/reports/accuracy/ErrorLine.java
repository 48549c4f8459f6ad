package dev.assay.reports.accuracy;

import dev.assay.core.run.AccuracyResult;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import dev.assay.reports.text.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// The four statistics of one view of one output that are always shown.
///
/// @param result `within tolerance`, or every violation in words
public record ErrorLine(
        String output,
        String view,
        String p99Absolute,
        String medianRelative,
        String sqnr,
        String maxAbsolute,
        boolean passed,
        String result) {

    static ErrorLine of(AccuracyResult result) {
        ErrorStatistics statistics = result.statistics();
        return new ErrorLine(
                result.output(),
                result.view(),
                of(statistics.absolute(), Distribution::p99),
                of(statistics.relative(RelativeRule.SEED000), Distribution::median),
                decibel(statistics.sqnrDb()),
                of(statistics.absolute(), Distribution::max),
                result.passed(),
                result.passed() ? "within tolerance" : String.join("; ", result.violations()));
    }

    static String decibel(OptionalDouble sqnr) {
        return sqnr.isPresent() ? Numbers.fixed(sqnr.getAsDouble(), 1) : Numbers.ABSENT;
    }

    private static String of(
            Optional<Distribution> distribution, ToDoubleFunction<Distribution> part) {
        return Numbers.scientific(distribution.stream().mapToDouble(part).findFirst());
    }
}
