package dev.assay.accuracy.coco;

import dev.assay.accuracy.coco.data.AnnotationTable;
import dev.assay.accuracy.coco.data.Field;
import dev.assay.accuracy.coco.data.GroundTruth;
import dev.assay.accuracy.coco.data.ImageRecord;
import dev.assay.accuracy.coco.mask.RunLengths;
import dev.assay.accuracy.coco.match.Regions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Picks the annotations to evaluate: those on listed images and of listed categories.
final class AnnotationSelection {
    private final AnnotationTable table;
    private final Ids images;
    private final Ids categories;
    private final CocoOptions options;
    private final Map<Long, ImageRecord> sizes = new HashMap<>();

    AnnotationSelection(GroundTruth truth, Ids images, Ids categories, CocoOptions options) {
        this.table = truth.annotations();
        this.images = images;
        this.categories = categories;
        this.options = options;
        truth.images().forEach(it -> sizes.put(it.id(), it));
    }

    /// The record of an image id, the last of several.
    ImageRecord image(long id) {
        ImageRecord image = sizes.get(id);
        return image == null ? new ImageRecord(id, 0, 0) : image;
    }

    Regions select(Warnings warnings) {
        int[] rows = rows();
        Regions regions = new Regions(rows.length, this::mask);
        int dropped = 0;
        String first = "";
        int flagged = 0;
        String firstFlagged = "";
        for (int row : rows) {
            int image = images.indexOf(table.image(row));
            int category = categories.indexOf(table.category(row));
            if (image < 0 || category < 0) {
                first = dropped++ == 0 ? table.name(row) : first;
                continue;
            }
            add(regions, row, image, category);
            if (table.has(row, Field.IGNORE) && table.crowd(row) == 0) {
                firstFlagged = flagged++ == 0 ? table.name(row) : firstFlagged;
            }
        }
        warnings.addIfAny(
                dropped, first, "annotations have an image_id or category_id that is not listed");
        warnings.addIfAny(
                flagged,
                firstFlagged,
                "annotations have 'ignore', which COCO overwrites: they count");
        return regions;
    }

    private void add(Regions regions, int row, int image, int category) {
        if (!table.has(row, Field.ISCROWD)) {
            throw missing(row, Field.ISCROWD);
        }
        regions.add(row, image, category);
        boolean crowd = table.crowd(row) != 0;
        if (crowd) {
            regions.crowd();
        } else if (!table.has(row, Field.AREA)) {
            throw missing(row, Field.AREA);
        }
        if (table.id(row) == 0) {
            regions.idIsZero();
        }
        regions.area(table.area(row));
        Field shape = options.iouType() == IouType.BBOX ? Field.BBOX : Field.SEGMENTATION;
        if (!table.has(row, shape)) {
            throw missing(row, shape);
        }
        regions.box(table.box(row, 0), table.box(row, 1), table.box(row, 2), table.box(row, 3));
    }

    private RuntimeException missing(int row, Field field) {
        return table.refusal(
                row, "it has no %s: pycocotools ends in a KeyError".formatted(field.key()));
    }

    /// The rows in the order of the file. Where an id comes again, pycocotools takes the last
    /// annotation of that id in the place of each, in the order of their own images.
    private int[] rows() {
        Map<Long, Integer> last = HashMap.newHashMap(table.size());
        Integer[] order = new Integer[table.size()];
        for (int row = 0; row < order.length; row++) {
            for (Field field : new Field[] {Field.ID, Field.IMAGE_ID, Field.CATEGORY_ID}) {
                if (!table.has(row, field)) {
                    throw missing(row, field);
                }
            }
            last.put(table.id(row), row);
            order[row] = row;
        }
        if (last.size() < order.length) {
            Arrays.sort(order, (a, b) -> Long.compare(table.image(a), table.image(b)));
        }
        return Arrays.stream(order)
                .filter(row -> isListed(row) || last.getOrDefault(table.id(row), -1).equals(row))
                .mapToInt(row -> last.getOrDefault(table.id(row), row))
                .toArray();
    }

    private boolean isListed(int row) {
        return images.indexOf(table.image(row)) >= 0
                && (!options.useCategories() || categories.indexOf(table.category(row)) >= 0);
    }

    private RunLengths mask(int row) {
        ImageRecord image = image(table.image(row));
        try {
            return table.segmentation(row).mask(image.height(), image.width());
        } catch (IllegalArgumentException e) {
            throw table.refusal(row, "segmentation: " + e.getMessage());
        }
    }
}
