package dev.assay.core.stats;

import dev.assay.core.AssayException;
import java.util.List;

/// An absolute and a relative tolerance of single elements.
public record MismatchTolerance(double atol, double rtol) {
    /// What `assay diff` counts mismatches at: 1e-5 twice, 1e-3 twice, and numpy.isclose's default
    /// 1e-8 with 1e-5.
    public static final List<MismatchTolerance> STANDARD =
            List.of(
                    new MismatchTolerance(1e-5, 1e-5),
                    new MismatchTolerance(1e-3, 1e-3),
                    new MismatchTolerance(1e-8, 1e-5));

    public MismatchTolerance {
        if (!(atol >= 0 && rtol >= 0)) {
            throw AssayException.config(
                    "Tolerances atol %s and rtol %s: give numbers from 0 on".formatted(atol, rtol));
        }
    }
}
