package dev.assay.core.detection;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// To what size an image is brought before it is padded.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "rule")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Resize.Keep.class, name = "keep"),
    @JsonSubTypes.Type(value = Resize.Sides.class, name = "sides"),
    @JsonSubTypes.Type(value = Resize.To.class, name = "to"),
    @JsonSubTypes.Type(value = Resize.Fit.class, name = "fit")
})
public sealed interface Resize {
    Extent of(Extent image);

    record Keep() implements Resize {
        @Override
        public Extent of(Extent image) {
            return image;
        }
    }

    /// The short side becomes `shortest`, unless the long one would exceed `longest`.
    ///
    /// As `get_size_with_aspect_ratio` in DETR's `datasets/transforms.py`: the long side is
    /// truncated to an integer, a short side that had to give way is rounded, halves to even.
    record Sides(int shortest, int longest) implements Resize {
        @Override
        public Extent of(Extent image) {
            double small = Math.min(image.height(), image.width());
            double large = Math.max(image.height(), image.width());
            int side = shortest;
            if (large / small * side > longest) {
                side = (int) Math.rint(longest * small / large);
            }
            if (small == side) {
                return image;
            }
            // Python multiplies integers and then divides: the product is exact.
            int other = (int) ((double) ((long) side * (long) large) / small);
            return image.width() < image.height()
                    ? new Extent(Math.max(1, other), Math.max(1, side))
                    : new Extent(Math.max(1, side), Math.max(1, other));
        }
    }

    /// Exactly this size, whatever becomes of the proportions.
    record To(Extent size) implements Resize {
        @Override
        public Extent of(Extent image) {
            return size;
        }
    }

    /// The largest size of the same proportions inside `size`; sides are rounded, halves to even.
    record Fit(Extent size) implements Resize {
        @Override
        public Extent of(Extent image) {
            double scale =
                    Math.min(
                            (double) size.height() / image.height(),
                            (double) size.width() / image.width());
            return new Extent(
                    Math.max(1, (int) Math.rint(image.height() * scale)),
                    Math.max(1, (int) Math.rint(image.width() * scale)));
        }
    }
}
