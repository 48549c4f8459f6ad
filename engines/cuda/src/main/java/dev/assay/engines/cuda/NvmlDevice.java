package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.nvml.NVML_CLOCK_MEM;
import static org.bytedeco.cuda.global.nvml.NVML_CLOCK_SM;
import static org.bytedeco.cuda.global.nvml.NVML_DEVICE_MIG_ENABLE;
import static org.bytedeco.cuda.global.nvml.NVML_FEATURE_ENABLED;
import static org.bytedeco.cuda.global.nvml.NVML_SUCCESS;
import static org.bytedeco.cuda.global.nvml.NVML_TEMPERATURE_GPU;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetApplicationsClock;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetClockInfo;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetCudaComputeCapability;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetCurrentClocksThrottleReasons;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetDefaultApplicationsClock;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetEccMode;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetEnforcedPowerLimit;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetHandleByIndex_v2;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetMaxClockInfo;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetMemoryInfo;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetMigMode;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetName;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetPersistenceMode;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetPowerUsage;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetTemperature;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetTotalEnergyConsumption;
import static org.bytedeco.cuda.global.nvml.nvmlDeviceGetUUID;
import static org.bytedeco.cuda.global.nvml.nvmlSystemGetCudaDriverVersion_v2;
import static org.bytedeco.cuda.global.nvml.nvmlSystemGetDriverVersion;

import dev.assay.core.device.DeviceFacts;
import dev.assay.core.device.DeviceSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bytedeco.cuda.nvml.nvmlDevice_st;
import org.bytedeco.cuda.nvml.nvmlMemory_t;

/// One GPU as NVML sees it. Not every GPU has every sensor.
///
/// Only functions of the oldest driver that CUDA 12 runs on are used: a call of one that the driver
/// lacks would end the process. So the reasons for low clocks are asked for under their old name.
final class NvmlDevice implements Sensors {
    private static final int TEXT_BYTES = 96;

    /// CUDA 13 calls them deprecated and CUDA 14 is to have none.
    private static final boolean HAS_APPLICATION_CLOCKS =
            exported("nvmlDeviceGetApplicationsClock")
                    && exported("nvmlDeviceGetDefaultApplicationsClock");

    private final int index;
    private final nvmlDevice_st handle = new nvmlDevice_st();
    private final NvmlProcesses processes = new NvmlProcesses(handle);
    private final int[] number = new int[1];
    private final int[] second = new int[1];
    private final long[] large = new long[1];
    private final byte[] text = new byte[TEXT_BYTES];

    NvmlDevice(int index) {
        this.index = index;
        Nvml.check(nvmlDeviceGetHandleByIndex_v2(index, handle), "find GPU " + index);
    }

    @Override
    public DeviceFacts facts() {
        Nvml.check(nvmlDeviceGetUUID(handle, text, TEXT_BYTES), "read a UUID");
        String uuid = text();
        Nvml.check(nvmlDeviceGetName(handle, text, TEXT_BYTES), "read a name");
        String name = text();
        Nvml.check(nvmlSystemGetDriverVersion(text, TEXT_BYTES), "read the driver's version");
        String driver = text();
        Nvml.check(nvmlSystemGetCudaDriverVersion_v2(number), "read the CUDA version");
        String cuda = number[0] / 1000 + "." + number[0] % 1000 / 10;
        Nvml.check(
                nvmlDeviceGetCudaComputeCapability(handle, number, second),
                "read the compute capability");
        return new DeviceFacts(
                index,
                uuid,
                name,
                driver,
                cuda,
                number[0] + "." + second[0],
                memoryBytes(),
                (int) value(nvmlDeviceGetMaxClockInfo(handle, NVML_CLOCK_SM, number)),
                settings(),
                processes.list());
    }

    private DeviceSettings settings() {
        return new DeviceSettings(
                value(nvmlDeviceGetEnforcedPowerLimit(handle, number)) / 1e3,
                value(nvmlDeviceGetPersistenceMode(handle, number)) == NVML_FEATURE_ENABLED,
                value(nvmlDeviceGetMigMode(handle, number, second)) == NVML_DEVICE_MIG_ENABLE,
                value(nvmlDeviceGetEccMode(handle, number, second)) == NVML_FEATURE_ENABLED,
                HAS_APPLICATION_CLOCKS
                        ? clockPolicy(
                                value(
                                        nvmlDeviceGetApplicationsClock(
                                                handle, NVML_CLOCK_SM, number)),
                                value(
                                        nvmlDeviceGetDefaultApplicationsClock(
                                                handle, NVML_CLOCK_SM, number)))
                        : DeviceSettings.DEFAULT_CLOCKS);
    }

    private static boolean exported(String function) {
        try {
            return SymbolLookup.libraryLookup("libnvidia-ml.so.1", Arena.global())
                    .find(function)
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false; // No driver: whoever opens NVML is told so.
        }
    }

    /// @param set application clock of the multiprocessors in MHz, NaN where the driver has none
    /// @param usual what it is unless somebody sets it, likewise
    static String clockPolicy(double set, double usual) {
        return Double.isNaN(set) || set == usual
                ? DeviceSettings.DEFAULT_CLOCKS
                : "application clocks " + Math.round(set) + " MHz";
    }

    @Override
    public Reading read(boolean withProcesses) {
        long nanos = System.nanoTime();
        boolean counted = nvmlDeviceGetTotalEnergyConsumption(handle, large) == NVML_SUCCESS;
        double joules = counted ? large[0] / 1e3 : Double.NaN;
        boolean told = nvmlDeviceGetCurrentClocksThrottleReasons(handle, large) == NVML_SUCCESS;
        long throttle = told ? large[0] : 0;
        return new Reading(
                nanos,
                value(nvmlDeviceGetClockInfo(handle, NVML_CLOCK_SM, number)),
                value(nvmlDeviceGetClockInfo(handle, NVML_CLOCK_MEM, number)),
                value(nvmlDeviceGetPowerUsage(handle, number)) / 1e3,
                value(nvmlDeviceGetTemperature(handle, NVML_TEMPERATURE_GPU, number)),
                throttle,
                joules,
                withProcesses ? Optional.of(processes.list()) : Optional.empty());
    }

    private double value(int code) {
        return code == NVML_SUCCESS ? Integer.toUnsignedLong(number[0]) : Double.NaN;
    }

    private String text() {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    private long memoryBytes() {
        try (nvmlMemory_t memory = new nvmlMemory_t()) {
            Nvml.check(nvmlDeviceGetMemoryInfo(handle, memory), "read the size of the memory");
            return memory.total();
        }
    }
}
