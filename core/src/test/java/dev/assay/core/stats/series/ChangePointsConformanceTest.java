package dev.assay.core.stats.series;

import static dev.assay.core.stats.RegressionOracle.doubles;
import static dev.assay.core.stats.RegressionOracle.integers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.stats.RegressionOracle;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The answers of Apache Otava, and how well known changes are found with the defaults; see
/// `conformance/regression/README.md`.
class ChangePointsConformanceTest {
    private static final JsonNode TIGERBEETLE = RegressionOracle.read("tigerbeetle.json");
    private static final List<JsonNode> SYNTHETIC = RegressionOracle.synthetic();

    @Test
    void givesTheTenAnswersOfOtavasOwnTests() {
        double[] series = doubles(TIGERBEETLE.path("series"));
        JsonNode expected = TIGERBEETLE.path("upstream_expected");

        assertThat(expected.size()).isEqualTo(10);
        for (JsonNode answer : expected) {
            assertThat(indices(ChangePoints.find(series, settings(answer))))
                    .as(answer.toString())
                    .isEqualTo(integers(answer.path("indexes")));
        }
    }

    @Test
    void givesOtavasNumbersOfEveryPoint() {
        double[] series = doubles(TIGERBEETLE.path("series"));
        JsonNode expected = TIGERBEETLE.path("otava_default_full");

        List<ChangePoint> points =
                ChangePoints.find(series, new ChangePointSettings(50, 0.001, 0.0));

        assertThat(points).hasSize(expected.size());
        for (int i = 0; i < points.size(); i++) {
            JsonNode point = expected.get(i);
            assertThat(points.get(i).index()).isEqualTo(point.path("index").asInt());
            assertClose(points.get(i).pValue(), point.path("pvalue"));
            assertClose(points.get(i).meanBefore(), point.path("mean_before"));
            assertClose(points.get(i).meanAfter(), point.path("mean_after"));
        }
    }

    @Test
    void givesOtavasAnswersOnEverySyntheticSeries() {
        ChangePointSettings otava = new ChangePointSettings(50, 0.001, 0.0);
        ChangePointSettings strict = new ChangePointSettings(50, 0.001, 0.05);

        assertThat(SYNTHETIC).hasSize(144);
        for (JsonNode series : SYNTHETIC) {
            double[] y = doubles(series.path("y"));
            JsonNode answers = series.path("otava");
            assertThat(indices(ChangePoints.find(y, otava)))
                    .as(series.path("id").asString())
                    .isEqualTo(integers(answers.path("otava_default")));
            assertThat(indices(ChangePoints.find(y, strict)))
                    .as(series.path("id").asString())
                    .isEqualTo(integers(answers.path("strict5pct")));
        }
    }

    /// F1 at least 0.90 with the defaults, a point counting within two places of the truth.
    @Test
    void findsTheKnownChangesWithTheDefaults() {
        int found = 0;
        int wrong = 0;
        int missed = 0;
        int flat = 0;
        int flatAlarmed = 0;
        int outlierAlarms = 0;
        for (JsonNode series : SYNTHETIC) {
            Set<Integer> truth = new TreeSet<>(integers(series.path("truth")));
            List<Integer> points =
                    indices(
                            ChangePoints.find(
                                    doubles(series.path("y")), ChangePointSettings.DEFAULTS));
            int matched = match(points, truth);
            found += matched;
            wrong += points.size() - matched;
            missed += truth.size();
            if (series.path("cat").asString().equals("flat")) {
                flat++;
                flatAlarmed += points.isEmpty() ? 0 : 1;
            }
            if (series.path("cat").asString().equals("single_outliers")) {
                outlierAlarms += points.size();
            }
        }
        double f1 = 2.0 * found / (2.0 * found + wrong + missed);

        assertThat(f1)
                .as("found %s, wrong %s, missed %s", found, wrong, missed)
                .isGreaterThanOrEqualTo(0.90);
        assertThat(flatAlarmed).isLessThanOrEqualTo((int) (0.03 * flat));
        assertThat(outlierAlarms).isZero();
    }

    /// Matches one to one and takes what was matched from the truth.
    private static int match(List<Integer> points, Set<Integer> truth) {
        int matched = 0;
        for (int point : points) {
            Optional<Integer> near =
                    truth.stream().filter(it -> Math.abs(it - point) <= 2).findFirst();
            if (near.isPresent()) {
                truth.remove(near.get());
                matched++;
            }
        }
        return matched;
    }

    private static void assertClose(double actual, JsonNode expected) {
        assertThat(actual)
                .isCloseTo(expected.asDouble(), within(1e-9 * Math.abs(expected.asDouble())));
    }

    private static List<Integer> indices(List<ChangePoint> points) {
        return points.stream().map(ChangePoint::index).toList();
    }

    private static ChangePointSettings settings(JsonNode json) {
        return new ChangePointSettings(
                json.path("window_len").asInt(),
                json.path("max_pvalue").asDouble(),
                json.path("min_magnitude").asDouble());
    }
}
