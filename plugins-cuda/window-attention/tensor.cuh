// What the two tensor-core variants share: 256 pixels of whole windows in shared memory, channels by pixels, as they
// lie in the image. The products read them transposed from there, so nothing is ever transposed in memory.
#pragma once

#include "common/reduce.cuh"
#include "window-attention/geometry.cuh"
#include "window-attention/mma.cuh"

namespace assay::window {

constexpr int SLOTS = 256;         // pixels of a block
constexpr int STRIDE = SLOTS + 8;  // rows of 16-bit values then start 4 banks apart, rows of FP32 8 banks
constexpr int THREADS = 256;       // eight warps, each with 32 queries as two tiles of 16
constexpr int MOST_CHANNELS = 64;

/// Rounds values on their way into shared memory: TF32 for FP32, else nothing.
__device__ inline float prepared(float x) {
    const unsigned bits = toTf32(x);
    float rounded;
    memcpy(&rounded, &bits, sizeof rounded);
    return rounded;
}
__device__ inline __half prepared(__half x) { return x; }
__device__ inline __nv_bfloat16 prepared(__nv_bfloat16 x) { return x; }

/// The planes of a block's windows; slots without a pixel read as 0 and are not written.
template <typename T>
struct Planes {
    const int* pixels;  // of each slot, -1 where the image has no more windows
    std::int64_t plane;

    /// Copies `channels` planes into rows of `to`, and zeroes rows up to `rows`. PIXELS neighbours in an image row
    /// travel as one word.
    template <int PIXELS>
    __device__ void read(const T* from, T* to, int channels, int rows) const {
        constexpr int WORDS = SLOTS / PIXELS;
        const int slot = static_cast<int>(threadIdx.x) % WORDS * PIXELS;
        const int pixel = pixels[slot];
#pragma unroll 8
        for (int c = static_cast<int>(threadIdx.x) / WORDS; c < rows; c += THREADS / WORDS) {
            Pack<T, PIXELS> pack{};
            if (c < channels && pixel >= 0) pack = loadPack<T, PIXELS>(from + c * plane + pixel);
#pragma unroll
            for (int i = 0; i < PIXELS; ++i) pack.value[i] = prepared(pack.value[i]);
            storePack<T, PIXELS>(to + c * STRIDE + slot, pack);
        }
    }

    template <int PIXELS>
    __device__ void write(const T* from, T* to, int channels) const {
        constexpr int WORDS = SLOTS / PIXELS;
        const int slot = static_cast<int>(threadIdx.x) % WORDS * PIXELS;
        const int pixel = pixels[slot];
        if (pixel < 0) return;
#pragma unroll 4
        for (int c = static_cast<int>(threadIdx.x) / WORDS; c < channels; c += THREADS / WORDS) {
            storePack<T, PIXELS>(to + c * plane + pixel, loadPack<T, PIXELS>(from + c * STRIDE + slot));
        }
    }
};

/// The running softmax of the two rows that a lane holds of a tile of 16 queries.
struct Rows {
    float largest[2] = {-INFINITY, -INFINITY};
    float sum[2] = {0.0f, 0.0f};

    /// Turns the scores of KEYS8 · 8 keys into exponentials; returns in `scale` what earlier results shrink by.
    template <int KEYS8>
    __device__ void accumulate(float (&score)[KEYS8][4], float (&scale)[2]) {
#pragma unroll
        for (int r = 0; r < 2; ++r) {
            float most = largest[r];
#pragma unroll
            for (int k = 0; k < KEYS8; ++k) most = fmaxf(most, fmaxf(score[k][2 * r], score[k][2 * r + 1]));
            most = groupMax<4>(most);
            float total = 0.0f;
#pragma unroll
            for (int k = 0; k < KEYS8; ++k) {
#pragma unroll
                for (int i = 2 * r; i < 2 * r + 2; ++i) {
                    score[k][i] = __expf(score[k][i] - most);
                    total += score[k][i];
                }
            }
            scale[r] = __expf(largest[r] - most);
            sum[r] = sum[r] * scale[r] + groupSum<4>(total);
            largest[r] = most;
        }
    }
};

/// Runs the block: reads, lets `attend(query tile, first key, keys)` give [16 queries][channels] for both tiles of
/// every warp, and writes. PIXELS as in Planes.
template <int PADDED, int PIXELS, typename T, typename Tile>
__device__ void runBlock(const Arguments<T>& a, T* queries, T* values, int* pixels) {
    const Group& g = a.groupOf(static_cast<int>(blockIdx.x));
    const int firstWindow = (static_cast<int>(blockIdx.x) - g.firstBlock) * (SLOTS / g.tokens);
    const int mine = firstWindow + static_cast<int>(threadIdx.x) / g.tokens;
    pixels[threadIdx.x] = mine < g.count ? a.pixel(g, mine, static_cast<int>(threadIdx.x) % g.tokens) : -1;
    __syncthreads();
    const Planes<T> planes{pixels, a.plane()};
    planes.template read<PIXELS>(a.queries(g, blockIdx.y), queries, a.perGroup, PADDED);
    planes.template read<PIXELS>(a.valuesOf(g, blockIdx.y), values, a.perGroup, PADDED);
    __syncthreads();
    const int first = static_cast<int>(threadIdx.x) / 32 * 32;  // of this warp's queries
    Tile tile[2];
#pragma unroll
    for (int i = 0; i < 2; ++i) {
        const int query = first + 16 * i;
        const int keys = query / g.tokens * g.tokens;
        if (g.tokens == 16) {
            tile[i].template attend<16>(queries, values, query, keys, g.tokens);
        } else {
            tile[i].template attend<64>(queries, values, query, keys, g.tokens);
        }
    }
    __syncthreads();  // queries are also keys of other warps; from here on they make room for the results
#pragma unroll
    for (int i = 0; i < 2; ++i) tile[i].store(queries, first + 16 * i);
    __syncthreads();
    planes.template write<PIXELS>(queries, a.output(g, blockIdx.y), a.perGroup);
}

/// The most neighbours that always lie together, aligned: windows begin at multiples of the window, or half of it.
template <typename T>
int neighbours(const WindowAttentionCall& call) {
    int pixels = 4;
    for (int i = 0; i < call.groups; ++i) {
        const int start = call.shifted ? call.window[i] / 2 : call.window[i];
        while (start % pixels != 0) pixels /= 2;
    }
    const auto fits = [&](const void* pointer) { return aligned(pointer, pixels * sizeof(T)); };
    while (pixels > 1 && !(fits(call.projected) && fits(call.values) && fits(call.y))) pixels /= 2;
    return pixels >= 4 ? 4 : (pixels == 2 ? 2 : 1);
}

inline bool suitsTensorCores(const WindowAttentionCall& call) {
    if (call.channels / call.groups > MOST_CHANNELS) return false;
    for (int i = 0; i < call.groups; ++i) {
        if (call.window[i] != 4 && call.window[i] != 8 && call.window[i] != 16) return false;
    }
    return true;
}

/// Shared memory of a block whose planes are padded to `padded` channels.
template <typename T>
constexpr std::size_t sharedBytes(int padded) {
    return 2 * sizeof(T) * STRIDE * static_cast<std::size_t>(padded) + sizeof(int) * SLOTS;
}

}  // namespace assay::window
