package dev.assay.engines.cuda;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.device.DeviceFacts;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which GPU is the first that CUDA shows under a `CUDA_VISIBLE_DEVICES`.
final class VisibleDevice {
    private VisibleDevice() {}

    /// @param visible value of the variable; unset shows every GPU
    /// @param devices of this host, in PCI bus order
    /// @return index among the devices
    /// @throws AssayException of kind `ENVIRONMENT` if it names none of them
    static int first(@Nullable String visible, List<DeviceFacts> devices) {
        String entry = visible == null ? "0" : visible.split(",", -1)[0].strip();
        for (DeviceFacts device : devices) {
            boolean byUuid = entry.startsWith("GPU-") && device.uuid().startsWith(entry);
            if (byUuid || entry.equals(Integer.toString(device.index()))) {
                return device.index();
            }
        }
        if (entry.startsWith("MIG-")) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "CUDA_VISIBLE_DEVICES names the GPU instance "
                            + entry
                            + ", but sensors belong to whole GPUs: choose a GPU without MIG");
        }
        throw new AssayException(
                ErrorKind.ENVIRONMENT,
                "CUDA_VISIBLE_DEVICES is '%s', which is none of this machine's GPUs: %s"
                        .formatted(
                                visible == null ? "unset" : visible,
                                devices.isEmpty()
                                        ? "the driver shows none"
                                        : devices.stream()
                                                .map(it -> it.index() + " = " + it.uuid())
                                                .collect(Collectors.joining(", "))));
    }
}
