package dev.assay.core.stats;

/// How many finite pairs are mismatched by a rule.
public record MismatchCount(MismatchRule rule, double atol, double rtol, long count) {
    boolean isAt(MismatchTolerance tolerance) {
        return atol == tolerance.atol() && rtol == tolerance.rtol();
    }
}
