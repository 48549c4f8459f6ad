package dev.assay.accuracy.detection;

import dev.assay.accuracy.detection.decode.DecodeLog;
import dev.assay.accuracy.detection.decode.ImageDetections;
import dev.assay.accuracy.detection.decode.OutputDecoder;
import dev.assay.accuracy.detection.image.Placement;
import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// What PyTorch found: a file of detections, gzipped or not, or raw outputs that are decoded as the
/// engine's are.
final class ReferenceDetections {
    private static final String RAW = ".safetensors";
    private static final String PACKED = ".gz";

    private ReferenceDetections() {}

    /// The reference as a file in COCO's results format.
    ///
    /// @param placements of all images, by rising id
    static Path file(DetectionJob job, Path reference, Map<Long, Placement> placements) {
        Path decoded = job.file("reference.json");
        if (reference.toString().endsWith(PACKED)) {
            unpack(reference, decoded);
            return decoded;
        }
        if (!reference.toString().endsWith(RAW)) {
            return reference;
        }
        DetectionsFile.write(decoded, decode(job, reference, placements));
        return decoded;
    }

    private static void unpack(Path packed, Path file) {
        try (InputStream content = new GZIPInputStream(Files.newInputStream(packed))) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw AssayException.data("Cannot unpack " + packed + ": " + e);
        }
    }

    private static List<ImageDetections> decode(
            DetectionJob job, Path reference, Map<Long, Placement> placements) {
        OutputDecoder decoder = OutputDecoder.of(job.task().decoder());
        DecodeLog log = new DecodeLog();
        List<ImageDetections> images = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            List<TensorData> outputs = List.copyOf(SafetensorsFile.read(reference, arena).values());
            for (TensorData output : outputs) {
                if (output.shape().rank() == 0 || output.shape().dim(0) != placements.size()) {
                    throw AssayException.data(
                            "%s: %s does not hold outputs of the %d images, a row for each by rising id"
                                    .formatted(reference, output.spec(), placements.size()));
                }
            }
            placements.forEach((image, placement) ->
                    images.add(
                            new ImageDetections(
                                    image,
                                    decoder.decode(outputs, images.size(), placement, log))));
        }
        if (!log.warnings().isEmpty()) {
            throw AssayException.data(reference + ": " + String.join("; ", log.warnings()));
        }
        return images;
    }
}
