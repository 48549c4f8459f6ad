package dev.assay.core.kernels;

import dev.assay.core.AssayException;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.speed.Ceilings;
import dev.assay.core.suite.CaseId;
import dev.assay.core.trace.TrtexecProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where the time of one query of a case goes, from a process of its own that timed nothing else.
///
/// @param artefactSha256 of the engine
/// @param device name of the GPU
/// @param queries that were traced
/// @param graph whether they were launched as a CUDA graph, or why not
/// @param computeSeconds of a query between device events, median, while nothing was traced
/// @param tracedComputeSeconds the same while kernels were traced
/// @param kernels of one query, by their beginnings
/// @param ceilings of this GPU, where they were measured
/// @param notes what could not be found out, and why
public record KernelProfile(
        String schema,
        CaseId caseId,
        String artefactSha256,
        String device,
        int queries,
        String graph,
        double computeSeconds,
        double tracedComputeSeconds,
        List<KernelTime> kernels,
        Optional<Ceilings> ceilings,
        List<String> notes) {
    /// The newest schema that this version reads and the one that it writes.
    public static final String SCHEMA = "assay.profile/1";

    public KernelProfile {
        kernels = List.copyOf(kernels);
        notes = List.copyOf(notes);
    }

    /// `profiles/<case>.json`, relative to the run directory.
    public static String file(CaseId caseId) {
        return "profiles/" + caseId + ".json";
    }

    /// `profiles/<case>.layers.json`: the engine's layers at the case's shapes, in the form of
    /// trtexec's `--exportLayerInfo`.
    public static String layersFile(CaseId caseId) {
        return "profiles/" + caseId + ".layers.json";
    }

    /// `profiles/<case>.profile.json`: times by layer in the form of trtexec's `--exportProfile`.
    public static String trtexecFile(CaseId caseId) {
        return "profiles/" + caseId + ".profile.json";
    }

    /// `profiles/<case>.profiler.json`: the same as the engine's own profiler interface reports
    /// them.
    public static String profilerFile(CaseId caseId) {
        return "profiles/" + caseId + ".profiler.json";
    }

    /// @throws AssayException if it is damaged or of a newer schema
    public static Optional<KernelProfile> read(RunDirectory run, CaseId caseId) {
        return run.read(file(caseId), SCHEMA, KernelProfile.class);
    }

    /// The times that the engine's own profiler gave, if it gave any.
    public static Optional<TrtexecProfile> profiler(RunDirectory run, CaseId caseId) {
        Path file = run.root().resolve(profilerFile(caseId));
        return Files.exists(file) ? Optional.of(TrtexecProfile.read(file)) : Optional.empty();
    }

    /// Sum over all kernels, copies and fills of a query: more than the query's own time where some
    /// run at once, less where the GPU waits between them.
    public double sumSeconds() {
        return kernels.stream().mapToDouble(KernelTime::medianSeconds).sum();
    }

    /// Seconds of a query, from the beginning of its first activity to the end of its last one, in
    /// which nothing ran. Of many short kernels that is where the time beyond their sum is:
    /// starting one behind another takes the GPU about a microsecond, out of a CUDA graph, too.
    public double idleSeconds() {
        double idle = 0;
        double busyUntil = 0;
        for (KernelTime it : byBeginning()) {
            idle += Math.max(0, it.offsetSeconds() - busyUntil);
            busyUntil = Math.max(busyUntil, it.offsetSeconds() + it.medianSeconds());
        }
        return idle;
    }

    /// Seconds that ran beside others: what the sum counts twice.
    public double overlapSeconds() {
        double overlap = 0;
        double busyUntil = 0;
        for (KernelTime it : byBeginning()) {
            double end = it.offsetSeconds() + it.medianSeconds();
            overlap += Math.max(0, Math.min(busyUntil, end) - it.offsetSeconds());
            busyUntil = Math.max(busyUntil, end);
        }
        return overlap;
    }

    private List<KernelTime> byBeginning() {
        return kernels.stream()
                .sorted(Comparator.comparingDouble(KernelTime::offsetSeconds))
                .toList();
    }

    /// Share of the sum whose layer is known.
    public double linkedShare() {
        double sum = sumSeconds();
        return sum == 0
                ? 0
                : kernels.stream()
                                .filter(it -> it.link().isPresent())
                                .mapToDouble(KernelTime::medianSeconds)
                                .sum()
                        / sum;
    }
}
