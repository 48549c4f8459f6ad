package dev.assay.core.detection;

import dev.assay.core.AssayException;
import java.util.Optional;
import java.util.OptionalInt;

/// What is put around a resized image.
///
/// @param to the size that every image is padded to; absent where `multiple` decides
/// @param multiple to which each side is padded; 1 pads nothing
/// @param centred the image stands in the middle (odd rests go right and below), else at the top
///   left
/// @param pixel value of the padding, 0 to 255 before normalising; absent puts 0 after normalising
public record Padding(Optional<Extent> to, int multiple, boolean centred, OptionalInt pixel) {
    public static final Padding NONE = new Padding(Optional.empty(), 1, false, OptionalInt.empty());

    /// @throws AssayException if the image is larger than what it shall be padded to
    public Extent of(Extent resized) {
        if (to.isEmpty()) {
            return new Extent(up(resized.height()), up(resized.width()));
        }
        Extent size = to.get();
        if (resized.height() > size.height() || resized.width() > size.width()) {
            throw AssayException.data(
                    "an image of %s cannot be padded to %s: resize it to fit"
                            .formatted(resized, size));
        }
        return size;
    }

    private int up(int side) {
        return Math.ceilDiv(side, multiple) * multiple;
    }
}
