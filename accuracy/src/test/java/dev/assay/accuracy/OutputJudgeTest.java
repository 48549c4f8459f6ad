package dev.assay.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputJudgeTest {
    private final OutputJudge judge =
            new OutputJudge(new Tolerance(Map.of(ToleranceKey.MAX_ABS, 0.1)));

    @Test
    void passesWhatIsWithinTheTolerance() {
        assertThat(judge(new float[] {1, 2}, new float[] {1.05f, 2}).passed()).isTrue();
    }

    @Test
    void namesTheStatisticThatIsTooLargeAndHowFarOff() {
        AccuracyResult result = judge(new float[] {1, 2}, new float[] {1, 3});

        assertThat(result.violations()).containsExactly("maxAbs 1.00 > 0.10 (10.0x)");
    }

    @Test
    void failsOneNaNThoughAllOtherErrorsAreZero() {
        AccuracyResult result = judge(new float[] {1, Float.NaN, 3}, new float[] {1, 2, 3});

        assertThat(result.violations())
                .containsExactly("1 of 3 values are NaN or infinite on one side only");
    }

    @Test
    void failsNaNsThatTheReferenceHasToo() {
        AccuracyResult result = judge(new float[] {Float.NaN}, new float[] {Float.NaN});

        assertThat(result.violations()).anyMatch(it -> it.contains("in the reference too"));
    }

    @Test
    void refusesToCompareDifferentShapes() {
        assertThatThrownBy(() -> judge(new float[] {1, 2}, new float[] {1}))
                .isInstanceOf(AssayException.class)
                .hasMessage("Output 'y' has shape 2, its reference has 1");
    }

    private AccuracyResult judge(float[] engine, float[] reference) {
        try (Arena arena = Arena.ofConfined()) {
            return judge.judge(
                    "y", "full", TensorPairs.of(tensor(engine, arena), tensor(reference, arena)));
        }
    }

    private static TensorData tensor(float[] values, Arena arena) {
        return new TensorData(
                new TensorSpec("y", ElementType.FLOAT32, Shape.of(values.length)),
                arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }
}
