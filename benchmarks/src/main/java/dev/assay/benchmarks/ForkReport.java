package dev.assay.benchmarks;

import dev.assay.core.run.HostEvidence;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.WarmUp;
import java.util.List;

/// What the measuring JVM itself writes when it is done; JMH's score is added by its host.
record ForkReport(
        SampleSummary samples,
        WarmUp warmUp,
        List<OutputDigest> outputs,
        HostEvidence host,
        double measuredSeconds) {
    static final String FILE = "fork.json";
}
