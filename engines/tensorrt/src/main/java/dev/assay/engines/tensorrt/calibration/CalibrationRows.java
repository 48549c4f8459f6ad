package dev.assay.engines.tensorrt.calibration;

import dev.assay.core.AssayException;
import dev.assay.core.format.Sha256;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.ModelInputs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// Example inputs that INT8 ranges are found from.
///
/// They are refused where ranges found from them would flatter or ruin the result: where they are
/// what is scored, or where they are not in the range that the network is fed.
///
/// @param tensors by input name, rows outermost
public record CalibrationRows(Map<String, TensorData> tensors) {
    /// Calibration values may reach from half to twice as far from zero as the inputs do. Wider
    /// apart is no other sample of the same data, but data that was scaled otherwise, for example
    /// to `[0, 1]` instead of `[0, 255]`.
    private static final double RANGE_FACTOR = 2;

    public CalibrationRows {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /// Reads and checks the rows.
    ///
    /// @param inputs the rows that are timed and scored
    /// @throws AssayException if there are none, or they may not be calibrated with
    public static CalibrationRows read(Path file, Path inputs, Arena arena) {
        checkIsAnotherFile(file, inputs);
        Map<String, TensorData> calibration = TensorFiles.read(file, arena);
        Map<String, TensorData> scored = TensorFiles.read(inputs, arena);
        if (!calibration.keySet().equals(scored.keySet())) {
            throw AssayException.data(
                    "%s holds %s, the inputs file %s"
                            .formatted(file, calibration.keySet(), scored.keySet()));
        }
        for (TensorData tensor : calibration.values()) {
            TensorData other = scored.get(tensor.name());
            if (other != null) {
                checkType(file, tensor, other);
                checkRange(file, tensor, other);
            }
        }
        CalibrationRows rows = new CalibrationRows(calibration);
        rows.checkCount(file);
        checkIsDisjoint(file, rows, new CalibrationRows(scored));
        return rows;
    }

    /// Number of rows.
    public int count() {
        return tensors.values().stream()
                .mapToInt(tensor -> Math.toIntExact(tensor.shape().dim(0)))
                .min()
                .orElse(0);
    }

    /// The largest batch up to a limit that uses every row.
    public int batchUpTo(int limit) {
        return IntStream.iterate(Math.min(limit, count()), batch -> batch - 1)
                .filter(batch -> count() % batch == 0)
                .findFirst()
                .orElse(1);
    }

    /// Shape of one row of an input.
    public Shape rowShape(String input) {
        TensorData tensor = tensors.get(input);
        if (tensor == null) {
            throw AssayException.data(
                    "The model's input '%s' is not in the calibration file, which holds %s"
                            .formatted(input, tensors.keySet()));
        }
        return tensor.shape().row();
    }

    /// One batch of an input, copied.
    TensorData batch(String input, int index, int batch, Arena arena) {
        TensorData tensor = tensors.get(input);
        if (tensor == null) {
            throw AssayException.data("There is no calibration input '" + input + "'");
        }
        return ModelInputs.gather(
                tensor,
                IntStream.range(index * batch, (index + 1) * batch).boxed().toList(),
                arena);
    }

    private static void checkIsAnotherFile(Path file, Path inputs) {
        try {
            if (!Files.isReadable(file)) {
                throw AssayException.data("There is no readable calibration file " + file);
            }
            if (Files.isSameFile(file, inputs) || Files.mismatch(file, inputs) < 0) {
                throw AssayException.data(
                        file
                                + " is calibrated with and scored: an engine tuned to the inputs it"
                                + " is scored on looks better than it is. Give other rows");
            }
        } catch (IOException e) {
            throw AssayException.data("Cannot compare " + file + " and " + inputs + ": " + e);
        }
    }

    private void checkCount(Path file) {
        for (TensorData tensor : tensors.values()) {
            if (tensor.shape().rank() == 0
                    || tensor.shape().dim(0) != count()
                    || tensor.shape().dim(0) < 1) {
                throw AssayException.data(
                        file + ": " + tensor.spec() + " does not have as many rows as the others");
            }
        }
    }

    private static void checkType(Path file, TensorData calibration, TensorData scored) {
        if (calibration.spec().elementType() != scored.spec().elementType()) {
            throw AssayException.data(
                    "%s: '%s' is %s, the inputs are %s"
                            .formatted(
                                    file,
                                    calibration.name(),
                                    calibration.spec().elementType(),
                                    scored.spec().elementType()));
        }
    }

    private static void checkRange(Path file, TensorData calibration, TensorData scored) {
        if (!calibration.spec().elementType().isFloatingPoint()) {
            return;
        }
        double own = Magnitude.of(calibration);
        double wanted = Magnitude.of(scored);
        if (!Double.isFinite(own)) {
            throw AssayException.data(file + ": '" + calibration.name() + "' is not finite");
        }
        if (own * RANGE_FACTOR < wanted || own > wanted * RANGE_FACTOR) {
            throw AssayException.data(
                    String.format(
                            Locale.ROOT,
                            "%s: '%s' reaches %.4g from zero, the inputs %.4g: calibrate with rows in the range that the network is fed (at least half and at most twice as far)",
                            file,
                            calibration.name(),
                            own,
                            wanted));
        }
    }

    private static void checkIsDisjoint(Path file, CalibrationRows rows, CalibrationRows scored) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int row = 0; row < scored.count(); row++) {
            seen.put(scored.hashOfRow(row), row);
        }
        for (int row = 0; row < rows.count(); row++) {
            Integer same = seen.get(rows.hashOfRow(row));
            if (same != null) {
                throw AssayException.data(
                        "%s: row %d is row %d of the inputs: never calibrate with what is scored"
                                .formatted(file, row, same));
            }
        }
    }

    private String hashOfRow(int row) {
        StringBuilder hashes = new StringBuilder();
        tensors.keySet().stream()
                .sorted()
                .forEach(name -> {
                    TensorData tensor = tensors.get(name);
                    if (tensor != null) {
                        hashes.append(Sha256.of(tensor.row(row).segment()));
                    }
                });
        return hashes.toString();
    }
}
