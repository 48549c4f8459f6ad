package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What {@link SuiteReader} says of mistakes under `generated`.
class GeneratedProblemsTest {
    private static final String SIZE = "seed: 1, count: 1, height: 64, width: 64";

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: detektion, SIZE, into: a|unknown kind 'detektion' (did you mean 'detection'?)",
                "kind: detection, SIZE, split: valid, into: a|unknown split 'valid' (known: train,",
                "kind: detection, SIZE, colour: 3, into: a|unknown key 'colour' in generated data",
                "kind: detection, SIZE|generated data has no 'into'",
                "kind: pairs, SIZE, into: a|scale of pairs is 1, it must be 2, 3 or 4",
                "kind: pairs, SIZE, scale: x4, into: a|scale is 'x4', it must be a whole number",
                "kind: scenes, SIZE, into: .|where the suite lies: name a folder of its own",
                "kind: scenes, SIZE, into: ../..|where the suite lies: name a folder of its own"
            })
    void namesTheMistake(String entry, String message) {
        String yaml =
                SuiteFiles.SMALLEST + "generated:\n  - { " + entry.replace("SIZE", SIZE) + " }\n";

        assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, yaml))
                .withMessageContaining("suite.yml:10: ")
                .withMessageContaining(message);
    }

    @Test
    void refusesOneFolderForTwo() {
        String yaml =
                SuiteFiles.SMALLEST
                        + "generated:\n"
                        + "  - { kind: scenes, SIZE, into: made }\n"
                        + "  - { kind: spectral, SIZE, into: made/spectra }\n";

        assertFails(ErrorKind.CONFIG, () -> SuiteFiles.read(folder, yaml.replace("SIZE", SIZE)))
                .withMessageContaining("made is for other generated data");
    }

    @Test
    void wantsFilesOnlyOnceTheyAreGenerated() throws IOException {
        Path file =
                SuiteFiles.write(
                        folder,
                        SuiteFiles.SMALLEST.replace("inputs.saf", "made/scenes.saf")
                                + "generated: [{ kind: scenes, "
                                + SIZE
                                + ", into: made }]\n");
        SuiteReader reader = new SuiteReader(EngineCatalog.standard());

        assertThat(reader.read(file).generated()).hasSize(1);
        assertThat(reader.withoutFiles().read(file)).isEqualTo(reader.read(file));
        assertFails(ErrorKind.CONFIG, () -> reader.withGenerated().read(file))
                .withMessageContaining("inputs: there is no file");
    }
}
