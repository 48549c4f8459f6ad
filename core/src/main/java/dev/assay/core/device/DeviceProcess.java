package dev.assay.core.device;

/// A process that holds memory of a device.
///
/// @param name of its program, as far as it can be seen
/// @param memoryBytes of the device that it holds; -1 where the driver does not say
public record DeviceProcess(long pid, String name, long memoryBytes) {
    @Override
    public String toString() {
        String memory = memoryBytes < 0 ? "memory unknown" : (memoryBytes >> 20) + " MiB";
        return name + " (pid " + pid + ", " + memory + ")";
    }
}
