package dev.assay.core.stats;

/// The values that are computed of each finite pair. Those of a relative rule with its zero
/// references left out and those of the zero references are streams of their own.
enum ErrorStream {
    ABSOLUTE,
    SEED000,
    SEED002,
    /// `|a-b| / |b|` where b is not 0.
    RATIO,
    /// Polygraphy's error where b is 0.
    ZERO_REFERENCE,
    SYMMETRIC,
    ULP
}
