// Starting kernels, and choosing how rows are laid out over lanes.
#pragma once

#include <atomic>
#include <cstdint>

#include "common/pack.cuh"

namespace assay {

/// More shared memory than 48 KiB a block must be asked for, kernel by kernel. Kernels with dynamic memory declare less
/// than 8 KiB of their own, which counts along.
constexpr std::size_t SHARED_WITHOUT_ASKING = 40 * 1024;

/// Starts a kernel on a stream. Nothing here waits or allocates, so it can be captured into a CUDA graph.
template <typename... Parameters, typename... Arguments>
cudaError_t launch(void (*kernel)(Parameters...), dim3 grid, dim3 block, std::size_t shared, cudaStream_t stream,
                   const Arguments&... arguments) {
#ifdef ASSAY_EMULATE
    (void) stream;
    emulation::run([&] { kernel(static_cast<Parameters>(arguments)...); }, grid, block, shared);
    return cudaSuccess;
#else
    if (shared > SHARED_WITHOUT_ASKING) {
        const cudaError_t status =
            cudaFuncSetAttribute(reinterpret_cast<const void*>(kernel), cudaFuncAttributeMaxDynamicSharedMemorySize,
                                 static_cast<int>(shared));
        if (status != cudaSuccess) return status;
    }
    // clang-format off
    kernel<<<grid, block, shared, stream>>>(static_cast<Parameters>(arguments)...);
    // clang-format on
    return cudaGetLastError();
#endif
}

/// The most dynamic shared memory a block may ask for on the current GPU, in bytes; 0 if there is none.
inline std::size_t largestShared() {
    int device = 0;
    int bytes = 0;
    if (cudaGetDevice(&device) != cudaSuccess) return 0;
    if (cudaDeviceGetAttribute(&bytes, cudaDevAttrMaxSharedMemoryPerBlockOptin, device) != cudaSuccess) return 0;
    return static_cast<std::size_t>(bytes);
}

/// Whether a row of `width` FP32 values fits a block that may have `sharedBytes`.
inline bool fitsShared(int width, std::size_t sharedBytes) {
    return sizeof(float) * static_cast<std::size_t>(width) + 256 <= sharedBytes;  // 256: scratch of the block's sums
}

/// 10 × major + minor of the current GPU; 0 if there is none.
inline int computeCapability() {
    int device = 0;
    int major = 0;
    int minor = 0;
    if (cudaGetDevice(&device) != cudaSuccess) return 0;
    cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device);
    cudaDeviceGetAttribute(&minor, cudaDevAttrComputeCapabilityMinor, device);
    return 10 * major + minor;
}

/// Multiprocessors of the current GPU; 1 if there is none.
inline int multiprocessors() {
    int device = 0;
    int count = 0;
    if (cudaGetDevice(&device) != cudaSuccess) return 1;
    if (cudaDeviceGetAttribute(&count, cudaDevAttrMultiProcessorCount, device) != cudaSuccess) return 1;
    return count > 0 ? count : 1;
}

/// Whether the memory of a GPU, the current one, brings 30 GB/s and more for each multiprocessor: an H200's 37, not an
/// H100's 25 or an A10's 8. Kernels then have to keep more on its way, for which they pay where memory is slower anyway.
inline bool hasFastMemory(int device) {
    int kilohertz = 0;
    int bits = 0;
    if (cudaDeviceGetAttribute(&kilohertz, cudaDevAttrMemoryClockRate, device) != cudaSuccess) return false;
    if (cudaDeviceGetAttribute(&bits, cudaDevAttrGlobalMemoryBusWidth, device) != cudaSuccess) return false;
    const double bytesPerSecond = 2.0 * 1e3 * kilohertz * bits / 8;  // two transfers a clock
    return bytesPerSecond >= 30e9 * multiprocessors();
}

/// hasFastMemory of the current GPU, each asked once: a clock may be read over the bus, and every launch of AUTO wants it.
inline bool fastMemory() {
    constexpr int DEVICES = 64;
    static std::atomic<signed char> known[DEVICES];  // 0: not asked yet, 1: fast, -1: not
    int device = 0;
    if (cudaGetDevice(&device) != cudaSuccess) return false;
    if (device >= DEVICES) return hasFastMemory(device);
    signed char answer = known[device].load(std::memory_order_relaxed);
    if (answer == 0) {
        answer = hasFastMemory(device) ? 1 : -1;
        known[device].store(answer, std::memory_order_relaxed);
    }
    return answer > 0;
}

inline bool aligned(const void* pointer, std::size_t bytes) {
    return reinterpret_cast<std::uintptr_t>(pointer) % bytes == 0;
}

inline bool fitsGrid(std::int64_t blocks) { return blocks > 0 && blocks <= 0x7fffffff; }

}  // namespace assay
