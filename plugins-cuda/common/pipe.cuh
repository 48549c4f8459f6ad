// Narrow rows of 16-bit values that every warp moves through shared memory of its own, the next ones on their way while
// it works on those it has.
//
// Tiles of a whole block (tile.cuh) wait three times: for memory, for the slowest warp, for the stores. Here no warp
// waits for another, what is on its way takes no registers, and half as many values a thread leave room for more warps.
#pragma once

#include "common/ahead.cuh"
#include "common/tile.cuh"

namespace assay {

constexpr int PIPE_THREADS = 128;
constexpr int PIPE_WARPS = PIPE_THREADS / 32;
constexpr int PIPE_CHUNK = 16;   // values of a thread in a row
constexpr int PIPE_STAGES = 2;   // tiles of a warp: one to work on, one on its way
constexpr int PIPE_BLOCKS = 10;  // of a multiprocessor, where their shared memory allows

/// LANES threads share a row as in TileLayout. A warp's tile has up to 2 KiB: enough that going from one to the next
/// costs little, and so little that ten blocks fit a multiprocessor.
template <int WORD_, int LANES_>
struct PipeLayout : TileLayout<WORD_, LANES_> {
    static constexpr int AT_ONCE = 32 / LANES_;  // rows
    static constexpr int ROUNDS = 2;
    static constexpr int ROWS = ROUNDS * AT_ONCE;
    static_assert(ROWS % 8 == 0, "a tile must be aligned whatever the width");

    /// The row of the calling thread among those of a round.
    __device__ static int row() { return static_cast<int>(threadIdx.x % AT_ONCE); }
};

/// Calls `work(tile, first row)` for every tile of the calling warp, which changes the tile in place. Dynamic shared
/// memory: pipeBytes. x and y are aligned to 16 bytes.
template <typename Layout, typename T, typename Work>
__device__ inline void pipeRows(const T* x, T* y, std::int64_t rows, int width, Work&& work) {
    ASSAY_DYNAMIC_SHARED(T, memory);
    constexpr int PACK = FULL_PACK<T>;
    const int lane = static_cast<int>(threadIdx.x % 32);
    const int warp = static_cast<int>(threadIdx.x / 32);
    const int values = Layout::ROWS * width;
    T* const mine = memory + warp * PIPE_STAGES * values;
    const std::int64_t step = static_cast<std::int64_t>(gridDim.x) * PIPE_WARPS * Layout::ROWS;
    const auto valuesFrom = [&](std::int64_t first) {
        return rows - first < Layout::ROWS ? static_cast<int>(rows - first) * width : values;
    };
    const auto fetch = [&](std::int64_t first, T* to) {
        if (first < rows) {
            const T* from = x + first * width;
            const int count = valuesFrom(first);
            if (count == values) {  // whose number the compiler knows where the width is a constant
#pragma unroll 8
                for (int i = lane * PACK; i < values; i += 32 * PACK) copyAhead(to + i, from + i);
            } else {
                for (int i = lane * PACK; i + PACK <= count; i += 32 * PACK) copyAhead(to + i, from + i);
                const int rest = count / PACK * PACK + lane;
                if (rest < count) to[rest] = from[rest];
            }
        }
        closeCopies();  // an empty one too: awaitCopies counts them
    };
    std::int64_t first = (static_cast<std::int64_t>(blockIdx.x) * PIPE_WARPS + warp) * Layout::ROWS;
#pragma unroll
    for (int stage = 0; stage < PIPE_STAGES; ++stage) fetch(first + stage * step, mine + stage * values);
    for (int at = 0; first < rows; first += step, at = at + values < PIPE_STAGES * values ? at + values : 0) {
        T* const tile = mine + at;
        awaitCopies<PIPE_STAGES - 1>();
        __syncwarp();
        work(tile, first);
        __syncwarp();
        T* to = y + first * width;
        const int count = valuesFrom(first);
        if (count == values) {
#pragma unroll 8
            for (int i = lane * PACK; i < values; i += 32 * PACK) {
                storePack<T, PACK>(to + i, loadPack<T, PACK>(tile + i));
            }
        } else {
            for (int i = lane * PACK; i + PACK <= count; i += 32 * PACK) {
                storePack<T, PACK>(to + i, loadPack<T, PACK>(tile + i));
            }
            const int rest = count / PACK * PACK + lane;
            if (rest < count) to[rest] = tile[rest];
        }
        __syncwarp();
        fetch(first + PIPE_STAGES * step, tile);
    }
}

/// Reads a chunk, has `change` work on it and writes it back. A word of odd rows is shared with a neighbour's chunk.
template <typename Layout, typename T, typename Change>
__device__ inline void changeChunk(T* tile, int start, int count, float filler, Change&& change) {
    float x[PIPE_CHUNK];
    readChunk<Layout>(tile, start, count, filler, x);
    if constexpr (Layout::WORD == 1) __syncwarp();
    change(x);
    writeChunk<Layout>(tile, start, count, x);
    if constexpr (Layout::WORD == 1) __syncwarp();
}

template <typename Layout>
std::size_t pipeBytes(int width) {
    return static_cast<std::size_t>(PIPE_WARPS * PIPE_STAGES * Layout::ROWS * 2) * static_cast<std::size_t>(width);
}

/// Blocks of a grid that fills the GPU once, or fewer if there is no work for so many.
template <typename Layout>
dim3 pipeGrid(std::int64_t rows, int width) {
    constexpr std::size_t OTHER = 3 * 1024;  // of a block: what a kernel declares, and the system's
    const std::int64_t fitting = static_cast<std::int64_t>(largestShared() / (pipeBytes<Layout>(width) + OTHER));
    const std::int64_t most = (fitting < 1 ? 1 : (fitting < PIPE_BLOCKS ? fitting : PIPE_BLOCKS)) * multiprocessors();
    const std::int64_t wanted = (rows + PIPE_WARPS * Layout::ROWS - 1) / (PIPE_WARPS * Layout::ROWS);
    return dim3(static_cast<unsigned>(wanted < most ? wanted : most));
}

/// Calls `body` with the layout for rows of `width` values.
template <typename Body>
cudaError_t withPipeLayout(int width, Body&& body) {
    return withWord(width, [&](auto word) {
        constexpr int WORD = decltype(word)::value;
        if (width <= 2 * PIPE_CHUNK) return body(PipeLayout<WORD, 2>{});
        if (width <= 4 * PIPE_CHUNK) return body(PipeLayout<WORD, 4>{});
        return body(PipeLayout<WORD, 8>{});
    });
}

}  // namespace assay
