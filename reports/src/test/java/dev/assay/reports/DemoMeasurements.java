package dev.assay.reports;

import dev.assay.core.format.FloatFile;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Flow;
import dev.assay.core.run.HostEvidence;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.Steadiness;
import dev.assay.core.run.Timing;
import dev.assay.core.run.Validity;
import dev.assay.core.run.WarmUp;
import dev.assay.core.suite.CaseId;
import dev.assay.core.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Seeded samples that look like those of a quiet machine: a narrow body and a short tail.
final class DemoMeasurements {
    private DemoMeasurements() {}

    static Measurement measurement(
            RunDirectory run, CaseId id, int fork, double seconds, int samples) {
        MeasurementBoundary boundary = MeasurementBoundary.HOST_END_TO_END;
        String file = RunDirectory.samplesFile(id, boundary, fork);
        float[] values = samples(seconds, samples, id.text().length() * 31L + fork);
        FloatFile.write(run.root().resolve(file), values);
        SampleSummary summary = SampleSummary.of(file, values, 0);
        return new Measurement(
                identity(id),
                List.of(
                        new Timing(
                                boundary,
                                summary,
                                new WarmUp(
                                        0.51,
                                        6,
                                        seconds * 2.6,
                                        0.0012 * fork,
                                        Steadiness.STEADY,
                                        "steady"))),
                new Flow(samples, samples * summary.meanSeconds(), 1),
                summary.meanSeconds() * 1.0004,
                "1.5 s and 64 samples reached",
                List.of(
                        new OutputDigest(
                                "spectral",
                                "FLOAT32",
                                Shape.of(id.batch(), 31, 96, 90),
                                "ab".repeat(32),
                                0,
                                67,
                                "samples/" + id + "/output0.fork0" + fork + ".f32",
                                List.of(0))),
                new HostEvidence(
                        fork == 1 ? 1 : 0, fork == 1 ? 0.0042 : 0, 0.31 + 0.4 * fork, 0.21),
                Optional.empty(),
                new Validity(true, List.of()),
                List.of());
    }

    private static EngineIdentity identity(CaseId id) {
        boolean torch = id.engine().equals("pytorch");
        String kind = torch ? "c3" : "7d";
        return new EngineIdentity(
                torch ? "LibTorch" : id.engine().equals("replay") ? "Assay replay" : "ONNX Runtime",
                torch ? "2.5.1" : id.engine().equals("replay") ? "0.1.0" : "1.20.0",
                kind.repeat(32),
                (kind + "0e").repeat(16),
                Map.of("threads", "2", "graph-optimization", torch ? "freeze" : "all"));
    }

    private static float[] samples(double seconds, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double tail = random.nextInt(25) == 0 ? 0.08 * random.nextDouble() : 0;
            values[i] = (float) (seconds * (1 + 0.006 * random.nextDouble() + tail));
        }
        return values;
    }
}
