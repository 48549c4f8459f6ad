// What the kernels of L2 normalisation share.
#pragma once

#include "common/rows.cuh"
#include "l2-normalize/l2_normalize.h"

namespace assay {

constexpr int WIDE_THREADS = 512;
constexpr int CLUSTER_BLOCKS = 8;
constexpr std::int64_t SHARED_OF_BLOCK = 100 * 1024;  // two such blocks fit a multiprocessor
constexpr std::int64_t BYTES_OF_CLUSTER = CLUSTER_BLOCKS * SHARED_OF_BLOCK;
constexpr int IN_FLIGHT = 4;  // packs a thread asks for at once

/// A ring in a block's shared memory goes round by a pack of 16 bytes of every thread.
constexpr std::int64_t RING_ROUND = WIDE_THREADS * 16;

/// Rounds of a row of so many packs, of which each block of a cluster has its part.
inline std::int64_t ringRounds(std::int64_t packs) {
    const std::int64_t own = (packs + CLUSTER_BLOCKS - 1) / CLUSTER_BLOCKS;
    return (own + WIDE_THREADS - 1) / WIDE_THREADS;
}

/// Rounds that a ring can hold, which must be a row's at least.
inline std::int64_t ringSlots(std::size_t sharedBytes) {
    constexpr std::int64_t OTHER = 2 * 1024;  // of a block: what the kernel declares
    return (static_cast<std::int64_t>(sharedBytes) - OTHER) / RING_ROUND;
}

template <typename T>
struct L2NormalizeArguments {
    const T* x;
    T* y;
    float* partial;
    std::int64_t rows;
    std::int64_t width;
    float epsilon;
    bool inside;
};

/// The factor of a row from its sum of squares. The epsilon is FP32 in every element type: 1e-12 is 0 in FP16.
template <typename T>
__device__ inline float factor(const L2NormalizeArguments<T>& a, float squares) {
    return a.inside ? rsqrtf(squares + a.epsilon) : 1.0f / fmaxf(sqrtf(squares), a.epsilon);
}

/// fmaxf drops NaN, and a row with NaN in it must not come out as numbers; 0 · NaN is NaN again in the product, but
/// only where x itself is NaN, so the factor of such a row is made NaN as a whole.
template <typename T>
__device__ inline float safeFactor(const L2NormalizeArguments<T>& a, float squares) {
    return isnan(squares) ? squares : factor(a, squares);
}

/// A thread's part of the sum of squares of packs [begin, end) of a row, in two chains to halve their length. Each pack
/// goes to `keep(p, pack)` as well. A thread asks for IN_FLIGHT packs before it uses the first: a store in between,
/// which might change what is read, would have the compiler ask for one at a time.
template <typename T, int PACK, typename Keep>
__device__ inline float squaresOf(const T* row, std::int64_t begin, std::int64_t end, Keep&& keep) {
    float even = 0.0f;
    float odd = 0.0f;
    const std::int64_t step = blockDim.x;
    for (std::int64_t first = begin + threadIdx.x; first < end; first += IN_FLIGHT * step) {
        Pack<T, PACK> pack[IN_FLIGHT];
#pragma unroll
        for (int u = 0; u < IN_FLIGHT; ++u) {
            if (first + u * step < end) pack[u] = loadPack<T, PACK>(row + (first + u * step) * PACK);
        }
#pragma unroll
        for (int u = 0; u < IN_FLIGHT; ++u) {
            if (first + u * step >= end) break;
            keep(first + u * step, pack[u]);
#pragma unroll
            for (int i = 0; i < PACK; ++i) {
                const float x = toFloat(pack[u].value[i]);
                if (i % 2 == 0) even += x * x;
                else odd += x * x;
            }
        }
    }
    return even + odd;
}

template <typename T, int PACK>
__device__ inline float squaresOf(const T* row, std::int64_t begin, std::int64_t end) {
    return squaresOf<T, PACK>(row, begin, end, [](std::int64_t, const Pack<T, PACK>&) {});
}

/// Scales packs [begin, end), the last ones first: they were read last and are still in the cache.
template <typename T, int PACK>
__device__ inline void scalePacks(const T* from, T* to, std::int64_t begin, std::int64_t end, float scale) {
    const std::int64_t rounds = (end - begin + blockDim.x - 1) / blockDim.x;
#pragma unroll 4
    for (std::int64_t r = rounds - 1; r >= 0; --r) {
        const std::int64_t p = begin + r * blockDim.x + threadIdx.x;
        if (p >= end) continue;
        Pack<T, PACK> pack = loadPack<T, PACK>(from + p * PACK);
#pragma unroll
        for (int i = 0; i < PACK; ++i) pack.value[i] = fromFloat<T>(toFloat(pack.value[i]) * scale);
        storePack<T, PACK>(to + p * PACK, pack);
    }
}

/// Pieces [begin, end) of a row's packs for block x of the grid.
template <int PACK>
__device__ inline void pieceOf(std::int64_t width, std::int64_t& begin, std::int64_t& end) {
    const std::int64_t packs = width / PACK;
    begin = packs * blockIdx.x / gridDim.x;
    end = packs * (blockIdx.x + 1) / gridDim.x;
}

/// The variants of clusters, by packs of 16 bytes or of one value.
template <typename T, int PACK>
cudaError_t enqueueCluster(const L2NormalizeArguments<T>& a, L2NormalizeVariant variant, cudaStream_t stream);

}  // namespace assay
