package dev.assay.engines.cuda;

import dev.assay.core.device.DeviceProcess;
import java.util.List;
import java.util.Optional;

/// What a GPU's sensors said at one moment; NaN where it has no such sensor.
///
/// @param nanos of {@link System#nanoTime}, taken before the sensors were asked
/// @param throttle NVML's bits
/// @param energyJoules of a counter that only grows
/// @param processes that held its memory, where they were asked for
record Reading(
        long nanos,
        double smClockMegahertz,
        double memoryClockMegahertz,
        double powerWatts,
        double temperatureCelsius,
        long throttle,
        double energyJoules,
        Optional<List<DeviceProcess>> processes) {}
