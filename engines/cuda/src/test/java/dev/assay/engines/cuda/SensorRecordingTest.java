package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceFacts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SensorRecordingTest {
    private final FakeSensors sensors = new FakeSensors();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void readsFromBeforeItsStartReturnsUntilTheWindowIsAskedFor() {
        try (SensorRecording recording = new SensorRecording(sensors, closed::incrementAndGet)) {
            DeviceEvidence evidence = recording.between(0, Long.MAX_VALUE, 10, 1);

            assertThat(evidence.readings()).isGreaterThanOrEqualTo(2);
            assertThat(evidence.uuid()).isEqualTo("GPU-1");
            assertThat(evidence.otherProcesses()).isEmpty();
        }
    }

    @Test
    void goesOnReadingByItself() throws InterruptedException {
        SensorRecording recording = new SensorRecording(sensors, closed::incrementAndGet);
        sensors.several.await();
        recording.close();

        assertThat(sensors.reads).hasValueGreaterThanOrEqualTo(3);
    }

    @Test
    void givesTheDriverBackWhenNothingReadsAnyMore() {
        new SensorRecording(sensors, closed::incrementAndGet).close();
        int reads = sensors.reads.get();

        assertThat(closed).hasValue(1);
        assertThat(sensors.reads).hasValue(reads);
    }

    /// A GPU whose clock of nanoseconds ticks once a reading.
    private static final class FakeSensors implements Sensors {
        private final AtomicInteger reads = new AtomicInteger();
        private final CountDownLatch several = new CountDownLatch(3);

        @Override
        public DeviceFacts facts() {
            return Devices.device(0, "GPU-1");
        }

        @Override
        public Reading read(boolean processes) {
            several.countDown();
            return new Reading(
                    reads.incrementAndGet(),
                    1500,
                    6251,
                    140,
                    65,
                    0,
                    Double.NaN,
                    processes ? Optional.of(List.of()) : Optional.empty());
        }
    }
}
