package dev.assay.accuracy.coco;

import dev.assay.accuracy.coco.data.AnnotationTable;
import dev.assay.accuracy.coco.data.Field;
import dev.assay.accuracy.coco.data.ImageRecord;
import dev.assay.accuracy.coco.mask.RunLengths;
import dev.assay.accuracy.coco.mask.Segmentation;
import dev.assay.accuracy.coco.match.Regions;
import java.util.List;
import java.util.function.LongFunction;

/// Picks the detections to evaluate and gives each its box and area, as `COCO.loadRes` does: where
/// the first detection has a box, all areas are those of boxes, for masks too.
final class DetectionSelection {
    private final AnnotationTable table;
    private final Ids images;
    private final Ids categories;
    private final CocoOptions options;
    private final LongFunction<ImageRecord> sizes;

    DetectionSelection(
            AnnotationTable table,
            Ids images,
            Ids categories,
            CocoOptions options,
            LongFunction<ImageRecord> sizes) {
        this.table = table;
        this.images = images;
        this.categories = categories;
        this.options = options;
        this.sizes = sizes;
    }

    Regions select(Warnings warnings) {
        Regions regions = new Regions(table.size(), this::mask);
        if (table.size() == 0) {
            return regions;
        }
        boolean boxes = table.has(0, Field.BBOX);
        if (boxes && options.iouType() == IouType.SEGM) {
            warnings.add(
                    "detections have a bbox beside their mask: small, medium and large go by the area"
                            + " of boxes. Leave bbox out to go by masks");
        }
        int dropped = 0;
        String first = "";
        for (int row = 0; row < table.size(); row++) {
            int image = image(row);
            require(row, Field.CATEGORY_ID);
            require(row, Field.SCORE);
            int category = categories.indexOf(table.category(row));
            if (category < 0) {
                String name = "%s (category_id %d)".formatted(table.name(row), table.category(row));
                first = dropped++ == 0 ? name : first;
                continue;
            }
            regions.add(row, image, category);
            regions.score(table.score(row));
            if (boxes) {
                takeBox(regions, row);
            } else {
                takeMask(regions, row);
            }
        }
        warnings.addIfAny(
                dropped,
                first,
                "detections are of categories that are not listed and do not count");
        return regions;
    }

    private int image(int row) {
        require(row, Field.IMAGE_ID);
        int image = images.indexOf(table.image(row));
        if (image < 0) {
            throw table.refusal(
                    row,
                    "there is no image %d in the annotations: are these detections of another set?"
                            .formatted(table.image(row)));
        }
        return image;
    }

    private void require(int row, Field field) {
        if (!table.has(row, field)) {
            throw table.refusal(row, "it has no " + field.key());
        }
    }

    private void takeBox(Regions regions, int row) {
        require(row, Field.BBOX);
        regions.box(table.box(row, 0), table.box(row, 1), table.box(row, 2), table.box(row, 3));
        regions.area(table.box(row, 2) * table.box(row, 3));
    }

    private void takeMask(Regions regions, int row) {
        require(row, Field.SEGMENTATION);
        if (options.asPycocotools() && !(table.segmentation(row) instanceof Segmentation.Text)) {
            throw table.refusal(
                    row, "without a bbox, pycocotools takes masks as compressed run lengths only");
        }
        RunLengths mask = mask(row);
        regions.area((double) mask.area());
        if (table.has(row, Field.BBOX)) {
            regions.box(table.box(row, 0), table.box(row, 1), table.box(row, 2), table.box(row, 3));
        } else {
            double[] box = mask.box();
            regions.box(box[0], box[1], box[2], box[3]);
        }
    }

    private RunLengths mask(int row) {
        ImageRecord image = sizes.apply(table.image(row));
        Segmentation segmentation =
                table.has(row, Field.SEGMENTATION) ? table.segmentation(row) : outline(row);
        try {
            return segmentation.mask(image.height(), image.width());
        } catch (IllegalArgumentException e) {
            throw table.refusal(row, "segmentation: " + e.getMessage());
        }
    }

    /// The box of a detection without a mask.
    private Segmentation outline(int row) {
        double left = table.box(row, 0);
        double top = table.box(row, 1);
        double right = left + table.box(row, 2);
        double bottom = top + table.box(row, 3);
        return new Segmentation.Outlines(
                List.of(new double[] {left, top, left, bottom, right, bottom, right, top}));
    }
}
