package dev.assay.core.stats;

/// One of the elements with the largest absolute error.
///
/// @param index flat row-major index into the compared tensor
/// @param engine the engine's value
/// @param reference the stored value
public record WorstElement(long index, double engine, double reference) {
    public double absoluteError() {
        return Math.abs(engine - reference);
    }
}
