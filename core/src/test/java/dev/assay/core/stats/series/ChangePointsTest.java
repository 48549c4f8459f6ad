package dev.assay.core.stats.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangePointsTest {
    @Test
    void findsNothingInSeriesWithoutLevels() {
        assertThat(find()).isEmpty();
        assertThat(find(1)).isEmpty();
        assertThat(find(1, 2)).isEmpty();
        assertThat(find(new double[200])).isEmpty();
    }

    @Test
    void findsAStepWithoutNoise() {
        double[] series = new double[120];
        Arrays.fill(series, 0, 70, 10);
        Arrays.fill(series, 70, 120, 11);

        assertThat(find(series)).containsExactly(new ChangePoint(70, 0, 10, 11));
    }

    @Test
    void findsStepsInSeriesOfEveryLengthAroundTheWindow() {
        for (int length : new int[] {40, 49, 50, 51, 74, 75, 76, 99, 100, 101}) {
            Random random = new Random(length);
            double[] series =
                    IntStream.range(0, length)
                            .mapToDouble(i ->
                                    (i < length / 2 ? 10 : 10.5) + 0.05 * random.nextGaussian())
                            .toArray();

            assertThat(find(series))
                    .as("%s values", length)
                    .extracting(ChangePoint::index)
                    .containsExactly(length / 2);
        }
    }

    @Test
    void leavesTheGivenSeriesAsItIs() {
        double[] series = {3, 1, 2};

        find(series);

        assertThat(series).containsExactly(3, 1, 2);
    }

    @Test
    void namesTheValueThatIsNoNumber() {
        assertThatThrownBy(() -> find(1, 2, Double.NaN))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("Value 2")
                .hasMessageContaining("NaN");
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new ChangePointSettings(1, 0.1, 0)).hasMessageContaining("window");
        assertThatThrownBy(() -> new ChangePointSettings(50, 0, 0)).hasMessageContaining("p lies");
        assertThatThrownBy(() -> new ChangePointSettings(50, 0.1, -1))
                .hasMessageContaining("magnitude");
    }

    private static List<ChangePoint> find(double... series) {
        return ChangePoints.find(series, ChangePointSettings.DEFAULTS);
    }
}
