// Rows in registers by blocks that live shortly: all that a thread reads is asked for at once, and several rows are
// reduced side by side.
//
// A chain of shuffles waits for each one, and the rows' chains one after the other make up much of a short block's life.
#pragma once

#include "common/stream.cuh"

namespace assay {

/// RowLayout with more rows of a group: 64 bytes a thread on their way where values are 16 bits wide.
template <int PACK_, int GROUP_, int PACKS_>
struct BurstLayout : RowLayout<PACK_, GROUP_, PACKS_> {
    using Base = RowLayout<PACK_, GROUP_, PACKS_>;
    static constexpr int ROWS = Base::VALUES <= 8 ? 4 : (Base::VALUES <= 16 ? 2 : 1);
    static constexpr int ROWS_PER_BLOCK = ROW_THREADS / GROUP_ * ROWS;

    __device__ static std::int64_t firstRow() {
        return (static_cast<std::int64_t>(blockIdx.x) * (ROW_THREADS / GROUP_) + threadIdx.x / GROUP_) * ROWS;
    }
};

/// groupSum of several rows, step by step for all of them.
template <int GROUP, int ROWS>
__device__ inline void groupSums(float (&x)[ROWS]) {
#pragma unroll
    for (int step = GROUP / 2; step > 0; step /= 2) {
#pragma unroll
        for (int r = 0; r < ROWS; ++r) x[r] += __shfl_xor_sync(ALL_LANES, x[r], step);
    }
}

template <int GROUP, int ROWS>
__device__ inline void groupMaxima(float (&x)[ROWS]) {
#pragma unroll
    for (int step = GROUP / 2; step > 0; step /= 2) {
#pragma unroll
        for (int r = 0; r < ROWS; ++r) x[r] = fmaxf(x[r], __shfl_xor_sync(ALL_LANES, x[r], step));
    }
}

/// Calls `body` with the layout for packs of PACK values, 8 or 4. Fewer lanes a row than withLayoutOf, two packs each:
/// half the shuffles.
template <int PACK, typename Body>
cudaError_t withBurstLayoutOf(int width, Body&& body) {
    if (width > WIDEST_REGISTER_ROW) return cudaErrorInvalidValue;
    if (width <= 32) return body(BurstLayout<PACK, 32 / PACK, 1>{});
    if (width <= 64) return body(BurstLayout<PACK, 64 / PACK, 1>{});
    if (width <= 128) return body(BurstLayout<PACK, 64 / PACK, 2>{});
    if (width <= 256) return body(BurstLayout<PACK, 128 / PACK, 2>{});
    if (width <= 512) return body(BurstLayout<PACK, 32, 16 / PACK>{});
    return body(BurstLayout<PACK, 32, 32 / PACK>{});
}

/// The same with the widest packs; cudaErrorInvalidValue where not even packs of four divide the width and fit the
/// addresses.
template <typename T, typename Body, typename Aligned>
cudaError_t withBurstLayout(int width, Aligned&& pointersAligned, Body&& body) {
    if constexpr (sizeof(T) == 2) {
        if (width % 8 == 0 && pointersAligned(16)) return withBurstLayoutOf<8>(width, body);
    }
    if (width % 4 == 0 && pointersAligned(4 * sizeof(T))) return withBurstLayoutOf<4>(width, body);
    return cudaErrorInvalidValue;
}

}  // namespace assay
