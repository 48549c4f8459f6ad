package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    private static final String SCHEMA = "assay.test/2";

    record Row(String schema, int value) {}

    @TempDir Path folder;
    private Path file = Path.of("rows.jsonl");

    @BeforeEach
    void place() {
        file = folder.resolve("new/rows.jsonl");
    }

    @Test
    void readsWhatWasAppended() throws IOException {
        JsonLines.append(file, new Row(SCHEMA, 1));
        JsonLines.append(file, new Row(SCHEMA, 2));

        assertThat(read()).containsExactly(new Row(SCHEMA, 1), new Row(SCHEMA, 2));
        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        {"schema":"assay.test/2","value":1}
                        {"schema":"assay.test/2","value":2}
                        """);
    }

    @Test
    void hasNoRowsWithoutAFile() {
        assertThat(read()).isEmpty();
    }

    @Test
    void dropsATornLastLine() throws IOException {
        JsonLines.append(file, new Row(SCHEMA, 1));
        tear("{\"schema\":\"assay.te");

        assertThat(read()).containsExactly(new Row(SCHEMA, 1));
    }

    @Test
    void dropsALastLineWithoutItsLineFeedThoughItIsWholeJson() throws IOException {
        JsonLines.append(file, new Row(SCHEMA, 1));
        tear("{\"schema\":\"assay.test/2\",\"value\":2}");

        assertThat(read()).containsExactly(new Row(SCHEMA, 1));
    }

    @Test
    void cutsATornLineBeforeTheNextAppend() throws IOException {
        JsonLines.append(file, new Row(SCHEMA, 1));
        tear("{\"schema\":\"assay.te");

        JsonLines.append(file, new Row(SCHEMA, 3));

        assertThat(read()).containsExactly(new Row(SCHEMA, 1), new Row(SCHEMA, 3));
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void cutsAFileThatIsOneTornLine() throws IOException {
        JsonLines.write(file, List.of());
        tear("{\"schema\":\"assay.te");

        JsonLines.append(file, new Row(SCHEMA, 3));

        assertThat(read()).containsExactly(new Row(SCHEMA, 3));
    }

    @Test
    void replacesTheWholeFile() {
        JsonLines.append(file, new Row(SCHEMA, 1));

        JsonLines.write(file, List.of(new Row(SCHEMA, 2)));

        assertThat(read()).containsExactly(new Row(SCHEMA, 2));
    }

    @Test
    void acceptsOlderMajorsUnknownKeysAndSpaces() throws IOException {
        JsonLines.write(file, List.of());
        tear("{ \"schema\" : \"assay.test/1\", \"value\": 5, \"new\": [1]}\n\n");

        assertThat(read()).containsExactly(new Row("assay.test/1", 5));
    }

    @Test
    void refusesANewerMajorNamingBothVersions() throws IOException {
        JsonLines.append(file, new Row(SCHEMA, 1));
        tear("{\"schema\":\"assay.test/3\",\"other\":1}\n");

        assertFails(ErrorKind.DATA, this::read)
                .withMessage(
                        file
                                + ":2 has schema assay.test/3, this Assay reads up to"
                                + " assay.test/2: use a newer Assay");
    }

    @Test
    void refusesAMajorThatIsNoVersion() throws IOException {
        JsonLines.write(file, List.of());
        tear("{\"schema\":\"assay.test/99999999999\",\"value\":1}\n");

        assertFails(ErrorKind.DATA, this::read).withMessageContaining(file + ":1");
    }

    @Test
    void refusesRecordsOfAnotherSchema() throws IOException {
        JsonLines.write(file, List.of(new Row("assay.tests/1", 1)));
        assertFails(ErrorKind.DATA, this::read)
                .withMessage(file + ":1 does not start with \"schema\":\"assay.test/2\"");

        Files.writeString(file, "{\"value\":1,\"schema\":\"assay.test/2\"}\n");
        assertFails(ErrorKind.DATA, this::read).withMessageContaining(file + ":1");
    }

    @Test
    void namesTheLineThatIsDamaged() throws IOException {
        JsonLines.append(file, new Row(SCHEMA, 1));
        tear("\n{\"schema\":\"assay.test/2\",\"value\":}\n");
        assertFails(ErrorKind.DATA, this::read).withMessageContaining(file + ":3 is damaged");

        Files.writeString(file, "{\"schema\":\"assay.test/2\"}\n");
        assertFails(ErrorKind.DATA, this::read)
                .withMessageContaining(file + ":1 is damaged")
                .withMessageContaining("value");
    }

    @Test
    void refusesAMissingOrNullValue() throws IOException {
        Files.createDirectories(folder.resolve("new"));
        Files.writeString(file, "{\"schema\":\"assay.test/2\",\"value\":null}\n");

        assertFails(ErrorKind.DATA, this::read).withMessageContaining(file + ":1 is damaged");
    }

    @Test
    void saysWhichFileItCannotAppendTo() {
        assertFails(ErrorKind.ENVIRONMENT, () -> JsonLines.append(folder, new Row(SCHEMA, 1)))
                .withMessageContaining("Cannot append to " + folder);
    }

    private void tear(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private List<Row> read() {
        return JsonLines.read(file, SCHEMA, Row.class);
    }
}
