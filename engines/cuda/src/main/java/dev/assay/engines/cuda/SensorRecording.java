package dev.assay.engines.cuda;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceFacts;
import dev.assay.engines.DeviceMonitor;
import java.util.ArrayList;
import java.util.List;

/// Asks a GPU's sensors again and again on a thread of its own.
final class SensorRecording implements DeviceMonitor.Recording {
    private static final long INTERVAL_MILLIS = 50;
    private static final int PROCESSES_EVERY = 10;

    private final Sensors sensors;
    private final DeviceFacts gpu;
    private final List<Reading> readings = new ArrayList<>();
    private final Runnable whenClosed;
    private final Thread thread;

    /// @param whenClosed gives the driver back
    SensorRecording(Sensors sensors, Runnable whenClosed) {
        this.sensors = sensors;
        this.whenClosed = whenClosed;
        this.gpu = sensors.facts();
        take(true);
        thread = Thread.ofPlatform().daemon().name("gpu-sensors").start(this::record);
    }

    private void record() {
        try {
            for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
                Thread.sleep(INTERVAL_MILLIS);
                take(i % PROCESSES_EVERY == 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(boolean processes) {
        synchronized (readings) {
            readings.add(sensors.read(processes));
        }
    }

    @Override
    public DeviceEvidence between(long fromNanos, long toNanos, long queries, long measured) {
        // The window's end then lies between two readings, as its begin does.
        take(true);
        synchronized (readings) {
            return new SensorWindow(gpu, readings).between(fromNanos, toNanos, queries, measured);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        whenClosed.run();
    }
}
