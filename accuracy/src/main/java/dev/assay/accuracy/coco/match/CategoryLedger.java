package dev.assay.accuracy.coco.match;

import dev.assay.accuracy.coco.match.Protocol.AreaRange;
import java.util.Arrays;

/// What became of each detection of one category, best first, with the image it is of: enough to
/// compute precision again for any multiset of images without matching anything again.
///
/// Detections that are ignored at every threshold are left out, and so is everything behind the
/// last true positive: neither can change a precision.
public final class CategoryLedger {
    private static final int RANGES = AreaRange.values().length;

    private final Entries[] entries = new Entries[RANGES];

    /// The detections that count in one area range.
    ///
    /// @param images of each detection
    /// @param states as in {@link CategoryMatches}
    /// @param blockEnds behind the last detection of the same image and score, by detection: copies
    ///   of an image come one after the other, each with all its equal scores
    /// @param positiveImages images with annotations that count
    /// @param positives how many each of them has
    /// @param allPositives over all images
    record Entries(
            int[] images,
            int[] states,
            int[] blockEnds,
            int[] positiveImages,
            int[] positives,
            int allPositives) {}

    Entries entries(AreaRange range) {
        return entries[range.index()];
    }

    /// Annotations that count, over all images.
    public int positives() {
        return entries(AreaRange.ALL).allPositives();
    }

    /// Gathers the matches of one category, image after image.
    static final class Builder {
        private final CategoryMatches matches;
        private final int[] before = new int[RANGES];
        private final int[][] positiveImages = new int[RANGES][16];
        private final int[][] positives = new int[RANGES][16];
        private final int[] positiveCount = new int[RANGES];
        private int[] images = new int[256];

        Builder(CategoryMatches matches) {
            this.matches = matches;
        }

        /// To be called after each image was matched.
        ///
        /// @param first the image's first detection
        void add(int image, int first) {
            if (images.length < matches.size()) {
                images = Arrays.copyOf(images, 2 * matches.size());
            }
            Arrays.fill(images, first, matches.size(), image);
            for (int range = 0; range < RANGES; range++) {
                int found = matches.positives(range) - before[range];
                before[range] += found;
                if (found > 0) {
                    int at = positiveCount[range]++;
                    if (at == positives[range].length) {
                        positives[range] = Arrays.copyOf(positives[range], 2 * at);
                        positiveImages[range] = Arrays.copyOf(positiveImages[range], 2 * at);
                    }
                    positives[range][at] = found;
                    positiveImages[range][at] = image;
                }
            }
        }

        CategoryLedger build(ScoreOrder scoreOrder) {
            int[] order = scoreOrder.sort(matches.keys(), matches.size());
            CategoryLedger ledger = new CategoryLedger();
            for (int range = 0; range < RANGES; range++) {
                ledger.entries[range] = entries(range, order);
            }
            return ledger;
        }

        private Entries entries(int range, int[] order) {
            int[] kept = new int[matches.size()];
            int count = 0;
            int end = 0;
            for (int i = 0; i < matches.size(); i++) {
                int state = matches.state(range, order[i]);
                if (state != CategoryMatches.ALL_IGNORED) {
                    kept[count++] = order[i];
                    end = (state & CategoryMatches.ALL_TRUE) != 0 ? count : end;
                }
            }
            int[] ofImage = new int[end];
            int[] states = new int[end];
            int[] blockEnds = new int[end];
            for (int i = end - 1; i >= 0; i--) {
                ofImage[i] = images[kept[i]];
                states[i] = matches.state(range, kept[i]);
                boolean same =
                        i + 1 < end
                                && ofImage[i + 1] == ofImage[i]
                                && matches.keys()[kept[i + 1]] == matches.keys()[kept[i]];
                blockEnds[i] = same ? blockEnds[i + 1] : i + 1;
            }
            int size = positiveCount[range];
            return new Entries(
                    ofImage,
                    states,
                    blockEnds,
                    Arrays.copyOf(positiveImages[range], size),
                    Arrays.copyOf(positives[range], size),
                    before[range]);
        }
    }
}
