package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.Sha256;
import dev.assay.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same run gives the same files, whenever and wherever they are written.
class SameBytesTest {
    @TempDir Path folder;
    private final Locale before = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @Test
    void writesTheSameBytesTwice() throws IOException {
        RunDirectory run = new DemoRun(folder.resolve("runs/demo")).standard();
        Map<String, String> first = report(run);
        assertThat(first)
                .containsKeys("index.html", "junit.xml", "summary.md", "speedups.csv")
                .hasSize(10);
        assertThat(report(run)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva"})
    void writesTheSameBytesInEveryLocale(String locale) throws IOException {
        RunDirectory run = new DemoRun(folder.resolve("runs/demo")).standard();
        Locale.setDefault(Locale.ROOT);
        Map<String, String> expected = report(run);
        expected.putAll(tables(run));
        Locale.setDefault(Locale.forLanguageTag(locale));
        Map<String, String> actual = report(run);
        actual.putAll(tables(run));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void writesTheSameBytesOfAGpuRunInEveryLocale() throws IOException {
        RunDirectory run = new DemoGpuRun(folder.resolve("runs/demo")).standard();
        Locale.setDefault(Locale.ROOT);
        Map<String, String> expected = report(run);
        expected.putAll(tables(run));
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        Map<String, String> actual = report(run);
        actual.putAll(tables(run));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void writesTheSameBytesOfDetectorsInEveryLocale() throws IOException {
        DemoRun demo = new DemoRun(folder.resolve("runs/demo"));
        demo.start();
        DemoDetection.fill(demo);
        Locale.setDefault(Locale.ROOT);
        Map<String, String> expected = report(demo.run());
        expected.putAll(tables(demo.run()));
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        Map<String, String> actual = report(demo.run());
        actual.putAll(tables(demo.run()));
        assertThat(actual).isEqualTo(expected);
    }

    private static Map<String, String> tables(RunDirectory run) {
        return Map.of(
                "terminal", TerminalTable.render(run, 80),
                "markdown", MarkdownTable.render(run),
                "csv", CsvTable.render(run));
    }

    private static Map<String, String> report(RunDirectory run) throws IOException {
        ReportWriter.write(run, run.report());
        Map<String, String> files = new HashMap<>();
        try (Stream<Path> written = Files.list(run.report())) {
            for (Path file : written.toList()) {
                files.put(String.valueOf(file.getFileName()), Sha256.of(file));
            }
        }
        return files;
    }
}
