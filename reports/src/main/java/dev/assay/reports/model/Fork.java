package dev.assay.reports.model;

import dev.assay.core.run.Measurement;

/// A fork that was measured.
///
/// @param number 0-based
public record Fork(int number, Measurement measurement) {}
