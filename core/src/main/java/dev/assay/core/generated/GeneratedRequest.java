package dev.assay.core.generated;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import java.util.Set;

/// Names one data set: the same request gives the same values on every machine.
///
/// @param count of images, or of clips
/// @param height rows of an image, of the small one where there are two; for detection the most
/// @param width columns, like `height`
/// @param scale how much larger the large image is; 1 where there is one
/// @param frames of a clip; 1 for what does not move
public record GeneratedRequest(
        GeneratedKind kind,
        long seed,
        Split split,
        int count,
        int height,
        int width,
        int scale,
        int frames) {
    private static final int LARGEST_SIDE = 16_384;

    // Beyond this, four bytes a value no longer fit the memory of any machine this is for.
    private static final int MOST = 1_000_000;

    private static final Set<Integer> SCALES = Set.of(2, 3, 4);
    private static final Set<Integer> FRAMES = Set.of(5, 7);

    public GeneratedRequest {
        requireNonNull(kind, "kind is null");
        requireNonNull(split, "split is null");
        check(kind, "count", count, 1, MOST);
        check(kind, "height", height, kind.smallestSide(), LARGEST_SIDE / scale(kind, scale));
        check(kind, "width", width, kind.smallestSide(), LARGEST_SIDE / scale(kind, scale));
        if (!kind.hasSplits() && split != Split.TRAIN) {
            throw AssayException.config(
                    "%s have no split: use another seed instead".formatted(kind.slug()));
        }
        if (kind.hasFrames() ? !FRAMES.contains(frames) : frames != 1) {
            throw AssayException.config(
                    kind.hasFrames()
                            ? "frames of %s is %d, it must be 5 or 7".formatted(kind.slug(), frames)
                            : kind.slug() + " have no frames");
        }
    }

    private static int scale(GeneratedKind kind, int scale) {
        if (kind.hasScale() ? !SCALES.contains(scale) : scale != 1) {
            throw AssayException.config(
                    kind.hasScale()
                            ? "scale of %s is %d, it must be 2, 3 or 4"
                                    .formatted(kind.slug(), scale)
                            : kind.slug() + " have no scale");
        }
        return scale;
    }

    private static void check(GeneratedKind kind, String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw AssayException.config(
                    "%s of %s is %d, it must be %d to %d"
                            .formatted(what, kind.slug(), value, least, most));
        }
    }

    /// The number of the random stream that one image is made from. Streams of one seed are
    /// numbered kind by kind and split by split, so two images never share one: the halves of a
    /// seed are disjoint by construction, however many images are asked for.
    public long stream(int index) {
        return ((long) kind.ordinal() << 40) | ((long) split.ordinal() << 32) | index;
    }
}
