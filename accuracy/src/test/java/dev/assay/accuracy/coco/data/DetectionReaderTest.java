package dev.assay.accuracy.coco.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.accuracy.coco.mask.Segmentation;
import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file in parts gives the table that the whole file gives, wherever its cuts are.
class DetectionReaderTest {
    private static final String RECORD =
            "{'image_id': %s, 'category_id': 3, 'bbox': [1, 2, 3, %s], 'score': 0.5}";

    @TempDir Path folder;

    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void readsPartsOfAnyLength() throws IOException {
        Path file = write(records(40, ""), ",");

        for (int bytes = 1; bytes < 4000; bytes += 1 + bytes / 7) {
            check(read(file, bytes, false), 40);
        }
        assertThat(ArraySlices.of(file, 200)).hasSizeGreaterThan(5);
    }

    @Test
    void readsPartsWithSpaceBetweenRecords() throws IOException {
        Path file = write(records(40, ""), " \r\n\t, \n");

        assertThat(ArraySlices.of(file, 100)).hasSizeGreaterThan(5);
        check(read(file, 100, false), 40);
    }

    @Test
    void takesNoCutInsideOfARecordForOneBetweenRecords() throws IOException {
        String text = ", 'note': 'a [{},{},{},{\\'x\\': [{},{},{}'";
        String nested = ", 'parts': [{'a': [{},{}]},{},{'b': 1},{'c': [{},{}]}]";
        for (String more : List.of(text, nested)) {
            Path file = write(records(30, more.replace("\\'", "\\\"")), ",");
            for (int bytes = 20; bytes < 400; bytes += 3) {
                check(read(file, bytes, false), 30);
            }
        }
    }

    @Test
    void keepsMasksByTheFirstRecordOfTheFile() throws IOException {
        List<String> records = records(20, ", 'segmentation': [[1, 1, 2, 2, 3, 1]]");
        Path file =
                write(
                        IntStream.range(0, 20)
                                .mapToObj(i ->
                                        i == 0
                                                ? records.get(i).replace("bbox", "box")
                                                : records.get(i))
                                .toList(),
                        ",");

        AnnotationTable table = read(file, 200, false);

        assertThat(ArraySlices.of(file, 200)).hasSizeGreaterThan(3);
        assertThat(table.segmentation(19)).isInstanceOf(Segmentation.Outlines.class);
    }

    @Test
    void keepsMasksThatOnlySomePartsHave() throws IOException {
        List<String> records = records(20, "");
        Path file =
                write(
                        IntStream.range(0, 20)
                                .mapToObj(i ->
                                        i < 12
                                                ? records.get(i)
                                                : records.get(i)
                                                        .replace(
                                                                "'score'",
                                                                "'segmentation': [[1, 1, 2, 2, 3, 1]], 'score'"))
                                .toList(),
                        ",");

        AnnotationTable table = read(file, 200, true);

        assertThat(table.segmentation(11)).isEqualTo(Segmentation.Absent.INSTANCE);
        assertThat(table.segmentation(12)).isInstanceOf(Segmentation.Outlines.class);
        assertThat(table.segmentation(19)).isInstanceOf(Segmentation.Outlines.class);
    }

    @Test
    void namesRecordAndLineOfTheWholeFile() throws IOException {
        List<String> records = records(30, "");
        Path file =
                write(
                        IntStream.range(0, 30)
                                .mapToObj(i ->
                                        i == 21
                                                ? records.get(i).replace("[1,", "['one',")
                                                : records.get(i))
                                .toList(),
                        ",\n");

        assertThat(ArraySlices.of(file, 200)).hasSizeGreaterThan(5);
        assertThatThrownBy(() -> read(file, 200, false))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("dt.json: [21], line 22: bbox is not a number");
    }

    @Test
    void refusesWhatIsNoArrayOfRecords() throws IOException {
        String many = String.join(",", records(30, ""));
        for (String json :
                List.of(
                        "{'x': [" + many + "]}",
                        "[" + many + ",]",
                        "[" + many,
                        "[" + many + "]]",
                        "[" + many + "], [" + many + "]",
                        "[" + many + ",," + many + "]",
                        "[],[{},{}," + many + "]")) {
            Path file = Files.writeString(folder.resolve("bad.json"), json.replace('\'', '"'));
            assertThatThrownBy(() -> read(file, 150, false))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("bad.json");
        }
    }

    private static List<String> records(int count, String more) {
        return IntStream.range(0, count)
                .mapToObj(i -> RECORD.formatted(20_180_000_000L + i, i).replace("}", more + "}"))
                .toList();
    }

    private Path write(List<String> records, String between) throws IOException {
        String json = "[" + String.join(between, records) + "]\n";
        return Files.writeString(folder.resolve("dt.json"), json.replace('\'', '"'));
    }

    private AnnotationTable read(Path file, int partBytes, boolean masks) {
        return new DetectionReader(file, masks, partBytes).start(pool).get();
    }

    private static void check(AnnotationTable table, int count) {
        assertThat(table.size()).isEqualTo(count);
        for (int row = 0; row < count; row++) {
            assertThat(table.image(row)).isEqualTo(20_180_000_000L + row);
            assertThat(table.box(row, 3)).isEqualTo(row);
            assertThat(table.has(row, Field.SCORE)).isTrue();
        }
    }
}
