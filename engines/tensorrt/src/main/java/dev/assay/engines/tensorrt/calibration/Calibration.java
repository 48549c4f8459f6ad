package dev.assay.engines.tensorrt.calibration;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.calibration.CalibrationRows;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.tensorrt.nvinfer.IInt8Calibrator;

/// A calibration of one build. Hold it until the build has ended: JavaCPP keeps the calibrator
/// weakly.
// Deprecated in favour of Q/DQ models, but what `trtexec --int8 --calib` does on 10.x.
@SuppressWarnings("deprecation")
public final class Calibration implements AutoCloseable {
    private final CalibrationFeed feed;
    private final IInt8Calibrator calibrator;
    private final CalibrationRows rows;
    private final int batch;

    private Calibration(CalibrationRows rows, int batch, Path table, Calibrator algorithm) {
        this.rows = rows;
        this.batch = batch;
        this.feed = new CalibrationFeed(rows, batch, table);
        this.calibrator =
                switch (algorithm) {
                    case ENTROPY -> new EntropyCalibrator(feed);
                    case MINMAX -> new MinMaxCalibrator(feed);
                };
    }

    /// @param batch rows that are fed at a time
    /// @param table where the ranges are kept
    public static Calibration of(
            CalibrationRows rows, int batch, Path table, Calibrator algorithm) {
        if (batch < 1 || rows.count() < batch) {
            throw AssayException.data(
                    "Calibration needs at least one batch of %d rows, the file holds %d"
                            .formatted(batch, rows.count()));
        }
        return new Calibration(rows, batch, table, algorithm);
    }

    public IInt8Calibrator calibrator() {
        return calibrator;
    }

    public CalibrationRows rows() {
        return rows;
    }

    public int batch() {
        return batch;
    }

    /// @throws AssayException if a callback failed, which TensorRT may not have noticed
    public void check() {
        feed.failure()
                .ifPresent(failure -> {
                    throw new AssayException(
                            ErrorKind.ENGINE_BUILD,
                            "Calibration failed: " + failure.getMessage(),
                            failure);
                });
    }

    /// What the ranges were found from, for the record.
    public Map<String, String> facts() {
        return new TreeMap<>(feed.facts());
    }

    /// Frees the batches. The calibrator itself stays: the builder's configuration points to it.
    @Override
    public void close() {
        feed.close();
    }
}
