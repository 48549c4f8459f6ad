package dev.assay.core.stats.inference;

import dev.assay.core.AssayException;

/// How noisy the forks of two sides are, and how many there are or would be.
///
/// @param deviationA standard deviation of a's values over its forks; of logarithms, about the
///   coefficient of variation
/// @param forksA at least 2
/// @param deviationB the same of b
/// @param forksB at least 2
public record Design(double deviationA, int forksA, double deviationB, int forksB) {
    public Design {
        if (!(deviationA >= 0 && deviationB >= 0) || forksA < 2 || forksB < 2) {
            throw AssayException.data(
                    "No comparison can be planned with deviations %s, %s and %s, %s forks"
                            .formatted(deviationA, deviationB, forksA, forksB));
        }
    }

    /// Two sides that are equally noisy and equally large.
    public static Design balanced(double deviation, int forks) {
        return new Design(deviation, forks, deviation, forks);
    }

    double standardError() {
        return Math.sqrt(ofA() + ofB());
    }

    /// By Satterthwaite's formula, see {@link Welch}.
    double degreesOfFreedom() {
        return Welch.degreesOfFreedom(ofA(), forksA, ofB(), forksB);
    }

    private double ofA() {
        return deviationA * deviationA / forksA;
    }

    private double ofB() {
        return deviationB * deviationB / forksB;
    }
}
