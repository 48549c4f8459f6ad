package dev.assay.core.run;

import dev.assay.core.format.FloatFile;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.ScoreBound;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.Tensors;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Records of a small made-up run.
public final class RunFixtures {
    public static final CaseId CASE = caseId(2);

    public static final Environment HOST =
            new Environment(
                    Map.of("cpu", "Made-up 9000", "cores", "2"),
                    Map.of("jdk", "25"),
                    Map.of("hostname", "somewhere"));

    public static final RunInfo INFO =
            new RunInfo(
                    RunInfo.SCHEMA,
                    "20261121-101500Z-smoke-3fa9",
                    "smoke",
                    "0123abcd",
                    "quick",
                    "0.1.0",
                    "assay run --suite smoke.yml",
                    Instant.parse("2026-11-21T10:15:00Z"),
                    Optional.empty(),
                    Optional.empty());

    private RunFixtures() {}

    public static CaseId caseId(int batch) {
        return new CaseId("mst/replay/fp32/b" + batch + "/3x96x90/base/latency");
    }

    public static Measurement measurement(CaseId id, int fork, float... seconds) {
        return measurement(id, fork, List.of(), seconds);
    }

    public static Measurement measurement(
            CaseId id, int fork, List<String> invalidReasons, float... seconds) {
        MeasurementBoundary boundary = MeasurementBoundary.HOST_END_TO_END;
        SampleSummary samples =
                SampleSummary.of(RunDirectory.samplesFile(id, boundary, fork), seconds, 0);
        return new Measurement(
                new EngineIdentity(
                        "Replay", "0.1.0", "aa11", "bb22", Map.of("delay-us", "0", "cores", "2")),
                List.of(
                        new Timing(
                                boundary,
                                samples,
                                new WarmUp(0.5, 40, 0.25, -0.0125, Steadiness.STEADY, "steady"))),
                new Flow(samples.count(), samples.count() * samples.meanSeconds(), 1),
                0.0105,
                "time",
                List.of(
                        new OutputDigest(
                                "image",
                                "FLOAT32",
                                Shape.of(2, 31, 96, 90),
                                "cc33",
                                0,
                                131,
                                RunDirectory.outputFile(id, 0, fork),
                                List.of(0, 1))),
                new HostEvidence(1, 0.002, 0.75, 0.125),
                Optional.empty(),
                Validity.of(invalidReasons),
                List.of());
    }

    /// Appends a measured fork with its raw samples.
    public static void measure(RunDirectory run, CaseId id, int fork, float... seconds) {
        measure(run, id, fork, List.of(), seconds);
    }

    public static void measure(
            RunDirectory run, CaseId id, int fork, List<String> invalidReasons, float... seconds) {
        Measurement measurement = measurement(id, fork, invalidReasons, seconds);
        FloatFile.write(run.root().resolve(measurement.primary().samples().file()), seconds);
        run.append(new MeasurementRow(id, fork, new Outcome.Measured(measurement)));
    }

    public static ErrorStatistics statistics(float[] engine, float[] reference) {
        return ErrorCalculator.calculate(
                TensorPairs.of(Tensors.float32(engine), Tensors.float32(reference)));
    }

    /// One output that is as it should be, or not.
    public static AccuracyResult result(String view, String... violations) {
        return new AccuracyResult(
                "image",
                view,
                statistics(new float[] {1, 2.5f}, new float[] {1, 2}),
                List.of(violations));
    }

    /// A PSNR against a ground truth, once infinite.
    public static TaskScore score(String... violations) {
        return new TaskScore(
                "psnr",
                "image",
                "dB",
                OptionalDouble.of(31.5),
                OptionalDouble.of(Double.POSITIVE_INFINITY),
                List.of(31.5, Double.POSITIVE_INFINITY),
                Map.of("crop", "4"),
                Map.of(ScoreBound.MIN_PSNR, 30.0),
                List.of(violations));
    }

    private static ErrorHistogram histogram() {
        return new ErrorHistogram("image", "full", 1, 0, -2, List.of(1L));
    }

    private static SampleImage image() {
        return new SampleImage(
                "image",
                "worst",
                1,
                0.35,
                "band 15 of 31",
                90,
                96,
                new SampleImage.Ends(0, 1),
                new SampleImage.Ends(1e-4, 1e-1),
                new SampleImage.Files("e.png", "r.png", "d.png", "s.png"));
    }

    public static AccuracyOutcome.Compared compared(
            List<AccuracyResult> fresh, List<AccuracyResult> timed) {
        return new AccuracyOutcome.Compared(
                "outputs.safetensors",
                2,
                Map.of(ToleranceKey.REL_L2, 1e-6),
                fresh,
                timed,
                List.of(0, 2),
                List.of(score()),
                Optional.of(new ErrorEvidence(List.of(histogram()), List.of(image()))),
                Optional.empty());
    }
}
