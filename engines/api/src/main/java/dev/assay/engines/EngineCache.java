package dev.assay.engines;

import java.nio.file.Path;

/// Where engines that take long to build are kept, found again by their contents.
///
/// @param root of the user's cache
public record EngineCache(Path root) {
    /// Built engines of one engine id.
    public Path engines(String engine) {
        return root.resolve("engines").resolve(engine);
    }

    /// Model files that were made from others.
    public Path models() {
        return root.resolve("models");
    }

    /// What the builder learnt about the speed of tactics on this GPU.
    public Path timing() {
        return root.resolve("timing");
    }

    /// Plans of the user's own that were named on a command line.
    public TrustedPlans trustedPlans() {
        return new TrustedPlans(root.resolve("trusted-plans"));
    }

    /// Calibration tables.
    public Path calibration() {
        return root.resolve("calibration");
    }
}
