package dev.assay.engines.cuda;

import dev.assay.core.device.DeviceFacts;

/// One GPU that can be asked.
interface Sensors {
    DeviceFacts facts();

    /// @param processes whether to ask for them as well, which takes the driver longer
    Reading read(boolean processes);
}
