package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.nvml.nvmlClocksEventReasonApplicationsClocksSetting;
import static org.bytedeco.cuda.global.nvml.nvmlClocksEventReasonDisplayClockSetting;
import static org.bytedeco.cuda.global.nvml.nvmlClocksEventReasonSwPowerCap;
import static org.bytedeco.cuda.global.nvml.nvmlClocksEventReasonSwThermalSlowdown;
import static org.bytedeco.cuda.global.nvml.nvmlClocksEventReasonSyncBoost;
import static org.bytedeco.cuda.global.nvml.nvmlClocksThrottleReasonHwPowerBrakeSlowdown;
import static org.bytedeco.cuda.global.nvml.nvmlClocksThrottleReasonHwSlowdown;
import static org.bytedeco.cuda.global.nvml.nvmlClocksThrottleReasonHwThermalSlowdown;

import dev.assay.core.device.ThrottleReason;
import java.util.Arrays;
import java.util.List;

/// NVML's clocks event reasons, a bit each.
final class ThrottleReasons {
    private ThrottleReasons() {}

    /// Bits without a name here, such as that of an idle GPU, say nothing.
    static List<ThrottleReason> of(long bits) {
        return Arrays.stream(ThrottleReason.values())
                .filter(reason -> (bits & bit(reason)) != 0)
                .toList();
    }

    private static long bit(ThrottleReason reason) {
        return switch (reason) {
            case APPLICATION_CLOCKS -> nvmlClocksEventReasonApplicationsClocksSetting;
            case SW_POWER_CAP -> nvmlClocksEventReasonSwPowerCap;
            case HW_SLOWDOWN -> nvmlClocksThrottleReasonHwSlowdown;
            case SYNC_BOOST -> nvmlClocksEventReasonSyncBoost;
            case SW_THERMAL_SLOWDOWN -> nvmlClocksEventReasonSwThermalSlowdown;
            case HW_THERMAL_SLOWDOWN -> nvmlClocksThrottleReasonHwThermalSlowdown;
            case HW_POWER_BRAKE -> nvmlClocksThrottleReasonHwPowerBrakeSlowdown;
            case DISPLAY_CLOCKS -> nvmlClocksEventReasonDisplayClockSetting;
        };
    }
}
