package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.CaseId;
import dev.assay.reports.model.ReportModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSummaryTest {
    @TempDir Path folder;

    @Test
    void beginsWithTheVerdictAndTheWorstCase() {
        String summary = JobSummary.render(ReportModel.of(new DemoRun(folder).standard()));
        assertThat(summary).startsWith("## Assay: Regression (exit code 1)\n\n1 of 13 cases");
        assertThat(summary.indexOf("6200x")).isLessThan(summary.indexOf("SIGSEGV"));
        assertThat(summary).contains("<details><summary>All 13 cases</summary>");
    }

    @Test
    void dropsTheTableBeforeItGrowsTooLongForGitHub() {
        DemoRun demo = new DemoRun(folder);
        demo.start();
        String reason = "no".repeat(5_000);
        for (int batch = 1; batch <= 100; batch++) {
            demo.skipped("m", "replay", "fp16", batch, reason);
        }
        demo.verdict(0, "Clean.");
        String summary = JobSummary.render(ReportModel.of(demo.run()));
        assertThat(summary.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1 << 20);
        assertThat(summary).contains("too long for a summary");
    }

    @Test
    void listsEveryCaseInTheTable() {
        ReportModel model = ReportModel.of(new DemoRun(folder).standard());
        assertThat(MarkdownTable.render(model).lines()).hasSize(15);
        assertThat(model.rows()).extracting(row -> row.id()).doesNotHaveDuplicates();
        assertThat(model.rows().getFirst().id())
                .isEqualTo(new CaseId("elan-light/pytorch/fp32/b1/3x96x90/base/latency"));
    }
}
