package dev.assay.core.run;

import dev.assay.core.run.DetectionScores.Agreement;
import dev.assay.core.run.DetectionScores.Bootstrap;
import dev.assay.core.run.DetectionScores.CategoryChange;
import dev.assay.core.run.DetectionScores.Change;
import dev.assay.core.run.DetectionScores.ImageChange;
import dev.assay.core.run.DetectionScores.Inputs;
import dev.assay.core.run.DetectionScores.Interval;
import dev.assay.core.stats.Distribution;
import dev.assay.core.suite.DetectionBound;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Scores of a made-up detector.
public final class DetectionFixtures {
    private DetectionFixtures() {}

    public static DetectionScores scores(String... violations) {
        Interval interval = new Interval(-1.5, -0.5, 0.25, 1000);
        return new DetectionScores(
                "detr",
                "truth.json",
                Optional.of("found.json"),
                2,
                200,
                Map.of("AP", 0.43),
                Optional.of(new Bootstrap(1000, 7, 0.95)),
                List.of(
                        new Change("AP", 0.43, 0.44, OptionalDouble.of(-1), Optional.of(interval)),
                        new Change("APlarge", -1, -1, OptionalDouble.empty(), Optional.empty())),
                List.of(
                        new CategoryChange(
                                7,
                                "cat",
                                0.43,
                                OptionalDouble.of(0.44),
                                OptionalDouble.of(-1),
                                Optional.of(interval))),
                List.of(
                        new Agreement(
                                0.9,
                                0.3,
                                10,
                                1,
                                11,
                                2,
                                OptionalDouble.of(-0.125),
                                Optional.of(Distribution.of(new double[] {0.125, 0.25})),
                                OptionalDouble.of(0.9375))),
                List.of(new ImageChange(139, "000139.jpg", 1.25, 1, 2, 0.25)),
                Map.of(DetectionBound.D_AP, 0.4),
                "detections/case/detections.json",
                new Inputs("pixels", "detections/case/inputs.jsonl", "ab12", Optional.empty()),
                List.of("a warning"),
                List.of(violations));
    }
}
