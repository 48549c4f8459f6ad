package dev.assay.reports.accuracy;

import dev.assay.core.run.AccuracyResult;
import dev.assay.core.stats.Distribution;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.RelativeRule;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// All statistics of a case: a row a statistic, a column a view.
final class StatisticsTable {
    private final List<AccuracyResult> results;
    private final List<List<String>> rows = new ArrayList<>();

    private StatisticsTable(List<AccuracyResult> results) {
        this.results = results;
    }

    static DataTable of(CaseRow row, List<AccuracyResult> results) {
        StatisticsTable table = new StatisticsTable(results);
        table.fill();
        List<String> headings = new ArrayList<>(List.of("Statistic"));
        results.forEach(it -> headings.add(it.output() + " · " + it.view()));
        return new DataTable("All statistics of " + row.id(), headings, 1, table.rows);
    }

    private void fill() {
        count("Elements", ErrorStatistics::n);
        count("Finite pairs", ErrorStatistics::finitePairs);
        count("Matching infinities", ErrorStatistics::matchingInfinities);
        count("Both NaN", ErrorStatistics::bothNaN);
        count("Other non-finite pairs (fail)", ErrorStatistics::nonFiniteMismatches);
        distribution("Absolute", ErrorStatistics::absolute);
        for (RelativeRule rule : RelativeRule.values()) {
            distribution("Relative, " + rule.formula(), it -> it.relative(rule));
        }
        count("Zero references", ErrorStatistics::zeroReference);
        count("Zero references missed", ErrorStatistics::zeroReferenceMismatches);
        number("L2 of the difference", it -> OptionalDouble.of(it.l2()));
        number("Relative L2", ErrorStatistics::relativeL2);
        number("RMSE", it -> OptionalDouble.of(it.rmse()));
        number("1 − cosine", StatisticsTable::oneMinusCosine);
        add("SQNR, dB", it -> ErrorLine.decibel(it.sqnrDb()));
        ulp("max", Distribution::max);
        ulp("mean", Distribution::mean);
        ulp("median", Distribution::median);
        ulp("p99", Distribution::p99);
        ulp("p99.9", Distribution::p999);
    }

    /// Distances in units of the last place are counts rather than errors.
    private void ulp(String name, ToDoubleFunction<Distribution> part) {
        add(
                "ULP: " + name,
                it ->
                        it.ulp()
                                .map(ulp -> Numbers.significant(part.applyAsDouble(ulp)))
                                .orElse(Numbers.ABSENT));
    }

    /// The cosine itself rounds to 1 long before an engine is accurate.
    private static OptionalDouble oneMinusCosine(ErrorStatistics statistics) {
        OptionalDouble cosine = statistics.cosine();
        return cosine.isPresent() ? OptionalDouble.of(1 - cosine.getAsDouble()) : cosine;
    }

    private void count(String name, Function<ErrorStatistics, Long> value) {
        add(name, it -> Long.toString(value.apply(it)));
    }

    private void number(String name, Function<ErrorStatistics, OptionalDouble> value) {
        add(name, it -> Numbers.scientific(value.apply(it)));
    }

    private void distribution(
            String name, Function<ErrorStatistics, Optional<Distribution>> distribution) {
        part(name + ": max", distribution, Distribution::max);
        part(name + ": mean", distribution, Distribution::mean);
        part(name + ": median", distribution, Distribution::median);
        part(name + ": p99", distribution, Distribution::p99);
        part(name + ": p99.9", distribution, Distribution::p999);
    }

    private void part(
            String name,
            Function<ErrorStatistics, Optional<Distribution>> distribution,
            ToDoubleFunction<Distribution> part) {
        number(name, it -> distribution.apply(it).stream().mapToDouble(part).findFirst());
    }

    private void add(String name, Function<ErrorStatistics, String> text) {
        List<String> row = new ArrayList<>(List.of(name));
        results.forEach(it -> row.add(text.apply(it.statistics())));
        rows.add(row);
    }
}
