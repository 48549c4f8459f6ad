package dev.assay.core.device;

/// Why a GPU ran below the clock it was asked for, as its driver says (NVML's clocks event
/// reasons). Being idle is not among them.
public enum ThrottleReason {
    APPLICATION_CLOCKS("clocks set by the user", false),
    SW_POWER_CAP("power limit reached", false),
    HW_SLOWDOWN("hardware slowdown, for heat or supply", true),
    SYNC_BOOST("held to the clock of other GPUs", false),
    SW_THERMAL_SLOWDOWN("too warm, slowed by the driver", true),
    HW_THERMAL_SLOWDOWN("too hot, slowed by the hardware", true),
    HW_POWER_BRAKE("power brake from outside", true),
    DISPLAY_CLOCKS("clocks set for a display", false);

    private final String words;
    private final boolean invalidates;

    ThrottleReason(String words, boolean invalidates) {
        this.words = words;
        this.invalidates = invalidates;
    }

    public String words() {
        return words;
    }

    /// Whether times taken meanwhile may not be used.
    public boolean invalidates() {
        return invalidates;
    }
}
