package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.CUDART_VERSION;
import static org.bytedeco.cuda.global.cudart.cudaDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaErrorInsufficientDriver;
import static org.bytedeco.cuda.global.cudart.cudaErrorNoDevice;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceCount;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceProperties;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.cudart.cudaSuccess;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.IOException;
import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.SizeTPointer;
import org.jspecify.annotations.Nullable;

/// The GPU that CUDA shows to this process as its first.
///
/// @param computeCapability for example `8.6`
/// @param driverVersion newest CUDA version of the driver, as CUDA counts: 12040 is 12.4
public record CudaDevice(
        String name, String computeCapability, long memoryBytes, int driverVersion) {
    /// Within a major version newer runtimes work with older drivers. The bindings' own constant is
    /// no help: the compiler has put that of the line we are built with here.
    private static final int OLDEST_DRIVER = oldestDriver(bindings());

    /// Device memory at one moment, of all processes.
    public record Memory(long freeBytes, long totalBytes) {}

    /// Makes sure that there is a working GPU and makes it the calling thread's.
    ///
    /// To be called before anything of TensorRT: without a driver that aborts the process.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` that says what is missing
    public static CudaDevice open() {
        int[] driver = new int[1];
        try {
            int[] count = new int[1];
            cudaDriverGetVersion(driver);
            int code = cudaGetDeviceCount(count);
            if (code == cudaErrorInsufficientDriver) {
                throw environment(tooOld(driver[0]));
            }
            if (code == cudaErrorNoDevice || (code == cudaSuccess && count[0] == 0)) {
                throw environment(invisible(System.getenv("CUDA_VISIBLE_DEVICES")));
            }
            require(code, "count the GPUs");
            if (driver[0] < OLDEST_DRIVER) {
                throw environment(tooOld(driver[0]));
            }
            require(cudaSetDevice(0), "use the first GPU");
        } catch (LinkageError e) {
            throw LoadFailure.explain(e);
        }
        return describe(driver[0]);
    }

    private static CudaDevice describe(int driver) {
        try (cudaDeviceProp properties = new cudaDeviceProp()) {
            require(cudaGetDeviceProperties(properties, 0), "describe the first GPU");
            return new CudaDevice(
                    properties.name().getString(),
                    properties.major() + "." + properties.minor(),
                    properties.totalGlobalMem(),
                    driver);
        }
    }

    /// What is free now; an engine's share is the difference between two answers.
    public static Memory memory() {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            require(cudaMemGetInfo(free, total), "ask for the GPU's memory");
            return new Memory(free.get(), total.get());
        }
    }

    /// @param bindings their version, e.g. `13.1-9.19-1.5.13`; empty if it is not known
    static int oldestDriver(String bindings) {
        String major = bindings.substring(0, Math.max(0, bindings.indexOf('.')));
        return major.matches("\\d{1,3}")
                ? Integer.parseInt(major) * 1000
                : CUDART_VERSION / 1000 * 1000;
    }

    private static String bindings() {
        try {
            String version = Loader.getVersion("org.bytedeco", "cuda");
            return version == null ? "" : version;
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    static String tooOld(int driver) {
        if (driver == 0) {
            return "No NVIDIA driver is loaded: install it, or see why 'nvidia-smi' fails";
        }
        return ("The NVIDIA driver is too old: it knows CUDA %s, this engine needs %s or newer."
                        + " Install a newer driver")
                .formatted(version(driver), version(OLDEST_DRIVER));
    }

    static String invisible(@Nullable String visible) {
        if (visible == null) {
            return "The NVIDIA driver shows no GPU to this process: see what 'nvidia-smi' says";
        }
        return ("No GPU is visible: CUDA_VISIBLE_DEVICES is '%s'. Name one that 'nvidia-smi -L'"
                        + " lists, by index or UUID")
                .formatted(visible);
    }

    private static String version(int number) {
        return number / 1000 + "." + number % 1000 / 10;
    }

    private static void require(int code, String what) {
        if (code != cudaSuccess) {
            throw environment(
                    "CUDA failed to "
                            + what
                            + ": "
                            + Cuda.describe(code)
                            + ". Check that 'nvidia-smi' works on this machine");
        }
    }

    private static AssayException environment(String message) {
        return new AssayException(ErrorKind.ENVIRONMENT, message);
    }
}
