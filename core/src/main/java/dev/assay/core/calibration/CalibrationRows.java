package dev.assay.core.calibration;

import dev.assay.core.AssayException;
import dev.assay.core.format.Sha256;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Example inputs that ranges of quantised numbers are found from.
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

    /// Reads rows of which it is not known yet what will be scored.
    ///
    /// @throws AssayException if there are none, or values are not finite
    public static CalibrationRows read(Path file, Arena arena) {
        Map<String, TensorData> tensors = TensorFiles.read(file, arena);
        tensors.values().forEach(tensor -> checkFinite(file, tensor));
        CalibrationRows rows = new CalibrationRows(tensors);
        rows.checkCount(file);
        return rows;
    }

    /// Reads rows that are timed and scored, to hold a calibration against them.
    ///
    /// @throws AssayException if there are none
    public static CalibrationRows scored(Path file, Arena arena) {
        CalibrationRows rows = new CalibrationRows(TensorFiles.read(file, arena));
        rows.checkCount(file);
        return rows;
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
                .filter(tensor -> tensor.shape().rank() > 0)
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
    public TensorData batch(String input, int index, int batch, Arena arena) {
        TensorData tensor = tensors.get(input);
        if (tensor == null) {
            throw AssayException.data("There is no calibration input '" + input + "'");
        }
        TensorSpec spec =
                new TensorSpec(
                        input, tensor.spec().elementType(), tensor.shape().row().withBatch(batch));
        TensorData copy = TensorData.allocate(spec, arena).withScale(tensor.scale());
        copy.segment().copyFrom(tensor.segment().asSlice(index * spec.byteSize(), spec.byteSize()));
        return copy;
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
        checkRange(file, calibration.name(), checkFinite(file, calibration), scored);
    }

    private static void checkRange(Path file, String name, double own, TensorData scored) {
        double wanted = Magnitude.of(scored);
        if (own * RANGE_FACTOR < wanted || own > wanted * RANGE_FACTOR) {
            throw AssayException.data(
                    String.format(
                            Locale.ROOT,
                            "%s: '%s' reaches %.4g from zero, the inputs %.4g: calibrate with rows in the range that the network is fed (at least half and at most twice as far)",
                            file,
                            name,
                            own,
                            wanted));
        }
    }

    private static double checkFinite(Path file, TensorData tensor) {
        double magnitude = Magnitude.of(tensor);
        if (!Double.isFinite(magnitude)) {
            throw AssayException.data(file + ": '" + tensor.name() + "' is not finite");
        }
        return magnitude;
    }

    private static void checkIsDisjoint(Path file, CalibrationRows rows, CalibrationRows scored) {
        scored.requireOthers(file, rows.hashes());
    }

    /// Refuses to be scored after a calibration with any of these rows.
    ///
    /// @param calibration names where they are from
    /// @param hashes of the calibration's rows, as {@link #hashes} gives them
    /// @throws AssayException of kind `DATA` that names both rows
    public void requireOthers(Path calibration, List<String> hashes) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        List<String> own = hashes();
        for (int row = 0; row < own.size(); row++) {
            seen.putIfAbsent(own.get(row), row);
        }
        for (int row = 0; row < hashes.size(); row++) {
            Integer same = seen.get(hashes.get(row));
            if (same != null) {
                throw AssayException.data(
                        "%s: row %d is row %d of the inputs: never calibrate with what is scored"
                                .formatted(calibration, row, same));
            }
        }
    }

    /// Refuses to be scored after a calibration with values of another range.
    ///
    /// @param calibration names where they are from
    /// @param magnitudes of the calibration's inputs, as {@link #magnitudes} gives them
    /// @throws AssayException of kind `DATA` that names the input
    public void requireRanges(Path calibration, Map<String, Double> magnitudes) {
        for (TensorData tensor : tensors.values()) {
            Double own = magnitudes.get(tensor.name());
            if (own != null && tensor.spec().elementType().isFloatingPoint()) {
                checkRange(calibration, tensor.name(), own, tensor);
            }
        }
    }

    /// How far each input reaches from zero.
    public Map<String, Double> magnitudes() {
        Map<String, Double> magnitudes = new TreeMap<>();
        tensors.forEach((name, tensor) -> magnitudes.put(name, Magnitude.of(tensor)));
        return magnitudes;
    }

    /// A hash of each row: SHA-256 of its elements as they are stored, or, where there are several
    /// inputs, of such hashes by the inputs' sorted names.
    public List<String> hashes() {
        return IntStream.range(0, count()).mapToObj(this::hashOfRow).toList();
    }

    private String hashOfRow(int row) {
        List<String> hashes =
                new TreeMap<>(tensors)
                        .values().stream()
                                .map(tensor -> Sha256.of(tensor.row(row).segment()))
                                .toList();
        return hashes.size() == 1 ? hashes.getFirst() : Sha256.of(String.join("", hashes));
    }

    /// SHA-256 of all rows of each input as they are stored.
    public Map<String, String> fingerprint() {
        Map<String, String> hashes = new TreeMap<>();
        tensors.forEach((name, tensor) -> hashes.put(name, Sha256.of(tensor.segment())));
        return hashes;
    }
}
