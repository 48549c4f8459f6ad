package dev.assay.accuracy.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageListTest {
    @TempDir Path folder;

    @Test
    void listsImagesByRisingIdWhereverTheListStands() throws IOException {
        Path file =
                write(
                        """
                        {"annotations": [{"images": [1]}], "images": [
                          {"file_name": "b.jpg", "license": {"id": 3}, "id": 20180000012},
                          {"id": 4, "file_name": "sub/a.png", "width": 3}]}
                        """);

        assertThat(ImageList.read(file, folder))
                .containsExactly(
                        new ListedImage(4, "sub/a.png", folder.resolve("sub/a.png")),
                        new ListedImage(20180000012L, "b.jpg", folder.resolve("b.jpg")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"images\": [{\"id\": 1}]} | images[0] has no id or no file_name",
                "{\"images\": [{\"file_name\": \"a\"}]} | images[0] has no id or no file_name",
                "{\"images\": [{\"id\": 1, \"file_name\": \"../a\"}]} | leads out of",
                "{\"images\": []} | lists no images",
                "[] | no COCO annotation file",
                "{\"images\": [{ | not readable as JSON",
                "{\"images\": [{\"id\": 1, \"file_name\": \"a\"}, {\"id\": 1, \"file_name\": \"b\"}]}"
                        + " | two images of the id 1"
            })
    void refusesWhatItCannotUse(String json, String problem) throws IOException {
        Path file = write(json);

        assertThatThrownBy(() -> ImageList.read(file, folder))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("annotations.json")
                .hasMessageContaining(problem);
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("annotations.json"), json);
    }
}
