package dev.assay.accuracy.detection;

import dev.assay.core.detection.DetectionTask;
import dev.assay.core.suite.DetectionBound;
import java.nio.file.Path;
import java.util.Map;

/// All that the scoring of one detector has to know.
///
/// @param input name of the network's input
/// @param batch images of a query
/// @param limits of the suite, in points
/// @param folder for detections and input hashes, relative to the run directory
/// @param runRoot the run directory
public record DetectionJob(
        DetectionTask task,
        String input,
        int batch,
        Map<DetectionBound, Double> limits,
        String folder,
        Path runRoot) {
    public DetectionJob {
        limits = Map.copyOf(limits);
    }

    Path file(String name) {
        return runRoot.resolve(folder).resolve(name);
    }
}
