package dev.assay.accuracy;

import dev.assay.core.detection.DetectionTask;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.ImageTask;
import dev.assay.core.suite.PixelRange;
import dev.assay.core.suite.TaskKind;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.PreparedEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that the comparison of one case has to know.
///
/// @param references stored outputs of the input rows; without them the engine is only held against
///   itself, and a detector against its images
/// @param range that the inputs have to lie in
/// @param detection images to score a detector on, and how
/// @param timed what each timed fork left behind, by fork
/// @param runRoot to which the digests' files are relative
record AccuracyJob(
        CaseId caseId,
        PreparedEngine engine,
        Path inputs,
        Optional<Path> references,
        Shape rowShape,
        int batch,
        TaskKind task,
        ImageTask image,
        PictureRequest pictures,
        Tolerance tolerance,
        Map<Integer, List<OutputDigest>> timed,
        Path runRoot,
        Optional<Detector> detection,
        Optional<PixelRange> range) {
    /// @param folder for what the scoring writes, relative to the run directory
    record Detector(DetectionTask task, String folder) {}
}
