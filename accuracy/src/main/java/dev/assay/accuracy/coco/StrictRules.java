package dev.assay.accuracy.coco;

import dev.assay.accuracy.coco.data.AnnotationTable;
import dev.assay.accuracy.coco.data.Field;
import dev.assay.accuracy.coco.data.GroundTruth;
import dev.assay.core.AssayException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/// What pycocotools turns into a wrong number without a word, or into a stack trace without the
/// record. The issues behind each rule are in `docs/metrics.md`.
final class StrictRules {
    private static final String ALLOW = "; --as-pycocotools evaluates it all the same";

    private static final List<String> SIDES =
            List.of("x of bbox", "y of bbox", "width of bbox", "height of bbox");

    private StrictRules() {}

    /// @throws AssayException naming the first record that breaks a rule
    static void check(Path file, GroundTruth truth) {
        for (String list : List.of("images", "categories", "annotations")) {
            if (!truth.lists().contains(list)) {
                throw AssayException.data(
                        "%s has no '%s': is it a COCO annotation file?".formatted(file, list));
            }
        }
        distinct(file, "images", truth.images(), it -> it.id());
        distinct(file, "categories", truth.categories(), it -> it.id());
        AnnotationTable annotations = truth.annotations();
        Set<Long> seen = HashSet.newHashSet(annotations.size());
        for (int row = 0; row < annotations.size(); row++) {
            if (annotations.has(row, Field.ID) && !seen.add(annotations.id(row))) {
                throw annotations.refusal(
                        row,
                        "the id was used before: pycocotools evaluates the last annotation of an id"
                                + " in the place of each. Give every annotation its own"
                                + ALLOW);
            }
            check(annotations, row);
        }
    }

    private static void check(AnnotationTable annotations, int row) {
        if (annotations.has(row, Field.ID) && annotations.id(row) == 0) {
            throw annotations.refusal(
                    row,
                    "the id is 0: pycocotools counts a detection that matches it as wrong. Number"
                            + " annotations from 1"
                            + ALLOW);
        }
        if (!annotations.has(row, Field.AREA)) {
            throw annotations.refusal(
                    row, "it has no area: add it, or small, medium and large mean nothing");
        }
        if (!annotations.has(row, Field.ISCROWD)) {
            throw annotations.refusal(row, "it has no iscrowd: add it, 0 for a single object");
        }
        finite(annotations, row, "area", annotations.area(row));
        finiteBox(annotations, row);
    }

    /// @throws AssayException naming the first detection whose box or score is not finite
    static void check(AnnotationTable detections) {
        for (int row = 0; row < detections.size(); row++) {
            if (detections.has(row, Field.SCORE)) {
                finite(detections, row, "score", detections.score(row));
            }
            finiteBox(detections, row);
        }
    }

    private static void finiteBox(AnnotationTable table, int row) {
        if (table.has(row, Field.BBOX)) {
            for (int side = 0; side < 4; side++) {
                finite(table, row, SIDES.get(side), table.box(row, side));
            }
        }
    }

    private static void finite(AnnotationTable table, int row, String what, double value) {
        if (!Double.isFinite(value)) {
            throw table.refusal(
                    row,
                    "%s is %s: pycocotools matches what is not a number. Mend the file%s"
                            .formatted(what, value, ALLOW));
        }
    }

    private static <T> void distinct(
            Path file, String list, List<T> records, ToLongFunction<T> id) {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < records.size(); i++) {
            if (!seen.add(id.applyAsLong(records.get(i)))) {
                throw AssayException.data(
                        "%s: %s[%d] (id %d): the id was used before. Give every record its own%s"
                                .formatted(file, list, i, id.applyAsLong(records.get(i)), ALLOW));
            }
        }
    }
}
