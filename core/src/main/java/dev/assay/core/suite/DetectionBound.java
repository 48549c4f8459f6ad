package dev.assay.core.suite;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A bound on how far a detector's COCO score may lie from its reference's, either way, in points
/// (hundredths).
public enum DetectionBound {
    D_AP("dAP", "AP"),
    D_AP50("dAP50", "AP50"),
    D_AP75("dAP75", "AP75"),
    D_AP_SMALL("dAPsmall", "APsmall"),
    D_AP_MEDIUM("dAPmedium", "APmedium"),
    D_AP_LARGE("dAPlarge", "APlarge");

    private final String key;
    private final String metric;

    DetectionBound(String key, String metric) {
        this.key = key;
        this.metric = metric;
    }

    /// The name in suites and reports.
    public String key() {
        return key;
    }

    /// The COCO score that is bounded.
    public String metric() {
        return metric;
    }

    static Optional<DetectionBound> of(String key) {
        return Arrays.stream(values()).filter(it -> it.key.equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(DetectionBound::key).toList();
    }
}
