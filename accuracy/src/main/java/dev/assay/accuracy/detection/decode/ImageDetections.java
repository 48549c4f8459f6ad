package dev.assay.accuracy.detection.decode;

import java.util.List;

/// The detections of one image, in their frozen order: by falling score, equal scores by index.
public record ImageDetections(long image, List<Detection> detections) {
    public ImageDetections {
        detections = List.copyOf(detections);
    }
}
