package dev.assay.accuracy.generate.dataset;

import dev.assay.accuracy.generate.SceneRows;
import dev.assay.accuracy.generate.detection.DetectionWriter;
import dev.assay.accuracy.generate.output.GeneratedFolder;
import dev.assay.accuracy.generate.output.TensorRows;
import dev.assay.accuracy.generate.resolution.ClipRows;
import dev.assay.accuracy.generate.resolution.PairRows;
import dev.assay.accuracy.generate.spectral.SpectralRows;
import dev.assay.core.AssayException;
import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import java.nio.file.Path;

/// One data set and how to write it.
///
/// @param threads that make images at a time; the result does not depend on it
public record DataSet(GeneratedRequest request, int threads) {
    private static final int MOST_THREADS = 1024;

    public DataSet {
        if (threads < 1 || threads > MOST_THREADS) {
            throw AssayException.config(
                    "threads is %d, it must be 1 to %d".formatted(threads, MOST_THREADS));
        }
    }

    /// Writes the tensors of the data set as safetensors; of detection the padded images.
    public void writeTensors(Path file) {
        switch (request.kind()) {
            case SCENES -> TensorRows.write(new SceneRows(request), file, threads);
            case DETECTION -> DetectionWriter.writeTensors(request, file, threads);
            case SPECTRAL -> TensorRows.write(new SpectralRows(request), file, threads);
            case PAIRS -> TensorRows.write(new PairRows(request), file, threads);
            case CLIPS -> TensorRows.write(new ClipRows(request), file, threads);
        }
    }

    /// The folder that holds, or shall hold, this data set.
    public GeneratedFolder folder(Path path) {
        return new GeneratedFolder(path, request, version());
    }

    /// Fills an empty folder: of detection with PNG images and `instances.json`, of every other
    /// kind with one file named after it, such as `pairs.safetensors`.
    public void fill(Path folder) {
        if (request.kind() == GeneratedKind.DETECTION) {
            DetectionWriter.write(request, folder, threads);
        } else {
            writeTensors(folder.resolve(request.kind().slug() + ".safetensors"));
        }
    }

    private int version() {
        return switch (request.kind()) {
            case SCENES -> SceneRows.VERSION;
            case SPECTRAL -> SpectralRows.VERSION;
            case PAIRS, CLIPS -> PairRows.VERSION;
            case DETECTION -> DetectionWriter.VERSION;
        };
    }
}
