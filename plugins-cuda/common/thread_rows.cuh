// Narrow rows of 16-bit values, a whole one in one thread, by kernels whose width is a constant.
//
// No lane needs another, and no value asks whether its column exists: rows of an odd width go in pairs, which are whole
// words, so that a thread reads and writes what is its own alone.
#pragma once

#include "common/pipe.cuh"

namespace assay {

/// How a warp's tile of a pipe lies over its threads.
template <int WIDTH_>
struct ThreadLayout {
    static constexpr int WIDTH = WIDTH_;
    static constexpr int ROWS_OF_THREAD = WIDTH % 2 == 0 ? 1 : 2;
    static constexpr int VALUES = WIDTH * ROWS_OF_THREAD;
    static constexpr int ROWS = 32 * ROWS_OF_THREAD;
    /// 16 to 32 warps of a multiprocessor: what 62 FP32 values a thread and their companions leave room for.
    static constexpr int BLOCKS = VALUES > 50 ? 5 : 6;
    static_assert(VALUES <= 64, "a thread's values must fit its registers");
};

/// Reads the calling thread's row or rows of a tile.
template <typename Layout, typename T>
__device__ inline void readRows(const T* tile, float (&x)[Layout::ROWS_OF_THREAD][Layout::WIDTH]) {
    const T* mine = tile + threadIdx.x % 32 * Layout::VALUES;
#pragma unroll
    for (int i = 0; i < Layout::VALUES; i += 2) {
        const Pack<T, 2> pair = loadPack<T, 2>(mine + i);
        x[i / Layout::WIDTH][i % Layout::WIDTH] = toFloat(pair.value[0]);
        x[(i + 1) / Layout::WIDTH][(i + 1) % Layout::WIDTH] = toFloat(pair.value[1]);
    }
}

template <typename Layout, typename T>
__device__ inline void writeRows(T* tile, const float (&y)[Layout::ROWS_OF_THREAD][Layout::WIDTH]) {
    T* mine = tile + threadIdx.x % 32 * Layout::VALUES;
#pragma unroll
    for (int i = 0; i < Layout::VALUES; i += 2) {
        storePack<T, 2>(mine + i, roundedPair<T>(y[i / Layout::WIDTH][i % Layout::WIDTH],
                                                 y[(i + 1) / Layout::WIDTH][(i + 1) % Layout::WIDTH]));
    }
}

/// Whether rows of `width` values have such a kernel: those of MST++ and of AnchorDETR.
inline bool fitsThread(std::int64_t width) { return width == 31 || width == 50; }

template <typename Body>
cudaError_t withThreadLayout(int width, Body&& body) {
    if (width == 31) return body(ThreadLayout<31>{});
    if (width == 50) return body(ThreadLayout<50>{});
    return cudaErrorInvalidValue;
}

template <typename Layout>
dim3 threadGrid(std::int64_t rows) {
    const std::int64_t most = static_cast<std::int64_t>(Layout::BLOCKS) * multiprocessors();
    const std::int64_t wanted = (rows + PIPE_WARPS * Layout::ROWS - 1) / (PIPE_WARPS * Layout::ROWS);
    return dim3(static_cast<unsigned>(wanted < most ? wanted : most));
}

}  // namespace assay
