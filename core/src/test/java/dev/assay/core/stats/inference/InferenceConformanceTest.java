package dev.assay.core.stats.inference;

import static dev.assay.core.stats.RegressionOracle.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.stats.RegressionOracle;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Two-sample tests, multiplicity and quantiles against SciPy, within 1e-9 of every number; see
/// `conformance/regression/README.md`.
class InferenceConformanceTest {
    private static final JsonNode ORACLE = RegressionOracle.read("stats_oracle.json");

    static Stream<Arguments> twoSample() {
        return ORACLE.path("two_sample")
                .valueStream()
                .map(it -> Arguments.of(it.path("name").asString(), it));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("twoSample")
    void agreesWithSciPy(String name, JsonNode sample) {
        double[] a = doubles(sample.path("a"));
        double[] b = doubles(sample.path("b"));

        Welch plain = Welch.of(a, b);
        // SciPy's t is that of a minus b.
        assertClose(-plain.t(), sample.path("welch").path("t"));
        assertClose(plain.degreesOfFreedom(), sample.path("welch").path("df"));
        assertClose(plain.pValue(), sample.path("welch").path("p"));

        Welch logs = Welch.ofLogs(a, b);
        JsonNode ratio = sample.path("log_ratio_b_over_a");
        assertClose(Math.exp(logs.difference()), ratio.path("ratio"));
        assertClose(logs.pValue(), ratio.path("p"));
        Interval interval = logs.interval(0.95).map(Math::exp);
        assertClose(interval.low(), ratio.path("ci95").get(0));
        assertClose(interval.high(), ratio.path("ci95").get(1));

        MannWhitney asymptotic = MannWhitney.asymptotic(a, b);
        assertClose(asymptotic.u(), sample.path("mwu_asymptotic_cc").path("U"));
        assertClose(asymptotic.pValue(), sample.path("mwu_asymptotic_cc").path("p"));
        if (sample.has("mwu_exact_p")) {
            assertClose(MannWhitney.exact(a, b).pValue(), sample.path("mwu_exact_p"));
        }
        if (sample.has("perm_exact_p_log_mean_diff")) {
            assertClose(
                    PermutationTest.twoSided(logs(a), logs(b)),
                    sample.path("perm_exact_p_log_mean_diff"));
        }
        assertClose(
                Math.exp(HodgesLehmann.of(logs(a), logs(b), 0.5).shift()),
                sample.path("hodges_lehmann_ratio_b_over_a"));
    }

    @Test
    void holdsTheWholeOracle() {
        assertThat(twoSample()).hasSize(29);
    }

    @Test
    void adjustsFamiliesAsSciPyDoes() {
        JsonNode multiplicity = ORACLE.path("multiplicity");
        double[] p = doubles(multiplicity.path("p"));

        assertAllClose(Multiplicity.benjaminiHochberg(p), multiplicity.path("bh"));
        assertAllClose(Multiplicity.benjaminiYekutieli(p), multiplicity.path("by"));
        assertAllClose(Multiplicity.holm(p), multiplicity.path("holm"));
    }

    @Test
    void hasStudentsQuantiles() {
        for (JsonNode row : ORACLE.path("t_quantiles")) {
            assertClose(
                    StudentT.quantile(row.path("p").asDouble(), row.path("df").asDouble()),
                    row.path("t"));
        }
    }

    private static double[] logs(double[] values) {
        return Arrays.stream(values).map(Math::log).toArray();
    }

    private static void assertAllClose(double[] actual, JsonNode expected) {
        assertThat(actual).hasSize(expected.size());
        for (int i = 0; i < actual.length; i++) {
            assertClose(actual[i], expected.get(i));
        }
    }

    private static void assertClose(double actual, JsonNode expected) {
        assertThat(expected.isNumber()).isTrue();
        assertThat(actual)
                .isCloseTo(expected.asDouble(), within(1e-9 * Math.abs(expected.asDouble())));
    }
}
