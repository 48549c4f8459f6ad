package dev.assay.cli;

import dev.assay.cli.device.DriverSupport;
import dev.assay.cli.device.HostDevices;
import dev.assay.core.device.DeviceFacts;
import dev.assay.core.device.DeviceProcess;
import dev.assay.engines.EngineRuntime;
import java.util.Locale;
import java.util.stream.Collectors;

/// The doctor's part about GPUs: which there are, what their driver can do, who uses them.
final class DeviceCheck {
    private final Findings findings;

    DeviceCheck(Findings findings) {
        this.findings = findings;
    }

    /// Takes down one finding.
    interface Findings {
        void say(boolean good, String what, String found);
    }

    void check(AssayHome home, EngineRuntime runtime) {
        if (!home.gpuInstalled()) {
            findings.say(
                    true,
                    "GPU engines",
                    home.released()
                            ? "not in this release: one made by ./run-all.sh --gpu release in a clone"
                                    + " has them"
                            : "not installed: ./run-all.sh --gpu installs them, and says what it"
                                    + " downloads (4.2 GiB) and unpacks (5.5 GiB) before it does");
        }
        HostDevices found = HostDevices.find(runtime, HostDevices.folder(home.cache()));
        if (found.devices().isEmpty()) {
            findings.say(
                    !home.gpuInstalled(),
                    "GPU",
                    "none: " + found.problem().orElse("the driver shows none"));
            return;
        }
        found.devices().forEach(this::device);
        DeviceFacts first = found.devices().getFirst();
        DriverSupport support = DriverSupport.of(first.driver(), first.computeCapability());
        findings.say(support.works(), "GPU driver", first.driver() + ": " + support.sentence());
    }

    private void device(DeviceFacts device) {
        findings.say(
                true,
                "GPU " + device.index(),
                String.format(
                        Locale.ROOT,
                        "%s, compute capability %s, %d MiB, limit %.0f W%s",
                        device.name(),
                        device.computeCapability(),
                        device.memoryBytes() >> 20,
                        device.settings().powerLimitWatts(),
                        device.settings().mig() ? ", split by MIG" : ""));
        if (!device.processes().isEmpty()) {
            findings.say(
                    false,
                    "GPU " + device.index(),
                    "in use: "
                            + device.processes().stream()
                                    .map(DeviceProcess::toString)
                                    .collect(Collectors.joining(", ")));
        }
    }
}
