package dev.assay.core.generated;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/// A data set that a suite needs and that is made before its first use.
///
/// @param into the folder that shall hold it, absolute
public record GeneratedData(GeneratedRequest request, Path into) {
    public GeneratedData {
        requireNonNull(request, "request is null");
        requireNonNull(into, "into is null");
    }
}
