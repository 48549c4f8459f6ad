package dev.assay.core.suite;

import java.util.Locale;

/// Compute mode of an engine. Not a storage type: that is {@link
/// dev.assay.core.tensor.ElementType}.
public enum Precision {
    /// IEEE single precision everywhere; TF32 switched off where the hardware has it.
    FP32,
    /// Single precision storage, products rounded to 10 bits of mantissa.
    TF32,
    FP16,
    BF16,
    INT8,
    FP8;

    /// The name in a case id.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
