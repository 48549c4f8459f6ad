package dev.assay.core.generated;

import java.util.Locale;

/// Which half of a seed's images: those to learn from, or those to judge by.
public enum Split {
    TRAIN,
    VALIDATION;

    /// As suites and command lines write it: `train`, `validation`.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
