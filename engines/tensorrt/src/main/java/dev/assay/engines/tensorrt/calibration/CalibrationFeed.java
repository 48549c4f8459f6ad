package dev.assay.engines.tensorrt.calibration;

import dev.assay.core.calibration.CalibrationRows;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Sha256;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.cuda.Cuda;
import dev.assay.engines.tensorrt.binding.NativeObjects;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Feeds a calibrator with batches on the device, and keeps its table.
///
/// TensorRT calls it through frames that no exception may pass: a failure ends the calibration and
/// is kept for {@link #failure}.
final class CalibrationFeed implements AutoCloseable {
    private final CalibrationRows rows;
    private final int batch;
    private final Path table;
    private final Map<String, Pointer> device = new LinkedHashMap<>();
    private int next;
    private @Nullable BytePointer stored;
    private @Nullable RuntimeException failure;

    CalibrationFeed(CalibrationRows rows, int batch, Path table) {
        this.rows = rows;
        this.batch = batch;
        this.table = table;
    }

    int batchSize() {
        return batch;
    }

    /// Copies the next batch to the device.
    ///
    /// @param bindings receives the addresses
    /// @param names of the inputs
    /// @return false when there are no more
    boolean next(PointerPointer<?> bindings, PointerPointer<?> names, int inputs) {
        if (failure != null || (next + 1) * batch > rows.count()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            for (int i = 0; i < inputs; i++) {
                String name = names.getString(i);
                TensorData data = rows.batch(name, next, batch, arena);
                Pointer target = device.computeIfAbsent(name, it -> allocate(data));
                Cuda.check(
                        cudart.cudaMemcpy(
                                target,
                                NativeObjects.pointer(data.segment()),
                                data.spec().byteSize(),
                                cudart.cudaMemcpyHostToDevice),
                        "copy a calibration batch");
                bindings.put(i, target);
            }
            next++;
            return true;
        } catch (RuntimeException e) {
            failure = e;
            return false;
        }
    }

    private static Pointer allocate(TensorData data) {
        BytePointer pointer = new BytePointer();
        Cuda.check(
                cudart.cudaMalloc(pointer, data.spec().byteSize()), "allocate a calibration batch");
        return pointer;
    }

    /// The table of an earlier calibration of the same model with the same rows.
    ///
    /// @param length receives its size
    /// @return null if there is none, as TensorRT expects
    @Nullable Pointer readTable(LongPointer length) {
        length.put(0);
        try {
            if (!Files.exists(table)) {
                return null;
            }
            byte[] bytes = Files.readAllBytes(table);
            // Kept: TensorRT reads it after this call has returned.
            stored = new BytePointer(bytes);
            length.put(bytes.length);
            return stored;
        } catch (IOException | RuntimeException e) {
            failure = new IllegalStateException("Cannot read " + table + ": " + e, e);
            return null;
        }
    }

    /// Keeps a table, but none that was found from a part of the rows.
    void writeTable(Pointer bytes, long length) {
        if (failure != null) {
            return;
        }
        try {
            AtomicFile.write(
                    table, NativeObjects.segment(bytes, length).toArray(ValueLayout.JAVA_BYTE));
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /// Why a callback could not do its work.
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /// Hash of the table, and what it was found from.
    Map<String, String> facts() {
        return Map.of(
                "calibrationRows",
                Integer.toString(rows.count()),
                "calibrationBatch",
                Integer.toString(batch),
                "calibrationTable",
                stored == null ? "calibrated" : "read from the cache",
                "calibrationTableSha256",
                Files.exists(table) ? Sha256.of(table) : "none");
    }

    @Override
    public void close() {
        device.values().forEach(cudart::cudaFree);
        device.clear();
    }
}
