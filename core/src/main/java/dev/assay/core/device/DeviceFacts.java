package dev.assay.core.device;

import java.util.List;

/// What a GPU is and how it is set up.
///
/// @param index in PCI bus order
/// @param uuid as the driver names it, `GPU-…`
/// @param driver version of the kernel driver, for example `550.54.15`
/// @param cudaVersion newest CUDA version that the driver knows, for example `12.4`
/// @param computeCapability for example `8.6`
/// @param maxSmClockMegahertz highest clock of the multiprocessors
/// @param processes that hold its memory
public record DeviceFacts(
        int index,
        String uuid,
        String name,
        String driver,
        String cudaVersion,
        String computeCapability,
        long memoryBytes,
        int maxSmClockMegahertz,
        DeviceSettings settings,
        List<DeviceProcess> processes) {
    public DeviceFacts {
        processes = List.copyOf(processes);
    }
}
