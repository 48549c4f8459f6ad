package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.RunDirectory;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.page.PageBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageTest {
    private RunDirectory run = new RunDirectory(Path.of("unset"));
    private String html = "";

    @BeforeAll
    void write(@TempDir Path folder) throws IOException {
        run = new DemoRun(folder.resolve("runs/20261121-101500Z-smoke-3fa9")).standard();
        html = Files.readString(ReportWriter.write(run, run.report()));
    }

    @Test
    void saysTheVerdictAndItsExitCodeFirst() {
        assertThat(html.indexOf("1 of 13 cases is out of tolerance"))
                .isPositive()
                .isLessThan(html.indexOf("Look here first"));
        assertThat(html).contains("Regression<span class=\"exit\">exit code 1</span>");
    }

    @Test
    void showsNoticesWithTheirCommands() {
        assertThat(html)
                .contains(
                        "<code>assay accept --run runs/20261121-101500Z-smoke-3fa9 --reason TEXT</code>");
    }

    @Test
    void showsNoSpeedOfAnInvalidRow() {
        String row = row("mst-plus-plus/replay/fp32/b4/3x96x90/base/latency");
        assertThat(row)
                .contains("INVALID")
                .contains("relL2 3.1e-2 &gt; 5.0e-6 (6200x)")
                .doesNotContain("class=\"n main\"");
    }

    @Test
    void doesNotDrawAnInvalidRow() {
        assertThat(charts())
                .filteredOn(chart -> chart.file().contains("-vs-batch"))
                .allSatisfy(chart ->
                        assertThat(chart.numbers().rows().toString()).doesNotContain("replay"));
    }

    @Test
    void showsFailedAndSkippedRowsWithTheirReasons() {
        assertThat(row("elan-light/onnxruntime-cpu/fp32/b4/3x96x90/base/latency"))
                .contains("FAILED")
                .contains("died with SIGSEGV");
        assertThat(row("mst-plus-plus/onnxruntime-cpu/fp16/b1/3x96x90/base/latency"))
                .contains("SKIPPED")
                .contains("onnxruntime-cpu has no FP16");
    }

    @Test
    void marksUncheckedRowsAndShowsTheirSpeed() {
        assertThat(row("elan-light/pytorch/fp32/b1/3x96x90/base/latency"))
                .contains("UNCHECKED")
                .contains("class=\"n main\"");
    }

    @Test
    void hidesPercentilesThatHaveTooFewSamples() {
        assertThat(row("mst-plus-plus/pytorch/fp32/b1/3x96x90/base/latency"))
                .contains("title=\"needs 130 samples, there are 72\">–")
                .contains("title=\"needs 662 samples, there are 72\">–")
                .doesNotContain("needs 64 samples");
    }

    @Test
    void comparesWithPytorchAsRatioAndAsGain() {
        assertThat(html).contains("Time ÷ pytorch").contains("Gain over pytorch");
        assertThat(row("mst-plus-plus/onnxruntime-cpu/fp32/b1/3x96x90/base/latency"))
                .contains(">0.77<")
                .contains(">+30.6 %<");
    }

    @Test
    void hasEveryNumberOfEveryChartInATable() {
        assertThat(charts()).hasSize(6);
        for (Chart chart : charts()) {
            assertThat(html).contains("alt=\"" + chart.alternative() + "\"");
            for (List<String> row : chart.numbers().rows()) {
                assertThat(row).allSatisfy(cell -> assertThat(html).contains(">" + cell + "</t"));
            }
        }
    }

    @Test
    void embedsTheChartsThatLieBesideIt() throws IOException {
        for (Chart chart : charts()) {
            assertThat(html).contains(chart.dataUri());
            assertThat(Files.readAllBytes(run.report().resolve(chart.file())))
                    .isEqualTo(chart.png().bytes());
        }
    }

    @Test
    void printsTheDenominatorBesideTheRelativeError() {
        assertThat(html).contains("Median relative<span class=\"unit\">÷ (|b| + 5e-5)</span>");
    }

    @Test
    void showsHowEachEngineAgreesWithItself() {
        assertThat(html)
                .contains("Each engine against itself")
                .contains("Identical rows")
                .contains("✓ 1.20e-7");
    }

    @Test
    void saysWhetherTheTimedOutputsWereThoseThatWereCompared() {
        assertThat(html)
                .contains(
                        "The timed runs' outputs were within tolerance in 3 of 3 forks; bitwise"
                                + " equal to the accuracy run in forks 0, 2.");
    }

    @Test
    void linksTheRawSamplesOfEveryFork() {
        Matcher link = Pattern.compile("href=\"(\\.\\./samples/[^\"]+)\"").matcher(html);
        assertThat(link.results().map(it -> it.group(1)))
                .hasSize(27)
                .allSatisfy(it -> assertThat(run.report().resolve(it)).exists());
    }

    @Test
    void loadsNothingFromAnywhere() {
        assertThat(html).doesNotContainPattern("(src|href)=\"(https?:)?//").doesNotContain("url(");
        assertThat(html).doesNotContainPattern("<link[^>]+href=\"(?!data:)");
    }

    @Test
    void hasLandmarksAndHeadersForScreenReaders() {
        assertThat(html)
                .contains("<main>", "<nav aria-label=", "class=\"skip\"", "<html lang=\"en\">");
        assertThat(html).doesNotContainPattern("<th(?![^>]*scope=)(?!ead)");
        assertThat(html).doesNotContainPattern("<img(?![^>]*alt=)");
    }

    private List<Chart> charts() {
        return new PageBuilder().build(ReportModel.of(run), run.report()).charts();
    }

    private String row(String id) {
        Matcher row =
                Pattern.compile("<tr id=\"case-" + Pattern.quote(id) + "\".*?</tr>", Pattern.DOTALL)
                        .matcher(html);
        assertThat(row.find()).as("a row of %s", id).isTrue();
        return row.group();
    }
}
