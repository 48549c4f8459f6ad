package dev.assay.benchmarks;

import dev.assay.core.run.Flow;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.Timing;
import java.util.List;
import java.util.Map;

/// Sends the queries of one case and keeps their times.
interface TimedLoop extends AutoCloseable {
    /// From now on times are samples, not warm-up.
    void startMeasuring();

    /// Sends the next query, and waits as long as the workload says.
    void query();

    /// Ends the measured window: nothing is in flight afterwards.
    void stopMeasuring();

    /// Writes the samples and sums them up, the boundary of headlines first.
    List<Timing> timings();

    Flow flow();

    /// Digests of the last query's outputs.
    List<OutputDigest> outputs();

    /// How the loop really ran, for the record.
    Map<String, String> facts();

    @Override
    void close();
}
