package dev.assay.core.enginediff;

import dev.assay.core.AssayException;
import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.layers.InspectorReport;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What became of a case's engine from one run to another, in one line.
public final class EngineCause {
    private EngineCause() {}

    /// Compares the engines by their layers, with times where both runs were profiled.
    ///
    /// @return the sentence of {@link DiffSentence}; empty where a run does not know the layers
    public static Optional<String> between(
            RunDirectory before, CaseId caseBefore, RunDirectory after, CaseId caseAfter) {
        try {
            Optional<Breakdown> timedBefore = profiled(before, caseBefore);
            Optional<Breakdown> timedAfter = profiled(after, caseAfter);
            if (timedBefore.isPresent() && timedAfter.isPresent()) {
                return Optional.of(sentence(timedBefore.get(), timedAfter.get()));
            }
            Optional<Breakdown> old = untimed(before, caseBefore);
            Optional<Breakdown> now = untimed(after, caseAfter);
            return old.isPresent() && now.isPresent()
                    ? Optional.of(sentence(old.get(), now.get()))
                    : Optional.empty();
        } catch (AssayException e) {
            // A cause that cannot be read is none: the verdict stands without it.
            return Optional.empty();
        }
    }

    private static String sentence(Breakdown before, Breakdown after) {
        return DiffSentence.of(EngineDiff.of(before, after));
    }

    private static Optional<Breakdown> profiled(RunDirectory run, CaseId caseId) {
        Path layers = run.root().resolve(KernelProfile.layersFile(caseId));
        return KernelProfile.read(run, caseId)
                .filter(it -> Files.isRegularFile(layers))
                .map(it ->
                        Breakdown.of(
                                InspectorReport.read(layers), Optional.of(it), Optional.empty()));
    }

    private static Optional<Breakdown> untimed(RunDirectory run, CaseId caseId) {
        Path layers = run.root().resolve("layers").resolve(caseId.text() + ".json");
        return Files.isRegularFile(layers)
                ? Optional.of(
                        Breakdown.of(
                                InspectorReport.read(layers), Optional.empty(), Optional.empty()))
                : Optional.empty();
    }
}
