package dev.assay.accuracy.calibrate;

import dev.assay.onnx.quantize.RangeRule;
import dev.assay.onnx.quantize.Scheme;
import java.nio.file.Path;
import java.util.Optional;

/// A model to find ranges for.
///
/// @param engine that computes the activations
/// @param scored rows that will be timed and scored, where they are known
/// @param out the file of ranges
/// @param folder for models that are made on the way
/// @param madeBy the program
public record CalibrationJob(
        Path model,
        Path calibration,
        Optional<Path> scored,
        Scheme scheme,
        RangeRule rule,
        String engine,
        Path out,
        Path folder,
        String madeBy) {}
