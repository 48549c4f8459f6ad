package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.cudaErrorMemoryAllocation;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorName;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;
import static org.bytedeco.cuda.global.cudart.cudaSuccess;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;

/// Status codes of CUDA calls.
public final class Cuda {
    private Cuda() {}

    /// @param what was being done, for the message
    /// @throws AssayException of kind `INFERENCE` unless the code is that of success
    public static void check(int code, String what) {
        if (code != cudaSuccess) {
            String advice =
                    code == cudaErrorMemoryAllocation
                            ? ". Use a smaller batch, or end what else uses the GPU (nvidia-smi)"
                            : "";
            throw new AssayException(
                    ErrorKind.INFERENCE, "CUDA failed to " + what + ": " + describe(code) + advice);
        }
    }

    /// For example `cudaErrorIllegalAddress (700), an illegal memory access was encountered`.
    static String describe(int code) {
        return "%s (%d), %s"
                .formatted(
                        cudaGetErrorName(code).getString(),
                        code,
                        cudaGetErrorString(code).getString());
    }
}
