package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/// A library of plugins that a suite names.
///
/// @param file absolute
/// @param missing whether it was not there when the suite was read
public record PluginLibrary(Path file, boolean missing) {
    public PluginLibrary {
        requireNonNull(file, "file is null");
    }
}
