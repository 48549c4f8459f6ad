package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.RunDirectory;
import dev.assay.reports.text.TerminalText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickTableTest {
    @TempDir Path folder;

    /// Golden: made by `DemoGpuRun` with this version; a change of it is a change of what users
    /// see.
    @Test
    void looksAsItDidOnAGpuAndFits80Columns() throws IOException {
        DemoGpuRun demo = new DemoGpuRun(folder);
        demo.start();
        for (String precision : List.of("fp16", "int8")) {
            demo.measured(
                    DemoGpuCase.of(
                            DemoGpuRun.id(
                                    DemoGpuRun.MST, "tensorrt-onnx", precision, 1, "throughput"),
                            0.01,
                            1e-3));
        }
        demo.finish();

        String table = render(demo.run());

        assertThat(table.lines()).allMatch(it -> TerminalText.width(it) <= 80);
        assertThat(table).isEqualTo(golden());
    }

    @Test
    void fitsWithMoreCasesThanColumns() {
        RunDirectory run = new DemoRun(folder).standard();

        assertThat(render(run).lines()).allMatch(it -> TerminalText.width(it) <= 80);
    }

    private static String render(RunDirectory run) {
        return QuickTable.render(
                run, Map.of("model", "net.onnx: x FLOAT32 ?x3 -> y"), List.of("chosen"), 80);
    }

    private static String golden() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(QuickTableTest.class.getResourceAsStream("quick-80.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
