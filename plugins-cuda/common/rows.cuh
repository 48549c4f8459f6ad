// Rows that live in registers: the layout shared by the kernels that reduce along the last axis.
#pragma once

#include "common/launch.cuh"
#include "common/reduce.cuh"

namespace assay {

/// The widest row that a group of lanes holds in registers.
constexpr int WIDEST_REGISTER_ROW = 1024;
constexpr int ROW_THREADS = 128;
/// From how many rows on a launch fills the GPU many times over, as the choices of variants see it: what was measured
/// with many rows had 32,768 and more, what with few had 20,000 and fewer.
constexpr std::int64_t MANY_ROWS = 32768;

/// Whether a kernel of the variants WHOLE has so many values a row as its constant, in the registers of a warp's lanes.
inline bool fitsWhole(std::int64_t width) {
    return width >= 32 && width <= WIDEST_REGISTER_ROW && (width & (width - 1)) == 0;
}

/// Likewise in the registers of a block's threads.
inline bool fitsWholeBlock(std::int64_t width) { return width == 2048 || width == 4096 || width == 8192; }

/// Rows that a group works on at once if its lanes have so many values of each.
constexpr int rowsOf(int values) { return values >= 16 ? 1 : (values >= 8 ? 2 : (values >= 4 ? 4 : 8)); }

/// GROUP neighbouring lanes hold a row: each has PACKS packs of PACK values, GROUP packs apart. A group works on ROWS
/// rows at once, so that even narrow rows keep enough loads in flight to fill the memory's pipeline.
template <int PACK_, int GROUP_, int PACKS_, int ROWS_ = rowsOf(PACK_ * PACKS_), int THREADS_ = ROW_THREADS>
struct RowLayout {
    static constexpr int PACK = PACK_;
    static constexpr int GROUP = GROUP_;
    static constexpr int PACKS = PACKS_;
    static constexpr int VALUES = PACK * PACKS;
    static constexpr int CAPACITY = VALUES * GROUP;
    static constexpr int ROWS = ROWS_;
    static constexpr int THREADS = THREADS_;
    static constexpr int ROWS_PER_BLOCK = THREADS / GROUP * ROWS;
    static_assert(VALUES <= 32, "a lane's values must fit its registers, and their mask one word");

    /// The first row of the calling thread's group.
    __device__ static std::int64_t firstRow() {
        return (static_cast<std::int64_t>(blockIdx.x) * (THREADS / GROUP) + threadIdx.x / GROUP) * ROWS;
    }
    /// The width of rows: what the call says, unless the layout is for one width.
    __device__ static constexpr int width(int called) { return called; }
    /// The column of value `index` of the calling lane.
    __device__ static int column(int index) {
        return (index / PACK * GROUP + static_cast<int>(threadIdx.x % GROUP)) * PACK + index % PACK;
    }
};

/// The widest row that a block holds in registers.
constexpr int WIDEST_BLOCK_ROW = 16384;

/// A row that a whole block holds in registers: each thread has PACKS packs of PACK values, a block's width apart.
template <int PACK_, int VALUES_ = 16>
struct BlockLayout {
    static constexpr int PACK = PACK_;
    static constexpr int VALUES = VALUES_;
    static constexpr int PACKS = VALUES / PACK;
    static constexpr int MOST_THREADS = WIDEST_BLOCK_ROW / VALUES;
    /// The column of value `index` of the calling thread.
    __device__ static int column(int index) {
        return (index / PACK * static_cast<int>(blockDim.x) + static_cast<int>(threadIdx.x)) * PACK + index % PACK;
    }
    __device__ static constexpr int width(int called) { return called; }
};

/// Threads of a block that holds a row of `width` values in the layout; 0 where the row is too wide for that.
template <typename Layout = BlockLayout<1>>
unsigned registerBlockThreads(std::int64_t width) {
    constexpr std::int64_t A_WARP = 32 * Layout::VALUES;
    return width <= WIDEST_BLOCK_ROW ? static_cast<unsigned>(32 * ((width + A_WARP - 1) / A_WARP)) : 0u;
}

/// Reads a lane's share of a row; columns past `width` become `filler`. ONCE: what nothing else reads.
template <typename Layout, bool ONCE = false, typename T>
__device__ inline void loadRow(const T* row, int width, bool exists, float filler, float (&values)[Layout::VALUES]) {
#pragma unroll
    for (int p = 0; p < Layout::PACKS; ++p) {
        const int column = Layout::column(p * Layout::PACK);
        if (exists && column < width) {
            const Pack<T, Layout::PACK> pack =
                ONCE ? loadPackOnce<T, Layout::PACK>(row + column) : loadPack<T, Layout::PACK>(row + column);
#pragma unroll
            for (int i = 0; i < Layout::PACK; ++i) values[p * Layout::PACK + i] = toFloat(pack.value[i]);
        } else {
#pragma unroll
            for (int i = 0; i < Layout::PACK; ++i) values[p * Layout::PACK + i] = filler;
        }
    }
}

template <typename Layout, bool ONCE = false, typename T>
__device__ inline void storeRow(T* row, int width, bool exists, const float (&values)[Layout::VALUES]) {
#pragma unroll
    for (int p = 0; p < Layout::PACKS; ++p) {
        const int column = Layout::column(p * Layout::PACK);
        if (exists && column < width) {
            Pack<T, Layout::PACK> pack;
#pragma unroll
            for (int i = 0; i < Layout::PACK; ++i) pack.value[i] = fromFloat<T>(values[p * Layout::PACK + i]);
            if constexpr (ONCE) storePackOnce<T, Layout::PACK>(row + column, pack);
            else storePack<T, Layout::PACK>(row + column, pack);
        }
    }
}

/// Calls `body` with the narrowest layout of packs of PACK values that holds `width` columns. Narrow packs get more
/// lanes a row, so that one instruction still touches whole sectors of 32 bytes; wide ones fewer, which saves shuffles.
template <int PACK, typename Body>
cudaError_t withLayoutOf(int width, Body&& body) {
    constexpr int LANES_32 = PACK == 8 ? 4 : (PACK == 1 ? 16 : 8);
    constexpr int LANES_64 = PACK <= 2 ? 16 : 8;
    constexpr int LANES_128 = PACK <= 2 ? 32 : 16;
    if (width <= 32) return body(RowLayout<PACK, LANES_32, 32 / LANES_32 / PACK>{});
    if (width <= 64) return body(RowLayout<PACK, LANES_64, 64 / LANES_64 / PACK>{});
    if (width <= 128) return body(RowLayout<PACK, LANES_128, 128 / LANES_128 / PACK>{});
    if (width <= 256) return body(RowLayout<PACK, 32, 8 / PACK>{});
    if (width <= 512) return body(RowLayout<PACK, 32, 16 / PACK>{});
    return body(RowLayout<PACK, 32, 32 / PACK>{});
}

/// The same with the widest packs that divide the width and that `pointersAligned(bytes)` allows.
template <typename T, typename Body, typename Aligned>
cudaError_t withLayout(int width, Aligned&& pointersAligned, Body&& body) {
    constexpr int FULL = FULL_PACK<T>;
    if (width % FULL == 0 && pointersAligned(16)) return withLayoutOf<FULL>(width, body);
    if (width % 2 == 0 && pointersAligned(2 * sizeof(T))) return withLayoutOf<2>(width, body);
    return withLayoutOf<1>(width, body);
}

}  // namespace assay
