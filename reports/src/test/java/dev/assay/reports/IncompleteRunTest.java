package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.RowState;
import dev.assay.reports.model.Section;
import dev.assay.reports.summary.Command;
import dev.assay.reports.summary.FirstScreen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run directory may hold less than everything; the report says what is missing.
class IncompleteRunTest {
    @TempDir Path folder;

    @Test
    void showsSpeedsWithoutAVerdictWhereOnlyBenchRan() throws IOException {
        RunDirectory run = new DemoRun(folder).benchOnly();
        String html = Files.readString(ReportWriter.write(run, run.report()));
        assertThat(html)
                .contains("This run has no verdict")
                .contains("NOT JUDGED")
                .contains("class=\"n main\"")
                .doesNotContain("exit code");
    }

    /// 1.00 is a claim, too.
    @Test
    void comparesNoSpeedOfOutputsThatNobodyCompared() {
        List<Section> sections = ReportModel.of(new DemoRun(folder).benchOnly()).sections();
        assertThat(sections)
                .isNotEmpty()
                .allSatisfy(section ->
                        assertThat(section.rows())
                                .allSatisfy(row ->
                                        assertThat(section.reference(row).found()).isEmpty()));
    }

    @Test
    void withholdsTheSpeedOfWrongOutputsEvenWithoutAVerdict() {
        DemoRun demo = new DemoRun(folder);
        demo.start();
        demo.measured("m", "pytorch", 1, 0.01, 20, 0.1, DemoRun.invalid());
        CaseRow row = ReportModel.of(demo.run()).rows().getFirst();
        assertThat(row.state()).isEqualTo(RowState.INVALID);
        assertThat(row.speed()).isEmpty();
        assertThat(row.reason())
                .isEqualTo("output 'spectral' (border): relL2 3.1e-2 > 5.0e-6 (6200x)");
    }

    @Test
    void namesCasesThatAnUnfinishedRunDidNotReach() {
        RunDirectory run = new DemoRun(folder).benchOnly();
        RunInfo info = run.info().orElseThrow();
        run.writeInfo(
                new RunInfo(
                        info.schema(),
                        info.id(),
                        info.suite(),
                        info.suiteSha256(),
                        info.effort(),
                        info.assayVersion(),
                        info.command(),
                        info.started(),
                        Optional.empty(),
                        Optional.empty()));
        List<CaseRow> rows = ReportModel.of(run).rows();
        assertThat(rows).hasSize(9);
        assertThat(rows.stream().filter(row -> row.state() == RowState.NOT_REACHED)).hasSize(5);
        assertThat(FirstScreen.of(ReportModel.of(run)).commands())
                .contains(new Command("Go on with it", info.command() + " --resume"));
    }

    @Test
    void claimsNoForksAndNoLoadWhereNothingWasMeasured() throws IOException {
        DemoRun demo = new DemoRun(folder);
        demo.start();
        RunDirectory run = demo.run();

        assertThat(Files.readString(ReportWriter.write(run, run.report())))
                .contains("Forks × samples")
                .doesNotContain("0 × 0")
                .doesNotContain("≤ unknown")
                .doesNotContain("0 collections");
    }

    @Test
    void staysReadableWithoutRawSamples() throws IOException {
        DemoRun demo = new DemoRun(folder);
        RunDirectory run = demo.standard();
        Files.delete(
                run.root()
                        .resolve(
                                "samples/mst-plus-plus/pytorch/fp32/b1/3x96x90/base/latency/"
                                        + "host_end_to_end.fork00.f32"));
        assertThat(Files.readString(ReportWriter.write(run, run.report())))
                .contains("No speed can be shown, because raw samples are missing");
    }

    @Test
    void keepsTheReasonOfEveryForkThatFailed() {
        DemoRun demo = new DemoRun(folder);
        demo.start();
        demo.failed("m", "pytorch", 1, "out of memory");
        assertThat(ReportModel.of(demo.run()).rows().getFirst().reason())
                .isEqualTo("INFERENCE: out of memory");
    }

    @Test
    void reportsAnEmptyRun() throws IOException {
        DemoRun demo = new DemoRun(folder);
        demo.start();
        assertThat(Files.readString(ReportWriter.write(demo.run(), folder.resolve("report"))))
                .contains("No case was compared or failed");
        assertThat(TerminalTable.render(demo.run(), 80)).contains("0 cases");
    }
}
