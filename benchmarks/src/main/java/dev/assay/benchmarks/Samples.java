package dev.assay.benchmarks;

import dev.assay.core.format.FloatFile;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.Timing;

/// Writes raw samples where a run keeps them, and sums them up.
final class Samples {
    private Samples() {}

    /// What came before the samples.
    record WarmUpFacts(double seconds, long queries, double firstQuerySeconds) {}

    static Timing write(
            ForkJob job,
            MeasurementBoundary boundary,
            float[] seconds,
            long dropped,
            WarmUpFacts warmUp) {
        return write(job, boundary, seconds, seconds, dropped, warmUp);
    }

    /// @param judged times that tell whether the engine had settled: under load a query's own time,
    ///   because its waiting in the queue rises and falls with the arrivals
    static Timing write(
            ForkJob job,
            MeasurementBoundary boundary,
            float[] seconds,
            float[] judged,
            long dropped,
            WarmUpFacts warmUp) {
        String file = RunDirectory.samplesFile(job.caseId(), boundary, job.fork());
        FloatFile.write(job.runRoot().resolve(file), seconds);
        return new Timing(
                boundary,
                SampleSummary.of(file, seconds, dropped),
                WarmUpJudge.judge(
                        judged, warmUp.seconds(), warmUp.queries(), warmUp.firstQuerySeconds()));
    }
}
