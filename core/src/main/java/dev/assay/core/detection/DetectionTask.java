package dev.assay.core.detection;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/// What a detector is scored on. All paths are absolute.
///
/// @param images folder of the image files that the annotations name
/// @param annotations of the images, in COCO's format
/// @param reference what PyTorch found: detections in COCO's results format, or raw outputs
///   (`.safetensors`, a row for each image by rising id) that are decoded as the engine's are
public record DetectionTask(
        Path images,
        Path annotations,
        Optional<Path> reference,
        DecoderSpec decoder,
        Preprocess preprocess) {
    public DetectionTask {
        requireNonNull(images, "images is null");
        requireNonNull(annotations, "annotations is null");
        requireNonNull(decoder, "decoder is null");
        requireNonNull(preprocess, "preprocess is null");
    }
}
