package dev.assay.reports.comparison;

import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.ComparisonRow;
import dev.assay.core.history.TrendRow;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The page's part on verdicts: every case of a comparison, worst first, and trends of the case.
///
/// @param lead what was compared, and how
/// @param verdicts worst first
/// @param evidence the replicates and tests behind them
/// @param differences of the engines' settings
/// @param trends of cases with a history: those that changed first
/// @param moreTrends that the page has no room for
public record Judgement(
        String lead,
        Optional<DataTable> verdicts,
        Optional<DataTable> evidence,
        Optional<DataTable> differences,
        List<Chart> trends,
        int moreTrends) {
    private static final int MOST_TRENDS = 12;

    public Judgement {
        trends = List.copyOf(trends);
    }

    /// @param draw draws where that can be done on this machine
    public static Judgement of(
            RunDirectory run, Function<Function<HouseTheme, Chart>, Optional<Chart>> draw) {
        List<TrendRow> rows =
                TrendRow.of(run).stream()
                        .sorted((left, right) -> Integer.compare(rank(left), rank(right)))
                        .toList();
        List<Chart> trends = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST_TRENDS, rows.size()); i++) {
            TrendRow row = rows.get(i);
            int number = i;
            draw.apply(theme -> TrendChart.draw(theme, row, number)).ifPresent(trends::add);
        }
        Optional<ComparisonPlan> plan = ComparisonPlan.find(run);
        if (plan.isEmpty()) {
            return new Judgement(
                    "",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    trends,
                    rows.size() - trends.size());
        }
        List<JudgedCase> cases = JudgedCase.of(run);
        return new Judgement(
                lead(plan.get()),
                Optional.of(verdicts(cases)),
                Optional.of(evidence(cases)),
                differences(cases),
                trends,
                rows.size() - trends.size());
    }

    public boolean isEmpty() {
        return verdicts.isEmpty() && trends.isEmpty();
    }

    private static int rank(TrendRow row) {
        return row.changeAt().isEmpty() && row.drift().isEmpty() ? 1 : 0;
    }

    private static String lead(ComparisonPlan plan) {
        return "a is %s, b is %s; %s. Up to ±%s counts as no change."
                .formatted(
                        plan.a().label(),
                        plan.b().label(),
                        plan.design(),
                        Numbers.percent(plan.margin()));
    }

    private static DataTable verdicts(List<JudgedCase> cases) {
        return new DataTable(
                "Verdicts, worst first: time of b over that of a, minus 1",
                List.of("case", "verdict", "change", "90 % interval", "sees", "calibrated", "why"),
                7,
                cases.stream()
                        .map(it ->
                                List.of(
                                        CaseName.of(it.row().caseId()),
                                        it.word(),
                                        it.change(),
                                        it.interval(),
                                        it.sees(),
                                        it.evidence()
                                                .flatMap(ComparisonRow::calibrated)
                                                .map(Numbers::percent)
                                                .orElse(Numbers.ABSENT),
                                        it.reason()))
                        .toList());
    }

    private static DataTable evidence(List<JudgedCase> cases) {
        List<List<String>> rows = new ArrayList<>();
        for (JudgedCase judged : cases) {
            judged.evidence()
                    .ifPresent(row ->
                            rows.add(
                                    List.of(
                                            CaseName.of(row.caseId()),
                                            "%s, %s"
                                                    .formatted(
                                                            row.stage()
                                                                    .name()
                                                                    .toLowerCase(Locale.ROOT),
                                                            row.replicate()),
                                            times(row.aSeconds()),
                                            times(row.bSeconds()),
                                            p(row.evidence().map(it -> it.pValue())),
                                            p(row.evidence().map(it -> it.adjustedP())),
                                            p(
                                                    row.evidence()
                                                            .filter(it ->
                                                                    it.permutationP().isPresent())
                                                            .map(it ->
                                                                    it.permutationP()
                                                                            .getAsDouble())),
                                            row.evidence()
                                                    .map(it -> Numbers.change(it.robustChange()))
                                                    .orElse(Numbers.ABSENT))));
        }
        return new DataTable(
                "What the verdicts rest on",
                List.of(
                        "case",
                        "stage, replicate",
                        "a",
                        "b",
                        "p (Welch)",
                        "p among all",
                        "p (permutation)",
                        "Hodges-Lehmann"),
                4,
                rows);
    }

    private static Optional<DataTable> differences(List<JudgedCase> cases) {
        List<List<String>> rows = new ArrayList<>();
        for (JudgedCase judged : cases) {
            judged.evidence()
                    .filter(it -> !it.differences().isEmpty())
                    .ifPresent(row ->
                            row.differences()
                                    .forEach((key, change) ->
                                            rows.add(
                                                    List.of(
                                                            CaseName.of(row.caseId()),
                                                            key,
                                                            change))));
        }
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DataTable(
                                "Settings in which the engines of a and b differ",
                                List.of("case", "setting", "a → b"),
                                3,
                                rows));
    }

    private static String times(List<Double> seconds) {
        return String.join(" ", seconds.stream().map(Numbers::duration).toList());
    }

    private static String p(Optional<Double> value) {
        return value.map(it -> it < 1e-4 ? "< 0.0001" : Numbers.fixed(it, 4))
                .orElse(Numbers.ABSENT);
    }
}
