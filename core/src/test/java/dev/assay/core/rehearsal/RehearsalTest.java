package dev.assay.core.rehearsal;

import static dev.assay.core.run.RunFixtures.CASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.comparison.ComparisonRow;
import dev.assay.core.comparison.Turn.Stage;
import dev.assay.core.noise.Calibration;
import dev.assay.core.noise.CalibrationRow;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunFixtures;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    private static final Rehearsal REHEARSAL = new Rehearsal(5, 20, 0.03, 1);

    @TempDir Path folder;

    @Test
    void findsASlowdownThatIsThereAndNoneThatIsNot() {
        Map<CaseId, List<Double>> quiet = Map.of(CASE, pool(40, 1, 0.004, 1));
        Map<CaseId, List<Double>> slower = Map.of(CASE, pool(40, 2, 0.004, 1.05));

        assertThat(REHEARSAL.same(quiet).anyChanged()).isZero();
        assertThat(REHEARSAL.same(quiet).cases().getFirst().of(Verdict.UNCHANGED)).isEqualTo(20);
        assertThat(REHEARSAL.against(quiet, slower).cases().getFirst().of(Verdict.REGRESSED))
                .isEqualTo(20);
    }

    @Test
    void callsANoisyPoolOpenAndNotUnchanged() {
        Map<CaseId, List<Double>> noisy = Map.of(CASE, pool(40, 1, 0.08, 1));
        Map<CaseId, List<Double>> slower = Map.of(CASE, pool(40, 2, 0.08, 1.05));

        Rehearsal.Count count = REHEARSAL.against(noisy, slower).cases().getFirst();

        assertThat(count.of(Verdict.UNCHANGED)).isZero();
        assertThat(count.of(Verdict.IMPROVED)).isZero();
        assertThat(count.decidable().orElseThrow()).isGreaterThan(0.10);
    }

    @Test
    void drawsTheSameAgainAndNothingFromPoolsThatAreTooSmall() {
        Map<CaseId, List<Double>> pool = Map.of(CASE, pool(40, 3, 0.02, 1));

        assertThat(REHEARSAL.same(pool)).isEqualTo(REHEARSAL.same(pool));
        assertThat(REHEARSAL.same(Map.of(CASE, pool(9, 3, 0.02, 1))).cases()).isEmpty();
    }

    @Test
    void calibratesTheSpreadOfBothSidesTogetherAndKeepsTheLatest() {
        // Logarithms ±0.01 about each side's mean: variance 4·1e-4/3 on each side, by hand.
        List<Double> a = logs(0.01, -0.01, 0.01, -0.01);
        CalibrationRow row = calibrate(a, a);

        assertThat(row.deviation()).isCloseTo(Math.sqrt(4e-4 / 3), within(1e-12));
        assertThat(row.degreesOfFreedom()).isEqualTo(6);
        assertThat(row.floor()).isZero();
        CalibrationRow biased = calibrate(a, logs(0.06, 0.04, 0.06, 0.04));
        assertThat(biased.floor()).isCloseTo(Math.expm1(0.05), within(1e-12));

        Calibration.append(folder, RunFixtures.HOST.id(), List.of(row));
        Calibration.append(folder, RunFixtures.HOST.id(), List.of(biased));
        assertThat(Calibration.read(folder, RunFixtures.HOST.id()).find(CASE, row.boundary()))
                .contains(biased);
        assertThat(
                        Calibration.read(folder, RunFixtures.HOST.id())
                                .find(CASE, MeasurementBoundary.DEVICE_COMPUTE))
                .isEmpty();
    }

    private static CalibrationRow calibrate(List<Double> a, List<Double> b) {
        return Calibrator.calibrate(
                        new ComparisonRow(
                                ComparisonRow.SCHEMA,
                                CASE,
                                Stage.CONFIRM,
                                "fork",
                                MeasurementBoundary.HOST_END_TO_END,
                                a,
                                b,
                                0.03,
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(),
                                Optional.empty()),
                        "run-1",
                        Instant.EPOCH)
                .orElseThrow();
    }

    private static List<Double> logs(double... logs) {
        return IntStream.range(0, logs.length).mapToObj(i -> Math.exp(logs[i])).toList();
    }

    private static List<Double> pool(int count, long seed, double spread, double factor) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> 0.01 * factor * Math.exp(spread * random.nextGaussian()))
                .toList();
    }
}
