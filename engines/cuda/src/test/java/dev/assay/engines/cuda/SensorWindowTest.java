package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceFacts;
import dev.assay.core.device.DeviceProcess;
import dev.assay.core.device.Range;
import dev.assay.core.device.ThrottleReason;
import dev.assay.core.format.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SensorWindowTest {
    private static final DeviceFacts GPU = Devices.device(0, "GPU-1", Devices.process(7));
    private static final long MEASURED = 100;

    @Test
    void takesOnlyTheReadingsInsideTheWindow() {
        DeviceEvidence evidence = window(1000, 1410, 1530, 1605, 900).between(10, 30, 1, MEASURED);

        assertThat(evidence.readings()).isEqualTo(3);
        assertThat(evidence.smClockMegahertz()).isEqualTo(new Range(1410, 1530, 1605));
    }

    @Test
    void showsTheNearestReadingWhereTheWindowHasNone() {
        DeviceEvidence evidence = window(1000, 1410, 1530).between(12, 18, 1, MEASURED);

        assertThat(evidence.readings()).isZero();
        assertThat(evidence.smClockMegahertz()).isEqualTo(Range.of(1410));
        assertThat(evidence.throttleReasons()).isEmpty();
        assertThat(evidence.energyJoules()).isEmpty();
    }

    @Test
    void collectsEveryReasonOnce() {
        List<Reading> readings =
                List.of(
                        throttled(0, 0x40),
                        throttled(10, 0x1),
                        throttled(20, 0x4),
                        throttled(30, 0x4 | 0x20),
                        throttled(40, 0x8));

        assertThat(new SensorWindow(GPU, readings).between(10, 30, 1, MEASURED).throttleReasons())
                .containsExactly(ThrottleReason.SW_POWER_CAP, ThrottleReason.SW_THERMAL_SLOWDOWN);
    }

    @Test
    void energyIsInterpolatedAtBothEnds() {
        SensorWindow window = energies(100, 102, 106, 110, 118, 120);

        DeviceEvidence evidence = window.between(5, 45, 4, MEASURED);

        assertThat(evidence.energyJoules()).hasValue(119.0 - 101.0);
        assertThat(evidence.joulesPerQuery()).hasValue(18.0 / 4);
    }

    @Test
    void energyAtAReadingIsThatReadings() {
        assertThat(energies(100, 102, 106).energyAt(10)).hasValue(102);
        assertThat(energies(100, 102, 106).energyAt(20)).hasValue(106);
        assertThat(energies(100, 102, 106).energyAt(15).orElseThrow())
                .isCloseTo(104, within(1e-12));
    }

    @Test
    void energyOutsideTheReadingsIsUnknown() {
        assertThat(energies(100, 102).energyAt(-1)).isEqualTo(OptionalDouble.empty());
        assertThat(energies(100, 102).energyAt(11)).isEqualTo(OptionalDouble.empty());
        assertThat(energies(100, 102, 103, 104, 105).between(-1, 40, 1, MEASURED).energyJoules())
                .isEmpty();
    }

    @Test
    void energyOfAShortWindowIsNotGiven() {
        assertThat(energies(100, 102, 104, 106, 108).between(5, 35, 1, MEASURED).energyJoules())
                .isEmpty();
    }

    @Test
    void withoutQueriesThereIsNoEnergyOfAQuery() {
        DeviceEvidence evidence = energies(100, 102, 104, 106, 108).between(0, 40, 0, MEASURED);

        assertThat(evidence.energyJoules()).hasValue(8.0);
        assertThat(evidence.joulesPerQuery()).isEmpty();
    }

    @Test
    void missingSensorsLeaveTheirFieldsEmpty() {
        List<Reading> blind =
                IntStream.range(0, 6)
                        .mapToObj(i ->
                                new Reading(
                                        i * 10L,
                                        Double.NaN,
                                        Double.NaN,
                                        Double.NaN,
                                        Double.NaN,
                                        0,
                                        Double.NaN,
                                        Optional.of(List.of())))
                        .toList();

        DeviceEvidence evidence = new SensorWindow(GPU, blind).between(0, 50, 1, MEASURED);

        assertThat(evidence.readings()).isEqualTo(6);
        assertThat(evidence.powerWatts().median()).isNaN();
        assertThat(evidence.energyJoules()).isEmpty();
        assertThat(evidence.otherProcesses()).isEmpty();
        String json = Json.compact().writeValueAsString(evidence);
        assertThat(Json.compact().readValue(json, DeviceEvidence.class)).isEqualTo(evidence);
    }

    @Test
    void processesSeenInTheWindowCount() {
        List<Reading> readings =
                List.of(
                        processes(0, 7),
                        processes(10, 7, 100),
                        processes(20, 7, 100, 200),
                        processes(30, 7, 100, 300));

        assertThat(new SensorWindow(GPU, readings).between(5, 25, 1, MEASURED).otherProcesses())
                .extracting(DeviceProcess::pid)
                .containsExactly(7L, 200L);
    }

    @Test
    void aWindowWithoutAListUsesTheLastBeforeIt() {
        List<Reading> readings =
                List.of(
                        processes(0, 7),
                        processes(10, 100, 200),
                        throttled(20, 0),
                        processes(30, 100, 300));

        assertThat(new SensorWindow(GPU, readings).between(15, 25, 1, MEASURED).otherProcesses())
                .extracting(DeviceProcess::pid)
                .containsExactly(200L);
    }

    /// A reading every 10 ns, with these SM clocks.
    private static SensorWindow window(double... clocks) {
        return new SensorWindow(
                GPU,
                IntStream.range(0, clocks.length)
                        .mapToObj(i -> reading(i * 10L, clocks[i], 0, 0, Optional.empty()))
                        .toList());
    }

    private static SensorWindow energies(double... joules) {
        return new SensorWindow(
                GPU,
                IntStream.range(0, joules.length)
                        .mapToObj(i -> reading(i * 10L, 1500, 0, joules[i], Optional.empty()))
                        .toList());
    }

    private static Reading throttled(long nanos, long bits) {
        return reading(nanos, 1500, bits, 0, Optional.empty());
    }

    private static Reading processes(long nanos, long... pids) {
        return reading(
                nanos,
                1500,
                0,
                0,
                Optional.of(Arrays.stream(pids).mapToObj(Devices::process).toList()));
    }

    private static Reading reading(
            long nanos,
            double clock,
            long throttle,
            double joules,
            Optional<List<DeviceProcess>> processes) {
        return new Reading(nanos, clock, 6251, 140, 65, throttle, joules, processes);
    }
}
