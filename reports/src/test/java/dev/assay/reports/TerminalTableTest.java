package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.RunDirectory;
import dev.assay.reports.text.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTableTest {
    @TempDir Path folder;

    /// Golden: made by `DemoRun` with this version; a change of it is a change of what users see.
    @Test
    void looksAsItDid() throws IOException {
        RunDirectory run = new DemoRun(folder.resolve("20261121-101500Z-smoke-3fa9")).standard();
        assertThat(TerminalTable.render(run, 80)).isEqualTo(golden("terminal-80.txt"));
    }

    /// Golden: made by `DemoGpuRun` with this version, likewise.
    @Test
    void looksAsItDidOnAGpu() throws IOException {
        RunDirectory run = new DemoGpuRun(folder.resolve("20261121-141500Z-gpu-a10d")).standard();
        assertThat(TerminalTable.render(run, 80)).isEqualTo(golden("terminal-gpu-80.txt"));
    }

    @Test
    void cutsTheEngineBeforeThePrecisionThatRan() {
        DemoGpuRun demo = new DemoGpuRun(folder);
        demo.start();
        String engine = "tensorrt-with-a-very-long-name-indeed";
        demo.measured(
                DemoGpuCase.of(
                        DemoGpuRun.id(DemoGpuRun.MST, engine, "int8", 1, "latency"), 0.01, 1e-3));
        demo.finish();
        assertThat(TerminalTable.render(demo.run(), 80)).contains("~ int8 41/58  10.0 ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 80, 120, 200})
    void fitsItsWidth(int width) {
        for (RunDirectory run :
                List.of(
                        new DemoRun(folder.resolve("cpu")).standard(),
                        new DemoGpuRun(folder.resolve("gpu")).standard())) {
            fits(run, width);
        }
    }

    private static void fits(RunDirectory run, int width) {
        assertThat(TerminalTable.render(run, width).lines())
                .allSatisfy(
                        line -> assertThat(TerminalText.width(line)).isLessThanOrEqualTo(width));
    }

    @Test
    void saysThatNothingWasJudgedWhereOnlyBenchRan() {
        assertThat(TerminalTable.render(new DemoRun(folder).benchOnly(), 80))
                .startsWith("Not judged: This run has no verdict: `compare` has not run.")
                .contains("NOT JUDGED");
    }

    private static String golden(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(TerminalTableTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
