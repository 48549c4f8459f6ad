// Narrow rows of 16-bit values whose width no full pack divides, such as the 31 channels of MST++.
//
// A block's rows lie side by side, so the block moves them as one by full packs, and a thread takes 32 values of one
// row from shared memory: hardly anything has to be exchanged between lanes. Rows spread over many lanes are held up by
// the exchange and by one instruction a value, long before memory is busy.
#pragma once

#include <type_traits>

#include "common/launch.cuh"
#include "common/reduce.cuh"

namespace assay {

constexpr int TILE_THREADS = 128;
constexpr int TILE_CHUNK = 32;  // values of a thread: their mask is one word
constexpr int TILE_VALUES = TILE_THREADS * TILE_CHUNK;
constexpr int WIDEST_TILE_ROW = 4 * TILE_CHUNK;

/// LANES threads share a row, each has 32 columns side by side. WORD values travel at once between shared memory and
/// registers; 1: two, but a row may begin in the middle of a word. Lanes of a warp first count rows, then parts of
/// them: rows of an odd number of words, parts of 16 banks, so hardly two lanes need the same bank.
template <int WORD_, int LANES_>
struct TileLayout {
    static constexpr int WORD = WORD_;
    static constexpr int LANES = LANES_;
    static constexpr int ROWS_OF_WARP = 32 / LANES;
    static constexpr int ROWS = TILE_THREADS / LANES;
    static_assert(ROWS % 8 == 0, "a block's first row must be aligned whatever the width");

    /// The row of the calling thread among the block's, and which part of it.
    __device__ static int row() {
        return static_cast<int>(threadIdx.x / 32 * ROWS_OF_WARP + threadIdx.x % ROWS_OF_WARP);
    }
    __device__ static int part() { return static_cast<int>(threadIdx.x % 32 / ROWS_OF_WARP); }

