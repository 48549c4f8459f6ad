package dev.assay.accuracy.detection;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.format.JsonLines;
import dev.assay.core.format.Sha256;
import dev.assay.core.tensor.Shape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an engine was given for one image: a line of `inputs.jsonl`, and of a file of golden
/// hashes.
///
/// @param shape of the row
/// @param sha256 of its bytes, FLOAT32 little-endian
@JsonPropertyOrder({"schema"})
record InputRow(String schema, long image, String file, Shape shape, String sha256) {
    static final String SCHEMA = "assay.input/1";

    InputRow(long image, String file, Shape shape, String sha256) {
        this(SCHEMA, image, file, shape, sha256);
    }

    /// One hash for all of them: SHA-256 of the lines `<image id> <sha256>`.
    static String together(List<InputRow> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(it -> text.append(it.image()).append(' ').append(it.sha256()).append('\n'));
        return Sha256.of(text.toString());
    }

    /// What differs from the golden file, in words; empty where nothing does.
    static List<String> differences(Path golden, List<InputRow> rows) {
        Map<Long, InputRow> expected = new HashMap<>();
        JsonLines.read(golden, SCHEMA, InputRow.class).forEach(it -> expected.put(it.image(), it));
        List<InputRow> wrong =
                rows.stream()
                        .filter(it -> {
                            InputRow row = expected.get(it.image());
                            return row == null || !row.sha256().equals(it.sha256());
                        })
                        .toList();
        if (wrong.isEmpty()) {
            return List.of();
        }
        InputRow first = wrong.getFirst();
        InputRow row = expected.get(first.image());
        String how =
                row == null
                        ? "it has no golden hash"
                        : "its shape is %s and was %s, its SHA-256 begins %s and began %s"
                                .formatted(
                                        first.shape(),
                                        row.shape(),
                                        first.sha256().substring(0, 12),
                                        row.sha256()
                                                .substring(0, Math.min(12, row.sha256().length())));
        return List.of(
                "%d of %d inputs are not those of %s, the first is image %d (%s): %s"
                        .formatted(
                                wrong.size(),
                                rows.size(),
                                golden,
                                first.image(),
                                first.file(),
                                how));
    }
}
