package dev.assay.core.device;

import java.util.List;
import java.util.Optional;

/// What a GPU did while a fork measured, as its driver's own sensors say.
///
/// @param uuid of the GPU
/// @param readings taken inside the measured window
/// @param powerLimitWatts enforced; an A10 lives at its limit
/// @param throttleReasons seen in at least one reading, each once
/// @param energyJoules taken up in the window; absent where the GPU has no counter
/// @param joulesPerQuery that energy by the queries of the window
/// @param otherProcesses that held memory of the GPU meanwhile
/// @param memory of the engine, where it can be told
public record DeviceEvidence(
        String uuid,
        String name,
        int readings,
        Range smClockMegahertz,
        Range memoryClockMegahertz,
        Range powerWatts,
        double powerLimitWatts,
        Range temperatureCelsius,
        List<ThrottleReason> throttleReasons,
        Optional<Double> energyJoules,
        Optional<Double> joulesPerQuery,
        List<DeviceProcess> otherProcesses,
        Optional<DeviceMemory> memory) {
    public DeviceEvidence {
        throttleReasons = List.copyOf(throttleReasons);
        otherProcesses = List.copyOf(otherProcesses);
    }

    public DeviceEvidence withMemory(DeviceMemory taken) {
        return new DeviceEvidence(
                uuid,
                name,
                readings,
                smClockMegahertz,
                memoryClockMegahertz,
                powerWatts,
                powerLimitWatts,
                temperatureCelsius,
                throttleReasons,
                energyJoules,
                joulesPerQuery,
                otherProcesses,
                Optional.of(taken));
    }
}
