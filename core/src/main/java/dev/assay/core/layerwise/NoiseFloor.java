package dev.assay.core.layerwise;

import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.TensorData;
import java.util.HashMap;
import java.util.Map;

/// How far each tensor of a network may be off where nothing is wrong.
///
/// Rounding grows from node to node, in some networks much: one limit for all nodes is too narrow
/// for the last ones or too wide for the first. What rounding alone makes of a tensor is computed:
/// the same model with every weight and every tensor rounded to the precision's digits, in ONNX
/// Runtime in FP32, against the model itself.
///
/// @param rounding relative L2 error by tensor, of the rounded model
/// @param least that is allowed wherever rounding is less
public record NoiseFloor(Map<String, Double> rounding, double least) {
    /// Times the rounding of the tensors, for what is rounded inside a node: sums in 16 bits, and
    /// other orders of summation.
    private static final double INSIDE_NODES = 16;

    /// Of a limit for any layer. The digits of the precision alone come to about a hundredth of it.
    private static final double LEAST = 1.0 / 8;

    public NoiseFloor {
        rounding = Map.copyOf(rounding);
    }

    /// A floor that is the same everywhere.
    public static NoiseFloor flat(double limit) {
        return new NoiseFloor(Map.of(), limit);
    }

    /// @param rounded what the rounded model computes
    public static NoiseFloor of(
            Precision precision, LayerReference reference, Map<String, TensorData> rounded) {
        Map<String, Double> errors = new HashMap<>();
        reference
                .layers()
                .forEach((name, exact) -> {
                    TensorData other = rounded.get(name);
                    if (other != null && other.shape().equals(exact.shape())) {
                        double error = LayerCheck.relativeL2(other, exact);
                        if (Double.isFinite(error)) {
                            errors.put(name, error);
                        }
                    }
                });
        return new NoiseFloor(errors, least(precision));
    }

    private static double least(Precision precision) {
        double limit = LayerWalk.limit(precision);
        return switch (precision) {
            // A scale for a whole tensor leaves its small values less digits than their type has.
            case INT8, FP8 -> limit;
            case FP32, TF32, FP16, BF16 -> limit * LEAST;
        };
    }

    /// The largest error that is noise.
    public double allowed(String tensor) {
        return Math.max(least, INSIDE_NODES * rounding.getOrDefault(tensor, 0.0));
    }
}
