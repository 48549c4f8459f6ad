package dev.assay.core.history;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownChangeTest {
    @TempDir Path folder;

    @Test
    void readsWhatPeopleKnowOldestFirst() throws IOException {
        write(
                """
                # why trends stepped
                - { date: 2026-11-05, what: driver 560 }
                - { date: "2026-10-01", what: a new fan }
                - { date: 2026-11-05, what: "JDK 25.0.1: C2" }
                """);

        assertThat(KnownChange.read(folder))
                .containsExactly(
                        new KnownChange(LocalDate.of(2026, 10, 1), "a new fan"),
                        new KnownChange(LocalDate.of(2026, 11, 5), "JDK 25.0.1: C2"),
                        new KnownChange(LocalDate.of(2026, 11, 5), "driver 560"));
    }

    @Test
    void knowsNothingWithoutAFile() {
        assertThat(KnownChange.read(folder)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date: 2026-11-05 | is not a list of { date, what }",
                "- driver 560 | driver 560 is not { date, what }",
                "- { date: 2026-11-05 } | is not { date, what }",
                "- { date: 5 November, what: driver 560 } | 5 November is not a date such as",
                "- { date: 2026-02-30, what: driver 560 } | 2026-02-30 is not a date such as",
                "- { date: 2026-11-05, what: 560 } | is not { date, what }",
                "- { date: | Cannot read"
            })
    void saysWhichFileAndWhatIsWrongWithIt(String text, String message) throws IOException {
        write(text);

        assertFails(ErrorKind.CONFIG, () -> KnownChange.read(folder))
                .withMessageContaining(KnownChange.FILE)
                .withMessageContaining(message);
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve(KnownChange.FILE), text);
    }
}
