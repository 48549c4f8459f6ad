package dev.assay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceProcess;
import dev.assay.core.device.Range;
import dev.assay.core.device.ThrottleReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeviceRulesTest {
    private static final Range STEADY = Range.of(1680, 1695, 1695);
    private static final DeviceProcess OTHER = new DeviceProcess(77, "train.py", 3L << 30);

    @Test
    void findsNothingWrongWithAQuietCard() {
        DeviceEvidence quiet = evidence(STEADY, List.of(), List.of());

        assertThat(DeviceRules.invalid(quiet, false)).isEmpty();
        assertThat(DeviceRules.notes(quiet, false)).isEmpty();
    }

    @Test
    void notesACardAtItsPowerLimitAndKeepsItsTimes() {
        DeviceEvidence limited =
                evidence(
                        Range.of(1410, 1530, 1695),
                        List.of(ThrottleReason.SW_POWER_CAP),
                        List.of());

        assertThat(DeviceRules.invalid(limited, false)).isEmpty();
        assertThat(DeviceRules.notes(limited, false))
                .containsExactly(
                        "clocks held down: power limit reached",
                        "the SM clock moved between 1410 and 1695 MHz");
    }

    @Test
    void refusesTimesOfACardThatWasTooHot() {
        DeviceEvidence hot =
                evidence(STEADY, List.of(ThrottleReason.HW_THERMAL_SLOWDOWN), List.of());

        assertThat(DeviceRules.invalid(hot, true))
                .singleElement()
                .asString()
                .contains("too hot, slowed by the hardware");
    }

    @Test
    void refusesASharedCardUnlessThatWasAccepted() {
        DeviceEvidence shared = evidence(STEADY, List.of(), List.of(OTHER));

        assertThat(DeviceRules.invalid(shared, true)).isEmpty();
        assertThat(DeviceRules.notes(shared, true)).singleElement().asString().contains("train.py");
        assertThat(DeviceRules.invalid(shared, false))
                .singleElement()
                .asString()
                .contains("train.py (pid 77, 3072 MiB)", "--allow-shared");
    }

    private static DeviceEvidence evidence(
            Range smClock, List<ThrottleReason> reasons, List<DeviceProcess> others) {
        return new DeviceEvidence(
                "GPU-1",
                "Made-up A1",
                30,
                smClock,
                Range.of(6251),
                Range.of(140, 149, 151),
                150,
                Range.of(60, 61, 62),
                reasons,
                Optional.of(220.0),
                Optional.of(0.4),
                others,
                Optional.empty());
    }
}