    /// Sum and maximum over a row's threads, and what its first thread has.
    __device__ static float sum(float x) {
#pragma unroll
        for (int step = ROWS_OF_WARP; step < 32; step *= 2) x += __shfl_xor_sync(ALL_LANES, x, step);
        return x;
    }
    __device__ static float max(float x) {
#pragma unroll
        for (int step = ROWS_OF_WARP; step < 32; step *= 2) x = fmaxf(x, __shfl_xor_sync(ALL_LANES, x, step));
        return x;
    }
    __device__ static float ofFirst(float x) {
        if constexpr (LANES == 1) return x;
        else return __shfl_sync(ALL_LANES, x, static_cast<int>(threadIdx.x % ROWS_OF_WARP));
    }
};

/// Copies at most TILE_VALUES values of 16 bits by all threads of the block; both addresses are aligned to 16 bytes.
template <typename T>
__device__ inline void copyTile(const T* from, T* to, int count) {
    constexpr int PACK = FULL_PACK<T>;
    constexpr int ROUNDS = TILE_VALUES / PACK / TILE_THREADS;
    const int packs = count / PACK;
    Pack<T, PACK> pack[ROUNDS];
#pragma unroll
    for (int u = 0; u < ROUNDS; ++u) {
        const int p = static_cast<int>(threadIdx.x) + u * TILE_THREADS;
        if (p < packs) pack[u] = loadPack<T, PACK>(from + p * PACK);
    }
#pragma unroll
    for (int u = 0; u < ROUNDS; ++u) {
        const int p = static_cast<int>(threadIdx.x) + u * TILE_THREADS;
        if (p < packs) storePack<T, PACK>(to + p * PACK, pack[u]);
    }
    const int rest = packs * PACK + static_cast<int>(threadIdx.x);
    if (rest < count) to[rest] = from[rest];
}

/// Two values side by side, each rounded to nearest even.
template <typename T>
__device__ inline Pack<T, 2> roundedPair(float first, float second) {
    Pack<T, 2> pair;
    pair.value[0] = fromFloat<T>(first);
    pair.value[1] = fromFloat<T>(second);
    return pair;
}

/// The upper half of `low` and the lower one of `high` if `odd`, else `low`.
template <typename T>
__device__ inline Pack<T, 2> shiftedPair(Pack<T, 2> low, Pack<T, 2> high, int odd) {
    const unsigned long long both = static_cast<unsigned long long>(high.word) << 32 | low.word;
    low.word = static_cast<unsigned>(both >> (16 * odd));
    return low;
}

/// Reads `count` values, at most CHUNK and none where it is negative, from `start` on; those past them become `filler`.
/// With WORD 1 a word's other half may be another thread's, which must not write yet.
template <typename Layout, typename T, int CHUNK>
__device__ inline void readChunk(const T* tile, int start, int count, float filler, float (&x)[CHUNK]) {
    if constexpr (Layout::WORD == 1) {
        const int odd = start % 2;
        const T* words = tile + start - odd;
        Pack<T, 2> low{};
        if (count > 0) low = loadPack<T, 2>(words);
#pragma unroll
        for (int i = 0; i < CHUNK; i += 2) {
            Pack<T, 2> high{};
            if (i + 2 - odd < count) high = loadPack<T, 2>(words + i + 2);
            const Pack<T, 2> pair = shiftedPair(low, high, odd);
            x[i] = i < count ? toFloat(pair.value[0]) : filler;
            x[i + 1] = i + 1 < count ? toFloat(pair.value[1]) : filler;
            low = high;
        }
    } else {
#pragma unroll
        for (int i = 0; i < CHUNK; i += Layout::WORD) {
            const bool exists = i < count;
            Pack<T, Layout::WORD> word{};
            if (exists) word = loadPack<T, Layout::WORD>(tile + start + i);
#pragma unroll
            for (int j = 0; j < Layout::WORD; ++j) x[i + j] = exists ? toFloat(word.value[j]) : filler;
        }
    }
}

/// Writes what readChunk has read; no byte that is another thread's.
template <typename Layout, typename T, int CHUNK>
__device__ inline void writeChunk(T* tile, int start, int count, const float (&y)[CHUNK]) {
    if constexpr (Layout::WORD == 1) {
        const int odd = start % 2;
        Pack<T, 2> low = roundedPair<T>(y[0], y[1]);
        if (odd != 0 && count > 0) tile[start] = low.value[0];
#pragma unroll
        for (int i = 0; i < CHUNK; i += 2) {
            Pack<T, 2> high{};
            if (i + 2 < CHUNK) high = roundedPair<T>(y[i + 2], y[i + 3]);
            const Pack<T, 2> pair = shiftedPair(low, high, odd);
            const int at = i + odd;
            if (at + 1 < count) storePack<T, 2>(tile + start + at, pair);
            else if (at < count) tile[start + at] = pair.value[0];
            low = high;
        }
    } else {
#pragma unroll
        for (int i = 0; i < CHUNK; i += Layout::WORD) {
            Pack<T, Layout::WORD> word;
#pragma unroll
            for (int j = 0; j < Layout::WORD; ++j) word.value[j] = fromFloat<T>(y[i + j]);
            if (i < count) storePack<T, Layout::WORD>(tile + start + i, word);
        }
    }
}

/// Calls `body` with how many values of such rows travel at once.
template <typename Body>
cudaError_t withWord(int width, Body&& body) {
    if (width > WIDEST_TILE_ROW) return cudaErrorInvalidValue;
    if (width % 2 != 0) return body(std::integral_constant<int, 1>{});
    if (width % 4 != 0) return body(std::integral_constant<int, 2>{});
    return body(std::integral_constant<int, 4>{});
}

/// Calls `body` with the layout for rows of `width` values.
template <typename Body>
cudaError_t withTileLayout(int width, Body&& body) {
    return withWord(width, [&](auto word) {
        constexpr int WORD = decltype(word)::value;
        if (width <= TILE_CHUNK) return body(TileLayout<WORD, 1>{});
        if (width <= 2 * TILE_CHUNK) return body(TileLayout<WORD, 2>{});
        return body(TileLayout<WORD, 4>{});
    });
}

}  // namespace assay
