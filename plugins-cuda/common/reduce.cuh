// Sums and maxima over lanes and blocks. The order of additions is fixed, so equal inputs give equal bits.
#pragma once

#include "common/pack.cuh"

namespace assay {

constexpr unsigned ALL_LANES = 0xffffffffu;

/// The sum over each group of GROUP neighbouring lanes (a power of two, at most 32), known to all of them.
template <int GROUP>
__device__ inline float groupSum(float x) {
#pragma unroll
    for (int step = GROUP / 2; step > 0; step /= 2) x += __shfl_xor_sync(ALL_LANES, x, step);
    return x;
}

/// The largest over each group of lanes. NaN is ignored, as by fmaxf: whoever must pass NaN on does so by its sum.
template <int GROUP>
__device__ inline float groupMax(float x) {
#pragma unroll
    for (int step = GROUP / 2; step > 0; step /= 2) x = fmaxf(x, __shfl_xor_sync(ALL_LANES, x, step));
    return x;
}

/// The sum over a block of whole warps, known to all threads. `scratch` holds 32 values of shared memory.
__device__ inline float blockSum(float x, float* scratch) {
    x = groupSum<32>(x);
    const int warps = (blockDim.x + 31) / 32;
    __syncthreads();  // scratch may still be read from a call before
    if (threadIdx.x % 32 == 0) scratch[threadIdx.x / 32] = x;
    __syncthreads();
    x = static_cast<int>(threadIdx.x % 32) < warps ? scratch[threadIdx.x % 32] : 0.0f;
    return groupSum<32>(x);
}

/// The largest over a block of whole warps; see groupMax for NaN.
__device__ inline float blockMax(float x, float* scratch) {
    x = groupMax<32>(x);
    const int warps = (blockDim.x + 31) / 32;
    __syncthreads();
    if (threadIdx.x % 32 == 0) scratch[threadIdx.x / 32] = x;
    __syncthreads();
    x = static_cast<int>(threadIdx.x % 32) < warps ? scratch[threadIdx.x % 32] : -INFINITY;
    return groupMax<32>(x);
}

}  // namespace assay
