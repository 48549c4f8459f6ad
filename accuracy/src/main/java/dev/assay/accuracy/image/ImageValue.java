package dev.assay.accuracy.image;

import java.util.OptionalDouble;

/// The score of one image.
///
/// @param value empty where it is undefined
/// @param excluded values (MRAE) or pixels (SAM) that the formula has no value for
/// @param nonFinite values of either image that are NaN or infinite: they leave no score
public record ImageValue(OptionalDouble value, long excluded, long nonFinite) {
    static ImageValue of(double value) {
        return new ImageValue(OptionalDouble.of(value), 0, 0);
    }

    /// @param sum over the elements that were not excluded
    static ImageValue mean(double sum, long elements, long excluded) {
        return new ImageValue(
                elements == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / elements),
                excluded,
                0);
    }

    static ImageValue undefined(long nonFinite) {
        return new ImageValue(OptionalDouble.empty(), 0, nonFinite);
    }
}
