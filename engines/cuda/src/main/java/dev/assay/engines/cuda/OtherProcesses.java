package dev.assay.engines.cuda;

import dev.assay.core.device.DeviceProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells a measured process from others that hold memory of its GPU.
///
/// Inside a container the driver counts processes as the host does, so the measured one may go
/// under a number that nobody in the container knows. It began after the readings did: if its own
/// number is not among those seen, the first new one is taken for it.
final class OtherProcesses {
    private OtherProcesses() {}

    /// @param before held memory when the readings began
    /// @param during lists of one window, in order
    /// @param measured number of the measured process as it knows itself
    static List<DeviceProcess> among(
            List<DeviceProcess> before, List<List<DeviceProcess>> during, long measured) {
        Map<Long, DeviceProcess> seen = new LinkedHashMap<>();
        during.forEach(list -> list.forEach(process -> seen.put(process.pid(), process)));
        if (seen.remove(measured) == null) {
            Set<Long> known = new HashSet<>();
            before.forEach(process -> known.add(process.pid()));
            seen.keySet().stream()
                    .filter(pid -> !known.contains(pid))
                    .findFirst()
                    .ifPresent(seen::remove);
        }
        return new ArrayList<>(seen.values());
    }
}
