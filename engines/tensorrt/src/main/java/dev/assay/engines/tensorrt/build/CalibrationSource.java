package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.calibration.CalibrationRows;
import dev.assay.core.format.Sha256;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.tensorrt.calibration.Calibration;
import dev.assay.engines.tensorrt.calibration.Calibrator;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Where the ranges of an INT8 engine come from, if its model does not say them.
///
/// @param modelSha256 of the model, part of the table's name as are the rows and the algorithm
/// @param file of the rows to calibrate with
/// @param scored rows that the engine is timed and scored with
/// @param tables folder where calibration tables are kept
/// @param tensorRt version of TensorRT
/// @param build which of several independent builds this is; absent if there is one. Independent
///   builds share no table
public record CalibrationSource(
        String modelSha256,
        Optional<Path> file,
        Path scored,
        Path tables,
        Calibrator algorithm,
        String tensorRt,
        OptionalInt build) {
    // More rows at a time give the same ranges and only take more memory.
    private static final int MAX_BATCH = 16;

    public static CalibrationSource of(
            EngineRequest request,
            Calibrator algorithm,
            String modelSha256,
            Path tables,
            String tensorRt) {
        return new CalibrationSource(
                modelSha256,
                request.calibration(),
                request.inputs(),
                tables,
                algorithm,
                tensorRt,
                request.builds() > 1 ? OptionalInt.of(request.build()) : OptionalInt.empty());
    }

    /// Hash of the rows, where an engine of this precision may need them.
    public Optional<String> sha256(Precision precision, boolean stronglyTyped) {
        return precision == Precision.INT8 && !stronglyTyped
                ? file.map(Sha256::of)
                : Optional.empty();
    }

    /// Checks the rows again for an engine that was built before: what is scored may have changed
    /// since.
    ///
    /// @throws AssayException if there are no rows, or they may not be used
    public void check() {
        try (Arena arena = Arena.ofConfined()) {
            CalibrationRows.read(rowsFile(), scored, arena);
        }
    }

    private Path rowsFile() {
        return file.orElseThrow(() ->
                AssayException.config(
                        "INT8 needs ranges: name a file made by 'assay quantize' under 'quantization' of the model in the suite, a model with Q/DQ nodes under 'onnx-variants', or rows to calibrate with under 'calibration'"));
    }

    /// @param inputs of the network
    /// @throws AssayException if there are no rows, or they may not be used
    Calibration open(List<TensorSpec> inputs, Arena arena) {
        Path rowsFile = rowsFile();
        CalibrationRows rows = CalibrationRows.read(rowsFile, scored, arena);
        int batch = batch(inputs, rows);
        return Calibration.of(rows, batch, table(Sha256.of(rowsFile), batch), algorithm);
    }

    /// @param rowsSha256 of the file of the rows
    Path table(String rowsSha256, int batch) {
        List<String> parts =
                new ArrayList<>(
                        List.of(
                                modelSha256,
                                rowsSha256,
                                algorithm.name(),
                                tensorRt,
                                Integer.toString(batch)));
        build.ifPresent(number -> parts.add("build " + number));
        return tables.resolve(Sha256.of(String.join("|", parts)) + ".cache");
    }

    private static int batch(List<TensorSpec> inputs, CalibrationRows rows) {
        long fixed = inputs.getFirst().shape().dim(0);
        return fixed == Shape.DYNAMIC ? rows.batchUpTo(MAX_BATCH) : Math.toIntExact(fixed);
    }

    /// Shapes of a batch by input.
    static Map<String, Shape> shapes(Calibration calibration, List<TensorSpec> inputs) {
        Map<String, Shape> shapes = new TreeMap<>();
        for (TensorSpec input : inputs) {
            Shape shape = calibration.rows().rowShape(input.name()).withBatch(calibration.batch());
            InputRanges.checkFits(input, shape);
            shapes.put(input.name(), shape);
        }
        return shapes;
    }
}
