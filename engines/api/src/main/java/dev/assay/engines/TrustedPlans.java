package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;

/// Plans that Assay did not build and that its user has named.
///
/// A plan is code: one that a suite of someone else's points to must not run for that alone. What
/// counts is the plan's content, so a file that is replaced is no longer trusted.
///
/// @param folder in the user's cache: a file for each plan, called by its SHA-256
public record TrustedPlans(Path folder) {
    /// Trusts a plan from now on.
    ///
    /// @throws AssayException if there is no such file, or the cache cannot be written
    public void trust(Path plan) {
        if (!Files.isRegularFile(plan)) {
            throw AssayException.config("--loadEngine: there is no file " + plan);
        }
        AtomicFile.write(folder.resolve(Sha256.of(plan)), plan.toAbsolutePath() + "\n");
    }

    /// @return the plan's SHA-256
    /// @throws AssayException if nobody has named this plan
    public String require(Path plan) {
        if (!Files.isRegularFile(plan)) {
            throw AssayException.config("loadEngine: there is no file " + plan);
        }
        String sha256 = Sha256.of(plan);
        if (!Files.exists(folder.resolve(sha256))) {
            throw AssayException.config(
                    "Assay did not build %s (SHA-256 %.12s), and a plan is code: if you trust it, name it once with `assay quick --loadEngine=%s`"
                            .formatted(plan, sha256, plan));
        }
        return sha256;
    }
}
