package dev.assay.core.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteWriterTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {SuiteFiles.SMALLEST, SuiteFiles.LARGEST})
    void writesWhatReadsBackEqual(String yaml) throws IOException {
        Suite suite = SuiteFiles.read(folder, yaml);

        assertThat(SuiteFiles.read(folder, SuiteWriter.write(suite))).isEqualTo(suite);
    }

    @Test
    void quotesPathsThatYamlWouldMisread() throws IOException {
        String name = "a: b #c 'd' \"e\" größe " + "long ".repeat(30) + ".onnx";
        Files.write(folder.resolve(name), new byte[0]);
        Suite suite =
                SuiteFiles.read(
                        folder,
                        SuiteFiles.SMALLEST.replace(
                                "model.onnx", "'" + name.replace("'", "''") + "'"));

        assertThat(SuiteFiles.read(folder, SuiteWriter.write(suite))).isEqualTo(suite);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "null", "1.5", "0x10", "2026-01-01", "1e3"})
    void keepsNamesThatYamlWouldTakeForOtherTypes(String name) throws IOException {
        Suite suite =
                SuiteFiles.read(
                        folder, SuiteFiles.SMALLEST.replace("name: smoke", "name: " + name));

        assertThat(suite.name()).isEqualTo(name);
        assertThat(SuiteFiles.read(folder, SuiteWriter.write(suite))).isEqualTo(suite);
    }

    @Test
    void writesTheSameTextForTheSameSuite() throws IOException {
        String first = SuiteWriter.write(SuiteFiles.read(folder, SuiteFiles.LARGEST));
        String second = SuiteWriter.write(SuiteFiles.read(folder, first));

        assertThat(second).isEqualTo(first);
    }
}
