package dev.assay.benchmarks;

import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Workload;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.PreparedEngine;
import java.nio.file.Path;

/// All that one fork has to know.
///
/// @param inputs the model's stored rows
/// @param rowShape of one of them
/// @param runRoot the run directory, into which the fork writes its samples
/// @param folder the fork's scratch folder
/// @param slowdown share of its own time that every query is followed by in a busy loop before its
///   end is taken: a real slowdown of known size, for rehearsals of a gate; 0 otherwise
public record ForkJob(
        CaseId caseId,
        int fork,
        PreparedEngine engine,
        Path inputs,
        Shape rowShape,
        int batch,
        Workload workload,
        double warmUpSeconds,
        double measureSeconds,
        boolean sharedDevice,
        Path runRoot,
        Path folder,
        double slowdown) {
    public ForkJob(
            CaseId caseId,
            int fork,
            PreparedEngine engine,
            Path inputs,
            Shape rowShape,
            int batch,
            Workload workload,
            double warmUpSeconds,
            double measureSeconds,
            boolean sharedDevice,
            Path runRoot,
            Path folder) {
        this(
                caseId,
                fork,
                engine,
                inputs,
                rowShape,
                batch,
                workload,
                warmUpSeconds,
                measureSeconds,
                sharedDevice,
                runRoot,
                folder,
                0);
    }

    /// System property of the measuring JVM that names the job's file.
    static final String PROPERTY = "assay.fork.job";
}
