package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.device.ThrottleReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleReasonsTest {
    /// The bits are those of nvml.h.
    @ParameterizedTest
    @CsvSource({
        "0x002, APPLICATION_CLOCKS",
        "0x004, SW_POWER_CAP",
        "0x008, HW_SLOWDOWN",
        "0x010, SYNC_BOOST",
        "0x020, SW_THERMAL_SLOWDOWN",
        "0x040, HW_THERMAL_SLOWDOWN",
        "0x080, HW_POWER_BRAKE",
        "0x100, DISPLAY_CLOCKS"
    })
    void eachBitHasItsReason(String bits, ThrottleReason reason) {
        assertThat(ThrottleReasons.of(Long.decode(bits))).containsExactly(reason);
    }

    @Test
    void idleIsNoThrottling() {
        assertThat(ThrottleReasons.of(0x1)).isEmpty();
    }

    @Test
    void bitsOfNewerDriversSayNothing() {
        assertThat(ThrottleReasons.of(1L << 40 | 0x4)).containsExactly(ThrottleReason.SW_POWER_CAP);
    }

    @Test
    void severalReasonsCanHoldAtOnce() {
        assertThat(ThrottleReasons.of(0x8 | 0x40))
                .containsExactly(ThrottleReason.HW_SLOWDOWN, ThrottleReason.HW_THERMAL_SLOWDOWN);
    }
}
