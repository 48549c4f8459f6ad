package dev.assay.engines.tensorrt.calibration;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.tensorrt.nvinfer.IInt8MinMaxCalibrator;
import org.jspecify.annotations.Nullable;

/// Min-max calibration with our rows.
@SuppressWarnings({"rawtypes", "unchecked", "deprecation"})
final class MinMaxCalibrator extends IInt8MinMaxCalibrator {
    private final CalibrationFeed feed;

    MinMaxCalibrator(CalibrationFeed feed) {
        this.feed = feed;
    }

    @Override
    public int getBatchSize() {
        return feed.batchSize();
    }

    @Override
    public boolean getBatch(PointerPointer bindings, PointerPointer names, int inputs) {
        return feed.next(bindings, names, inputs);
    }

    @Override
    public @Nullable Pointer readCalibrationCache(LongPointer length) {
        return feed.readTable(length);
    }

    @Override
    public void writeCalibrationCache(Pointer table, long length) {
        feed.writeTable(table, length);
    }
}
