package dev.assay.accuracy.coco;

import dev.assay.accuracy.coco.match.Protocol.AreaRange;
import java.util.Optional;

/// The twelve numbers of COCO's detection evaluation, in the order of `COCOeval.summarize`
/// (<https://cocodataset.org/#detection-eval>).
public enum CocoMetric {
    AP("AP", true, Optional.empty(), AreaRange.ALL, 2),
    AP50("AP50", true, Optional.of(0.5), AreaRange.ALL, 2),
    AP75("AP75", true, Optional.of(0.75), AreaRange.ALL, 2),
    AP_SMALL("APsmall", true, Optional.empty(), AreaRange.SMALL, 2),
    AP_MEDIUM("APmedium", true, Optional.empty(), AreaRange.MEDIUM, 2),
    AP_LARGE("APlarge", true, Optional.empty(), AreaRange.LARGE, 2),
    AR1("AR1", false, Optional.empty(), AreaRange.ALL, 0),
    AR10("AR10", false, Optional.empty(), AreaRange.ALL, 1),
    AR100("AR100", false, Optional.empty(), AreaRange.ALL, 2),
    AR_SMALL("ARsmall", false, Optional.empty(), AreaRange.SMALL, 2),
    AR_MEDIUM("ARmedium", false, Optional.empty(), AreaRange.MEDIUM, 2),
    AR_LARGE("ARlarge", false, Optional.empty(), AreaRange.LARGE, 2);

    private final String key;
    private final boolean precision;
    private final Optional<Double> iou;
    private final AreaRange range;
    private final int limit;

    CocoMetric(String key, boolean precision, Optional<Double> iou, AreaRange range, int limit) {
        this.key = key;
        this.precision = precision;
        this.iou = iou;
        this.range = range;
        this.limit = limit;
    }

    /// Its name in JSON.
    public String key() {
        return key;
    }

    /// Average precision, else average recall.
    public boolean isPrecision() {
        return precision;
    }

    /// The one IoU threshold, or empty for the mean over all.
    public Optional<Double> iou() {
        return iou;
    }

    public AreaRange range() {
        return range;
    }

    /// Which of the sorted maxDets it takes.
    public int limit() {
        return limit;
    }
}
