package dev.assay.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.ErrorEvidence;
import dev.assay.core.run.ErrorHistogram;
import dev.assay.core.run.TaskScore;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BuildOutcomesTest {
    @Test
    void comparesEveryBuild() {
        AccuracyOutcome merged =
                BuildOutcomes.merge(
                        List.of(compared(List.of(), 0, 3), compared(List.of("too far"), 1)));

        assertThat(merged)
                .isInstanceOfSatisfying(
                        AccuracyOutcome.Compared.class,
                        compared -> {
                            assertThat(compared.results())
                                    .extracting(AccuracyResult::view)
                                    .containsExactly("full", "full, build 2");
                            assertThat(compared.results().getLast().violations())
                                    .containsExactly("too far");
                            assertThat(compared.bitwiseEqualForks()).containsExactly(0, 1, 3);
                            assertThat(compared.scores())
                                    .extracting(score -> score.settings().get("build"))
                                    .containsExactly(null, "2");
                            assertThat(compared.errors().orElseThrow().histograms())
                                    .extracting(ErrorHistogram::view)
                                    .containsExactly("full", "full, build 2");
                        });
    }

    @Test
    void failsWithTheFirstBuildThatCannotBeCompared() {
        AccuracyOutcome failed = new AccuracyOutcome.Failed(ErrorKind.INFERENCE, "crashed");

        assertThat(BuildOutcomes.merge(List.of(compared(List.of(), 0), failed))).isEqualTo(failed);
    }

    private static AccuracyOutcome compared(List<String> violations, Integer... equalForks) {
        try (Arena arena = Arena.ofConfined()) {
            TensorData tensor =
                    TensorData.allocate(
                            new TensorSpec("y", ElementType.FLOAT32, Shape.of(2)), arena);
            return new AccuracyOutcome.Compared(
                    "references.safetensors",
                    2,
                    Map.of(),
                    List.of(
                            new AccuracyResult(
                                    "y",
                                    "full",
                                    ErrorCalculator.calculate(TensorPairs.of(tensor, tensor)),
                                    violations)),
                    List.of(),
                    List.of(equalForks),
                    List.of(
                            new TaskScore(
                                    "rmse",
                                    "y",
                                    "",
                                    OptionalDouble.of(0),
                                    OptionalDouble.empty(),
                                    List.of(0.0),
                                    Map.of("crop", "0 px"),
                                    Map.of(),
                                    List.of())),
                    Optional.of(
                            new ErrorEvidence(
                                    List.of(new ErrorHistogram("y", "full", 2, 0, 0, List.of())),
                                    List.of())),
                    Optional.empty());
        }
    }
}
