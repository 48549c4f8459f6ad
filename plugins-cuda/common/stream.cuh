// Rows that a grid walks through: whoever works on some rows has asked for the next ones before. A grid that has a
// block for each few rows waits for memory in every block anew, and where values are 16 bits wide that shows.
#pragma once

#include "common/rows.cuh"

namespace assay {

/// A lane's share of a row as it is stored.
template <typename Layout, typename T>
struct StoredRow {
    Pack<T, Layout::PACK> pack[Layout::PACKS];
};

/// Asks for a lane's share of a row; columns past `width` become 0. Nothing waits for it before it is used.
template <typename Layout, bool ONCE = false, typename T>
__device__ inline void fetchRow(const T* row, int width, bool exists, StoredRow<Layout, T>& stored) {
#pragma unroll
    for (int p = 0; p < Layout::PACKS; ++p) {
        const int column = Layout::column(p * Layout::PACK);
        if (exists && column < width) {
            stored.pack[p] =
                ONCE ? loadPackOnce<T, Layout::PACK>(row + column) : loadPack<T, Layout::PACK>(row + column);
        } else {
            stored.pack[p].word = {};
        }
    }
}

template <typename Layout, typename T>
__device__ inline void convertRow(const StoredRow<Layout, T>& stored, float (&values)[Layout::VALUES]) {
#pragma unroll
    for (int i = 0; i < Layout::VALUES; ++i) {
        values[i] = toFloat(stored.pack[i / Layout::PACK].value[i % Layout::PACK]);
    }
}

/// How many blocks of ROW_THREADS a multiprocessor must hold at once: as many as leave each thread the registers for
/// its rows, those on their way, and gamma and beta.
template <typename T, typename Layout>
constexpr int STREAM_BLOCKS = Layout::VALUES <= 8 ? (sizeof(T) == 4 ? 7 : 8) : (Layout::VALUES <= 16 ? 6 : 5);

/// Blocks of a grid that fills the GPU once, or fewer if there is no work for so many.
inline std::int64_t streamBlocks(std::int64_t wanted, int blocksOfMultiprocessor) {
    const std::int64_t most = static_cast<std::int64_t>(multiprocessors()) * blocksOfMultiprocessor;
    return wanted < most ? wanted : most;
}

/// As blockSum, by one barrier instead of two. The block's call before this one must have had another `scratch`: when
/// all threads have met there, none reads this one any more.
__device__ inline float blockSumInTurn(float x, float* scratch) {
    x = groupSum<32>(x);
    if (threadIdx.x % 32 == 0) scratch[threadIdx.x / 32] = x;
    __syncthreads();
    x = threadIdx.x % 32 < blockDim.x / 32 ? scratch[threadIdx.x % 32] : 0.0f;
    return groupSum<32>(x);
}

/// As blockMax, likewise.
__device__ inline float blockMaxInTurn(float x, float* scratch) {
    x = groupMax<32>(x);
    if (threadIdx.x % 32 == 0) scratch[threadIdx.x / 32] = x;
    __syncthreads();
    x = threadIdx.x % 32 < blockDim.x / 32 ? scratch[threadIdx.x % 32] : -INFINITY;
    return groupMax<32>(x);
}

}  // namespace assay
