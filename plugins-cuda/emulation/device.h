// The part of CUDA's device language that the kernels here use, for an ordinary C++ compiler.
//
// Every thread of a block is a fiber on the CPU, and barriers and shuffles switch between them. Slow, but the kernels'
// own source runs, index arithmetic and reductions included, on a machine without a GPU. What it cannot show: races
// (fibers switch at barriers only), the GPU's approximate functions, and anything about speed.
#pragma once

#include <cuda_runtime_api.h>
#include <vector_functions.h>
#include <vector_types.h>

#include <cmath>
#include <cstddef>
#include <cstring>
#include <functional>

#undef __shared__
#undef __global__
#undef __device__
#undef __launch_bounds__
#define __shared__ static
#define __global__
#define __device__
#define __launch_bounds__(...)
#define ASSAY_DYNAMIC_SHARED(TYPE, NAME) TYPE* NAME = reinterpret_cast<TYPE*>(assay::emulation::dynamicShared())

namespace assay::emulation {

/// The most shared memory an emulated block may ask for: an H100's.
constexpr std::size_t SHARED_BYTES = 227 * 1024;

struct Place {
    uint3 thread;
    uint3 block;
    dim3 blockSize;
    dim3 gridSize;
};

/// Where the running fiber is.
const Place& place();
unsigned char* dynamicShared();

/// Runs `kernel` once for every thread of every block. Aborts with a message if a barrier is not reached by all.
void run(const std::function<void()>& kernel, dim3 grid, dim3 block, std::size_t shared);

void blockBarrier();

/// Gives `bytes` of this lane to its warp and returns the 32 lanes' bytes side by side, `stride` apart.
const unsigned char* exchange(const void* mine, std::size_t bytes);
constexpr std::size_t EXCHANGE_STRIDE = 64;

/// Ends an exchange: until all lanes have called it, what exchange returned stays as it is.
void exchangeDone();

template <typename V>
V fromLane(V mine, int lane) {
    V theirs;
    std::memcpy(&theirs, exchange(&mine, sizeof mine) + EXCHANGE_STRIDE * static_cast<std::size_t>(lane), sizeof mine);
    exchangeDone();
    return theirs;
}

inline int laneOf() { return static_cast<int>(place().thread.x % 32); }

}  // namespace assay::emulation

#define threadIdx (assay::emulation::place().thread)
#define blockIdx (assay::emulation::place().block)
#define blockDim (assay::emulation::place().blockSize)
#define gridDim (assay::emulation::place().gridSize)

inline void __syncthreads() { assay::emulation::blockBarrier(); }
inline void __syncwarp() {
    assay::emulation::exchange(nullptr, 0);
    assay::emulation::exchangeDone();
}
template <typename V>
V __shfl_xor_sync(unsigned, V mine, int mask) {
    return assay::emulation::fromLane(mine, assay::emulation::laneOf() ^ mask);
}
template <typename V>
V __shfl_sync(unsigned, V mine, int source, int width = 32) {
    const int lane = assay::emulation::laneOf();
    return assay::emulation::fromLane(mine, lane / width * width + source % width);
}
template <typename V>
V __shfl_up_sync(unsigned, V mine, int delta) {
    const int lane = assay::emulation::laneOf();
    return assay::emulation::fromLane(mine, lane < delta ? lane : lane - delta);
}
/// Of whole warps only.
inline unsigned __ballot_sync(unsigned, bool mine) {
    const unsigned char* all = assay::emulation::exchange(&mine, sizeof mine);
    unsigned bits = 0;
    for (std::size_t lane = 0; lane < 32; ++lane) {
        bits |= (all[assay::emulation::EXCHANGE_STRIDE * lane] != 0 ? 1u : 0u) << lane;
    }
    assay::emulation::exchangeDone();
    return bits;
}
template <typename V>
V __ldg(const V* at) {
    return *at;
}
inline float rsqrtf(float x) { return 1.0f / std::sqrt(x); }
inline float normcdff(float x) { return 0.5f * std::erfc(x * -0.70710678118654752f); }
inline float __expf(float x) { return std::exp(x); }
inline float __fdividef(float x, float y) { return x / y; }
inline float __frcp_rn(float x) { return 1.0f / x; }
inline int min(int a, int b) { return a < b ? a : b; }
using std::fmaxf;
using std::fminf;
using std::isnan;
