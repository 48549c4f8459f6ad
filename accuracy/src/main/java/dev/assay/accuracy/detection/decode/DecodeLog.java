package dev.assay.accuracy.detection.decode;

import java.util.ArrayList;
import java.util.List;

/// What a decoder had to leave out, so that nothing is dropped without a word.
public final class DecodeLog {
    private long boxesNotFinite;
    private long unknownLabels;
    private long firstUnknown;

    void boxNotFinite() {
        boxesNotFinite++;
    }

    void unknownLabel(long label) {
        if (unknownLabels++ == 0) {
            firstUnknown = label;
        }
    }

    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (boxesNotFinite > 0) {
            warnings.add(
                    "%d detections were left out because a score or box is NaN or infinite"
                            .formatted(boxesNotFinite));
        }
        if (unknownLabels > 0) {
            warnings.add(
                    "%d detections have a label that 'categories' does not map, the first is %d"
                            .formatted(unknownLabels, firstUnknown));
        }
        return warnings;
    }
}
