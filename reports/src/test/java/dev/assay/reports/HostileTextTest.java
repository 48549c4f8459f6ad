package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.text.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names, paths and reasons come from users, libraries and crashed processes.
class HostileTextTest {
    private static final String HOSTILE =
            "=cmd|' /C calc'!A1 </td><script>alert(\"1\")</script><img src=x onerror='alert(2)'>"
                    + " | **bold** `code` \u001b[31mred\u001b[0m \u0000 \u202e名前名前名前";

    @TempDir Path folder;
    private RunDirectory run = new RunDirectory(Path.of("unset"));

    @BeforeEach
    void writeRun() {
        DemoRun demo = new DemoRun(folder.resolve("runs/it's \"<b>\" 50%"));
        demo.start();
        demo.measured("m+.-x", "pytorch", 1, 0.01, 70, 1e-6, DemoRun.valid());
        demo.failed("m+.-x", "onnxruntime-cpu", 1, HOSTILE);
        demo.skipped("m+.-x", "replay", "fp16", 1, HOSTILE);
        demo.verdict(4, HOSTILE, HOSTILE, HOSTILE, HOSTILE);
        run = demo.run();
    }

    @Test
    void isTextOnThePage() throws IOException {
        String html = Files.readString(ReportWriter.write(run, run.report()));
        assertThat(html).doesNotContain("<script>alert").doesNotContain("<img src=x");
        assertThat(html).contains("&lt;script&gt;alert(");
        assertThat(html.split("<script", -1)).hasSize(2);
        assertThat(html).doesNotContain("<b>");
    }

    /// Notes, settings and reasons of a device come from libraries and other people's processes.
    @Test
    void isTextInTheEvidenceToo() throws IOException {
        DemoGpuCase demo =
                DemoGpuCase.of(
                        DemoGpuRun.id(DemoGpuRun.MST, DemoGpuRun.TRT, "fp16", 1, "latency"),
                        0.01,
                        1e-3);
        Measurement usual = DemoGpuMeasurements.measurement(run, demo, 0);
        run.append(
                new MeasurementRow(
                        demo.id(),
                        0,
                        new Outcome.Measured(
                                new Measurement(
                                        usual.engine()
                                                .with(
                                                        Map.of(
                                                                "libraryPath", HOSTILE,
                                                                "typing", HOSTILE,
                                                                "planCache", HOSTILE,
                                                                "graph", HOSTILE)),
                                        usual.timings(),
                                        usual.flow(),
                                        usual.jmhScoreSeconds(),
                                        HOSTILE,
                                        usual.outputs(),
                                        usual.host(),
                                        usual.device(),
                                        usual.validity(),
                                        List.of(HOSTILE)))));
        String html = Files.readString(ReportWriter.write(run, run.report()));
        assertThat(html).doesNotContain("<script>alert").doesNotContain("<img src=x");
        assertThat(html.split("&lt;script&gt;alert", -1)).hasSizeGreaterThan(8);
        assertThat(TerminalTable.render(run, 80).codePoints())
                .allMatch(it -> it == '\n' || !Character.isISOControl(it));
    }

    @Test
    void mayRunOnlyThePagesOwnScript() throws IOException {
        String html = Files.readString(ReportWriter.write(run, run.report()));
        assertThat(html)
                .containsPattern(
                        "default-src &#39;none&#39;.*script-src &#39;sha256-[A-Za-z0-9+/=]+&#39;");
    }

    @Test
    void staysInItsMarkdownCell() {
        assertThat(MarkdownTable.render(run).lines())
                .hasSize(5)
                .allSatisfy(
                        line -> assertThat(line.replace("\\|", "").split("\\|", -1)).hasSize(12));
        assertThat(MarkdownTable.render(run)).doesNotContain("<script>").contains("\\*\\*bold");
    }

    @Test
    void isNoFormulaInASpreadsheet() {
        assertThat(CsvTable.render(run)).contains("\"'=cmd|").doesNotContain(",=cmd");
    }

    @Test
    void cannotSteerATerminal() {
        assertThat(TerminalTable.render(run, 80).codePoints())
                .allMatch(it -> it == '\n' || (!Character.isISOControl(it) && it != 0x202E));
    }

    @Test
    void fitsTheTerminal() {
        assertThat(TerminalTable.render(run, 80).lines())
                .allSatisfy(line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(80));
    }
}
