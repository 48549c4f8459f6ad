package dev.assay.accuracy.calibrate;

import java.util.List;
import java.util.Map;

/// What a calibration found.
///
/// @param operators how many nodes of each are quantised
/// @param activations whose ranges were looked for
/// @param unused activations that are 0 in all rows, so that their nodes stay in FP32
/// @param rows that were run
/// @param seconds it took
public record CalibrationSummary(
        Map<String, Integer> operators,
        int activations,
        List<String> unused,
        int rows,
        double seconds) {
    public CalibrationSummary {
        operators = Map.copyOf(operators);
        unused = List.copyOf(unused);
    }
}
