package dev.assay.core.stats.inference;

import dev.assay.core.AssayException;

/// Two one-sided tests (TOST) of the claim that a difference lies between two bounds.
///
/// Each side is a Welch test against its bound; the p of the claim is the larger of the two. It is
/// below α exactly where the interval of confidence `1 - 2α` lies inside the bounds (D. J.
/// Schuirmann, *A comparison of the two one-sided tests procedure and the power approach*, Journal
/// of Pharmacokinetics and Biopharmaceutics 15, 1987).
///
/// @param pValue of the claim that the difference is outside: small is evidence for equivalence
public record Equivalence(double pValue) {

    /// @param lower bound of the difference, below `upper`
    public static Equivalence test(Welch welch, double lower, double upper) {
        if (!(lower < upper)) {
            throw AssayException.data("Nothing lies between " + lower + " and " + upper);
        }
        return new Equivalence(Math.max(welch.pAbove(lower), welch.pBelow(upper)));
    }
}
