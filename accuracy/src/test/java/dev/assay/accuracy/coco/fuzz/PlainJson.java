package dev.assay.accuracy.coco.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.accuracy.coco.data.AnnotationTable;
import dev.assay.accuracy.coco.data.CocoReader;
import dev.assay.accuracy.coco.data.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The same documents by way of a tree, where the code under test reads a stream.
final class PlainJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                    .build();

    private PlainJson() {}

    /// A document without duplicate keys, unusual numbers or spaces.
    static Path rewritten(Path file) throws IOException {
        Path other = file.resolveSibling("plain-" + file.getFileName());
        return Files.write(other, MAPPER.writeValueAsBytes(tree(file)));
    }

    /// Compares what was read of annotations with their tree.
    static void checkTruth(String what, Path file) throws IOException {
        AnnotationTable table = CocoReader.groundTruth(file, false).annotations();
        JsonNode annotations = tree(file).path("annotations");
        assertThat(table.size()).as(what).isEqualTo(annotations.size());
        for (int row = 0; row < table.size(); row++) {
            JsonNode node = annotations.path(row);
            assertThat(table.id(row)).as(what).isEqualTo(whole(node.path("id")));
            assertThat(table.image(row)).as(what).isEqualTo(whole(node.path("image_id")));
            assertThat(table.category(row)).as(what).isEqualTo(whole(node.path("category_id")));
            if (table.has(row, Field.AREA)) {
                assertThat(table.area(row)).as(what).isEqualTo(number(node.path("area")));
            }
            for (int side = 0; table.has(row, Field.BBOX) && side < 4; side++) {
                assertThat(table.box(row, side))
                        .as(what)
                        .isEqualTo(number(node.path("bbox").path(side)));
            }
        }
    }

    private static long whole(JsonNode node) {
        return node.isIntegralNumber() ? node.asLong() : (long) node.asDouble();
    }

    /// An object, because two of NaN are the same one only so.
    private static Double number(JsonNode node) {
        return node.asDouble();
    }

    private static JsonNode tree(Path file) throws IOException {
        return MAPPER.readTree(Files.readAllBytes(file));
    }
}
