// Rows in registers by blocks that live shortly: all that a thread reads is asked for at once, and several rows are
// reduced side by side.
//
// A chain of shuffles waits for each one, and the rows' chains one after the other make up much of a short block's life.
#pragma once

#include "common/stream.cuh"

namespace assay {

constexpr int burstRowsOf(int values) { return values <= 8 ? 4 : (values <= 16 ? 2 : 1); }

/// RowLayout with more rows of a group: 64 bytes a thread on their way where values are 16 bits wide. With packs of two
/// more rows were slower.
template <int PACK, int GROUP, int PACKS>
using BurstLayout = RowLayout<PACK, GROUP, PACKS, (PACK == 2 ? 1 : burstRowsOf(PACK * PACKS))>;

/// A row that a block holds by packs of 16 bytes, 32 values in each thread.
template <typename T>
using WideBurstLayout = BlockLayout<FULL_PACK<T>, 32>;

/// Lanes of a row of WIDTH values of type T by packs of 16 bytes.
template <typename T, int WIDTH>
constexpr int WHOLE_LANES = WIDTH / FULL_PACK<T> < 32 ? WIDTH / FULL_PACK<T> : 32;
template <typename T, int WIDTH>
constexpr int WHOLE_PACKS = WIDTH / FULL_PACK<T> / WHOLE_LANES<T, WIDTH>;

/// Rows of WIDTH values, which fill the layout: nobody asks whether a column exists, and strides are constants. Blocks of
/// two warps, which end one by one, and 32 bytes a thread on their way.
template <typename T, int WIDTH>
struct WholeLayout : RowLayout<FULL_PACK<T>, WHOLE_LANES<T, WIDTH>, WHOLE_PACKS<T, WIDTH>,
                               (WHOLE_PACKS<T, WIDTH> < 2 ? 2 : 1), 64> {
    __device__ static constexpr int width(int) { return WIDTH; }
};

/// Values that each thread has of a row that fills a block: of 4, 8, 16 and 32 the fastest on an H100, for 4096 values.
template <typename T>
constexpr int WHOLE_BLOCK_VALUES = sizeof(T) == 4 ? 8 : 32;

/// A row of WIDTH values that fills a block.
template <typename T, int WIDTH>
struct WholeBlockLayout : BlockLayout<FULL_PACK<T>, WHOLE_BLOCK_VALUES<T>> {
    static constexpr int MOST_THREADS = WIDTH / WHOLE_BLOCK_VALUES<T>;
    __device__ static int column(int index) {
        constexpr int PACK = FULL_PACK<T>;
        return (index / PACK * MOST_THREADS + static_cast<int>(threadIdx.x)) * PACK + index % PACK;
    }
    __device__ static constexpr int width(int) { return WIDTH; }
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

/// Calls `body` with the layout for packs of PACK values, 8, 4 or 2. Fewer lanes a row than withLayoutOf, two packs each:
/// half the shuffles.
template <int PACK, typename Body>
cudaError_t withBurstLayoutOf(int width, Body&& body) {
    if (width > WIDEST_REGISTER_ROW) return cudaErrorInvalidValue;
    if (width <= 32) return body(BurstLayout<PACK, 32 / PACK, 1>{});
    if (width <= 64) return body(BurstLayout<PACK, (PACK == 2 ? 16 : 64 / PACK), (PACK == 2 ? 2 : 1)>{});
    if (width <= 128) return body(BurstLayout<PACK, 64 / PACK, 2>{});
    if (width <= 256) return body(BurstLayout<PACK, (PACK == 2 ? 32 : 128 / PACK), (PACK == 2 ? 4 : 2)>{});
    if (width <= 512) return body(BurstLayout<PACK, 32, 16 / PACK>{});
    return body(BurstLayout<PACK, 32, 32 / PACK>{});
}

/// The same with the widest packs; cudaErrorInvalidValue where not even packs of four, or of two FP32 values, divide the
/// width and fit the addresses.
template <typename T, typename Body, typename Aligned>
cudaError_t withBurstLayout(int width, Aligned&& pointersAligned, Body&& body) {
    if constexpr (sizeof(T) == 2) {
        if (width % 8 == 0 && pointersAligned(16)) return withBurstLayoutOf<8>(width, body);
    }
    if (width % 4 == 0 && pointersAligned(4 * sizeof(T))) return withBurstLayoutOf<4>(width, body);
    if constexpr (sizeof(T) == 4) {
        if (width % 2 == 0 && pointersAligned(8)) return withBurstLayoutOf<2>(width, body);
    }
    return cudaErrorInvalidValue;
}

/// Calls `body` with the layout for rows of exactly so many values; cudaErrorInvalidValue where there is none, or the
/// tensors are not aligned to 16 bytes.
template <typename T, typename Body, typename Aligned>
cudaError_t withWholeLayout(std::int64_t width, Aligned&& pointersAligned, Body&& body) {
    if (!pointersAligned(16)) return cudaErrorInvalidValue;
    switch (width) {
        case 32: return body(WholeLayout<T, 32>{});
        case 64: return body(WholeLayout<T, 64>{});
        case 128: return body(WholeLayout<T, 128>{});
        case 256: return body(WholeLayout<T, 256>{});
        case 512: return body(WholeLayout<T, 512>{});
        case 1024: return body(WholeLayout<T, 1024>{});
        default: return cudaErrorInvalidValue;
    }
}

/// Likewise for rows that a block holds.
template <typename T, typename Body, typename Aligned>
cudaError_t withWholeBlockLayout(std::int64_t width, Aligned&& pointersAligned, Body&& body) {
    if (!pointersAligned(16)) return cudaErrorInvalidValue;
    switch (width) {
        case 2048: return body(WholeBlockLayout<T, 2048>{});
        case 4096: return body(WholeBlockLayout<T, 4096>{});
        case 8192: return body(WholeBlockLayout<T, 8192>{});
        default: return cudaErrorInvalidValue;
    }
}

}  // namespace assay
