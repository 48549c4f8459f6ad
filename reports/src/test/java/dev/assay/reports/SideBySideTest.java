package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SideBySideTest {
    @TempDir Path folder;
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @Test
    void setsRunsOfUnlikeGpusBesideEachOtherWithoutAVerdict() throws IOException {
        String html = page(gpu("NVIDIA A10"), gpu("NVIDIA H100"));
        assertThat(html)
                .contains(
                        "2 runs of unlike environments: no verdict is drawn across them. They"
                                + " differ in identity.gpu.name.")
                .contains("A10")
                .contains("H100")
                .contains("tensorrt-onnx fp16")
                .contains("DEVICE_COMPUTE")
                .doesNotContain("REGRESSED")
                .doesNotContain("IMPROVED");
    }

    @Test
    void showsOutputsThatAreWrongAndCasesThatARunDoesNotHave() throws IOException {
        RunDirectory cpu = new DemoRun(folder.resolve("cpu")).standard();
        String html = page(cpu, gpu("NVIDIA A10"));
        assertThat(html)
                .containsPattern("<td class=\"fail\" title=\"[^\"]*\">✗ relL2 4.34e-2</td>")
                .containsPattern("<td class=\"pass\" title=\"[^\"]*\">✓ relL2 ")
                .contains("title=\"this run has no such case\"")
                .contains("0 of ");
    }

    @Test
    void linksToTheRunsOwnReports() throws IOException {
        RunDirectory first = gpu("NVIDIA A10");
        ReportWriter.write(first, first.report());
        assertThat(page(first, gpu("NVIDIA H100")))
                .contains("href=\"../NVIDIA%20A10/report/index.html\"");
    }

    @Test
    void escapesWhatRunsAreCalledAndWritesTheSameBytesInEveryLocale() throws IOException {
        RunDirectory hostile = gpu("<script>alert(1)</script>");
        RunDirectory other = gpu("NVIDIA A10");
        String html = page(hostile, other);
        assertThat(html).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        assertThat(page(hostile, other)).isEqualTo(html);
    }

    @Test
    void wantsTwoRunsAtLeast() {
        RunDirectory one = gpu("NVIDIA A10");
        assertThatThrownBy(() -> page(one)).isInstanceOf(AssayException.class);
    }

    private RunDirectory gpu(String name) {
        RunDirectory run =
                new DemoGpuRun(folder.resolve(name.replace('/', '-').replace('<', '-'))).standard();
        Environment environment = run.environment().orElseThrow();
        Map<String, String> identity = new TreeMap<>(environment.identity());
        identity.put("gpu.name", name);
        run.writeEnvironment(
                new Environment(identity, environment.context(), environment.informative()));
        return run;
    }

    private String page(RunDirectory... runs) throws IOException {
        return Files.readString(SideBySideWriter.write(List.of(runs), folder.resolve("beside")));
    }
}
