package dev.assay.benchmarks;

import dev.assay.core.format.FloatFile;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.Timing;

/// Writes raw samples where a run keeps them, and sums them up.
final class Samples {
    private Samples() {}

    static Timing write(
            ForkJob job,
            MeasurementBoundary boundary,
            float[] seconds,
            long dropped,
            double warmUpSeconds,
            long warmUpQueries,
            double firstQuerySeconds) {
        String file = RunDirectory.samplesFile(job.caseId(), boundary, job.fork());
        FloatFile.write(job.runRoot().resolve(file), seconds);
        return new Timing(
                boundary,
                SampleSummary.of(file, seconds, dropped),
                WarmUpJudge.judge(seconds, warmUpSeconds, warmUpQueries, firstQuerySeconds));
    }
}
