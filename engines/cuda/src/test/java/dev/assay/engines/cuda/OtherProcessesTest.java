package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.device.DeviceProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

class OtherProcessesTest {
    private static final long MEASURED = 100;

    @Test
    void theMeasuredProcessIsNoOther() {
        assertThat(others(List.of(), List.of(List.of(100L)))).isEmpty();
    }

    @Test
    void oneThatWasThereBeforeIsAnother() {
        assertThat(others(List.of(7L), List.of(List.of(7L, 100L)))).containsExactly(7L);
    }

    @Test
    void oneThatCameLaterIsAnother() {
        assertThat(others(List.of(), List.of(List.of(100L), List.of(100L, 200L))))
                .containsExactly(200L);
    }

    @Test
    void oneThatLeftBeforeTheWindowIsNotCounted() {
        assertThat(others(List.of(7L), List.of(List.of(100L)))).isEmpty();
    }

    @Test
    void aSingleNewNumberIsTheMeasuredProcessSeenFromOutsideItsContainer() {
        assertThat(others(List.of(7L), List.of(List.of(7L, 54321L)))).containsExactly(7L);
    }

    @Test
    void ofTwoNewNumbersTheLaterIsAnother() {
        assertThat(others(List.of(), List.of(List.of(54321L), List.of(54321L, 54400L))))
                .containsExactly(54400L);
    }

    @Test
    void aDriverThatTellsNothingAccusesNobody() {
        assertThat(others(List.of(), List.of(List.of()))).isEmpty();
    }

    private static List<Long> others(List<Long> before, List<List<Long>> during) {
        List<List<DeviceProcess>> lists =
                during.stream().map(OtherProcessesTest::processes).toList();
        return OtherProcesses.among(processes(before), lists, MEASURED).stream()
                .map(DeviceProcess::pid)
                .toList();
    }

    private static List<DeviceProcess> processes(List<Long> pids) {
        return pids.stream().map(Devices::process).toList();
    }
}
