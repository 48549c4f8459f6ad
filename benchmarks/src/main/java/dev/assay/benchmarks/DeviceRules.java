package dev.assay.benchmarks;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.DeviceProcess;
import dev.assay.core.device.ThrottleReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a GPU's sensors say about whether its times may be used.
///
/// A clock held down by the power limit is how a card of 150 W lives: it is noted. A card that had
/// to be slowed down for its heat or its supply, or that worked for others, was not measured.
final class DeviceRules {
    /// SM clock within a window, smallest under largest: beyond it the clock is worth a note.
    private static final double STEADY_CLOCK = 0.97;

    private DeviceRules() {}

    static List<String> invalid(DeviceEvidence evidence, boolean sharedDevice) {
        List<String> reasons = new ArrayList<>();
        for (ThrottleReason reason : evidence.throttleReasons()) {
            if (reason.invalidates()) {
                reasons.add("the GPU was slowed down: " + reason.words());
            }
        }
        if (!sharedDevice && !evidence.otherProcesses().isEmpty()) {
            reasons.add(
                    "another process used the GPU: "
                            + names(evidence)
                            + " (--allow-shared accepts that)");
        }
        return reasons;
    }

    private static String names(DeviceEvidence evidence) {
        return evidence.otherProcesses().stream()
                .map(DeviceProcess::toString)
                .collect(Collectors.joining(", "));
    }

    static List<String> notes(DeviceEvidence evidence, boolean sharedDevice) {
        List<String> notes = new ArrayList<>();
        if (sharedDevice && !evidence.otherProcesses().isEmpty()) {
            notes.add("shared with other processes: " + names(evidence));
        }
        for (ThrottleReason reason : evidence.throttleReasons()) {
            if (!reason.invalidates()) {
                notes.add("clocks held down: " + reason.words());
            }
        }
        double low = evidence.smClockMegahertz().min();
        double high = evidence.smClockMegahertz().max();
        if (low < STEADY_CLOCK * high) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "the SM clock moved between %.0f and %.0f MHz",
                            low,
                            high));
        }
        if (evidence.readings() == 0) {
            notes.add("the GPU's sensors gave no reading in the measured window");
        }
        return notes;
    }
}
