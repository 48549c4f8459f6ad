package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.ComparisonRow;
import dev.assay.core.comparison.Subject;
import dev.assay.core.comparison.Turn.Stage;
import dev.assay.core.format.JsonLines;
import dev.assay.core.history.TrendRow;
import dev.assay.core.noise.CalibrationRow;
import dev.assay.core.rehearsal.Rehearsal;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictFiles;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.core.verdict.VerdictRow.CaseState;
import dev.assay.core.verdict.ab.DecisionPolicy;
import dev.assay.core.verdict.ab.DecisionRule;
import dev.assay.core.verdict.ab.Sides;
import dev.assay.core.verdict.ab.SpeedDecision;
import dev.assay.reports.comparison.CalibrationTable;
import dev.assay.reports.comparison.ComparisonTable;
import dev.assay.reports.comparison.RehearsalTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A comparison of two subjects in the terminal and on the page.
class ComparisonReportTest {
    private static final List<Double> BEFORE = List.of(0.01, 0.0101, 0.0099, 0.01005, 0.00995);
    private static final DecisionRule RULE = new DecisionRule(DecisionPolicy.DEFAULTS);

    @TempDir Path folder;

    private final Locale before = Locale.getDefault();
    private RunDirectory run = new RunDirectory(Path.of("run"));
    private final List<CaseId> judged = new ArrayList<>();

    @BeforeEach
    void compare() {
        run = new DemoRun(folder.resolve("runs/demo")).standard();
        ComparisonPlan.of(
                        new Subject(Map.of()),
                        new Subject(Map.of("threads", "<script>alert(1)</script>")),
                        7,
                        3,
                        5,
                        0.03)
                .write(run);
        List<ComparisonRow> evidence = new ArrayList<>();
        double[] factors = {1, 1.08, 0.9};
        VerdictFiles files = new VerdictFiles(run);
        List<VerdictRow> rows = new ArrayList<>();
        for (VerdictRow row : files.rows()) {
            if (row.state() == CaseState.MEASURED
                    && row.speed().isEmpty()
                    && judged.size() < factors.length) {
                List<Double> after =
                        BEFORE.stream().map(it -> it * factors[judged.size()]).toList();
                SpeedDecision decision = RULE.decide(new Sides(BEFORE, after, 0.03, 0));
                SpeedVerdict speed = decision.toSpeedVerdict().seeing(0.017);
                rows.add(row.withSpeed(speed));
                evidence.add(evidence(row.caseId(), after, decision));
                judged.add(row.caseId());
            } else {
                rows.add(row);
            }
        }
        files.write(rows, files.verdict().orElseThrow());
        JsonLines.write(run.root().resolve("comparison.jsonl"), evidence);
        TrendRow.write(run, List.of(trend(judged.getFirst())));
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @Test
    void listsTheWorstFirstWithinTheTerminalsWidth() {
        String table = ComparisonTable.render(run, 80);

        assertThat(table.lines()).allMatch(it -> it.length() <= 80);
        assertThat(table.indexOf("REGRESSED")).isBetween(0, table.indexOf("IMPROVED"));
        assertThat(table.indexOf("IMPROVED")).isLessThan(table.indexOf("UNCHANGED"));
        assertThat(table)
                .contains("+8.0 % (+7.0 % to +9.0 %) 10.0 ms -> 10.8 ms sees ≥ 1.7 %")
                .contains("calibrated: forks of one side vary by 0.80 %");
    }

    @Test
    void showsVerdictsTheirEvidenceAndTrendsOnThePage() throws IOException {
        Path page = ReportWriter.write(run, run.report());

        assertThat(Files.readString(page))
                .contains("What changed, and why it is believed")
                .contains("SLOWER: 8 % slower")
                .contains("2 → 4")
                .contains("the level changed at session 6")
                .contains("driver 560")
                .doesNotContain("<script>alert");
        assertThat(run.report().resolve("trend-00.png")).isNotEmptyFile();
    }

    @Test
    void writesTheSameBytesInEveryLocale() throws IOException {
        Locale.setDefault(Locale.ROOT);
        String expected = everything();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        assertThat(everything()).isEqualTo(expected);
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        assertThat(everything()).isEqualTo(expected);
    }

    @Test
    void saysOfHowManyForksACalibrationSees() {
        assertThat(CalibrationTable.render(List.of(calibrated(5)), run, 80))
                .containsIgnoringWhitespaces("one test of 5 forks a side shows nine times in ten");
        assertThat(CalibrationTable.render(List.of(calibrated(20), calibrated(8)), run, 80))
                .containsIgnoringWhitespaces("one test of 8–20 forks a side shows");
    }

    private CalibrationRow calibrated(int forks) {
        return new CalibrationRow(
                CalibrationRow.SCHEMA,
                judged.getFirst(),
                MeasurementBoundary.HOST_END_TO_END,
                "run-1",
                Instant.EPOCH,
                0.0123,
                8,
                -0.004,
                0,
                forks,
                0.031);
    }

    private String everything() throws IOException {
        Rehearsal rehearsal = new Rehearsal(2, 3, 0.03, 1);
        CalibrationRow row = calibrated(5);
        return Files.readString(ReportWriter.write(run, run.report()))
                + ComparisonTable.render(run, 80)
                + CalibrationTable.render(List.of(row), run, 80)
                + RehearsalTable.render(
                        rehearsal,
                        "a against a",
                        rehearsal.same(Map.of(judged.getFirst(), BEFORE)),
                        80);
    }

    private static ComparisonRow evidence(CaseId id, List<Double> after, SpeedDecision decision) {
        return new ComparisonRow(
                ComparisonRow.SCHEMA,
                id,
                Stage.CONFIRM,
                "fork",
                MeasurementBoundary.HOST_END_TO_END,
                BEFORE,
                after,
                0.03,
                decision.evidence(),
                decision.requirement(),
                Map.of("threads", "2 → 4"),
                Optional.of(0.008));
    }

    private static TrendRow trend(CaseId id) {
        Instant first = Instant.parse("2026-11-01T02:00:00Z");
        return new TrendRow(
                TrendRow.SCHEMA,
                id,
                MeasurementBoundary.HOST_END_TO_END,
                IntStream.range(0, 9)
                        .mapToObj(i ->
                                new TrendRow.Session(
                                        "night-" + i,
                                        first.plus(Duration.ofDays(i)),
                                        i < 5 ? 0.01 : 0.0108))
                        .toList(),
                List.of(5),
                List.of(),
                Optional.empty(),
                Map.of(5, List.of("driver 560")));
    }
}
