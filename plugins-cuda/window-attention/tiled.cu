// Tiles of 64 queries by 64 keys in shared memory, FP32 on CUDA cores, keys streamed past with a running softmax.
#include "common/reduce.cuh"
#include "window-attention/geometry.cuh"

namespace assay::window {
namespace {

constexpr int TILE = 64;
constexpr int STRIDE = TILE + 4;  // keeps rows aligned to 16 bytes and spreads them over the banks
constexpr int THREADS = 256;      // 16 x 16, each with 4 queries x 4 keys, or 4 queries x 4 channels
constexpr int MOST_CHANNELS = 64;

/// Small windows share a tile if its 4 x 4 pieces stay within one of them.
__host__ __device__ inline int windowsPerTile(int tokens) {
    return tokens <= TILE && tokens % 4 == 0 ? TILE / tokens : 1;
}

__host__ __device__ inline int tilesPerWindow(int tokens) { return (tokens + TILE - 1) / TILE; }

/// [channels][STRIDE] in shared memory from the pixels of a tile; 0 where a slot has none.
template <typename T>
__device__ void readTile(const Arguments<T>& a, const T* from, const int* pixels, float* to) {
    for (int i = threadIdx.x; i < a.perGroup * TILE; i += THREADS) {
        const int channel = i / TILE;
        const int pixel = pixels[i % TILE];
        to[channel * STRIDE + i % TILE] = pixel < 0 ? 0.0f : toFloat(from[channel * a.plane() + pixel]);
    }
}

/// The running softmax of a thread's four queries, the same in the 16 threads that share them.
struct Softmax {
    float largest[4];
    float sum[4];
    float output[4][4];  // query, channel threadIdx % 16 + 16 j
};

/// Turns scores into exponentials relative to the new largest one, and scales what was summed before.
__device__ void accumulate(Softmax& state, float (&score)[4][4]) {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
        float largest = fmaxf(fmaxf(score[i][0], score[i][1]), fmaxf(score[i][2], score[i][3]));
        largest = fmaxf(state.largest[i], groupMax<16>(largest));
        const float scale = __expf(state.largest[i] - largest);
        float sum = 0.0f;
#pragma unroll
        for (int j = 0; j < 4; ++j) {
            score[i][j] = __expf(score[i][j] - largest);
            sum += score[i][j];
        }
        state.sum[i] = state.sum[i] * scale + groupSum<16>(sum);
        state.largest[i] = largest;
#pragma unroll
        for (int j = 0; j < 4; ++j) state.output[i][j] *= scale;
    }
}

template <typename T>
__global__ void __launch_bounds__(THREADS) tiledKernel(Arguments<T> a) {
    ASSAY_DYNAMIC_SHARED(float, memory);
    __shared__ int queryPixels[TILE];
    __shared__ int keyPixels[TILE];
    float* query = memory;                            // [channels][STRIDE]
    float* value = query + a.perGroup * STRIDE;       // [channels][STRIDE]
    float* keyOrShare = value + a.perGroup * STRIDE;  // keys [channels][STRIDE], then exponentials [query][STRIDE]
    const Group& g = a.groupOf(static_cast<int>(blockIdx.x));
    const int block = static_cast<int>(blockIdx.x) - g.firstBlock;
    const int perTile = windowsPerTile(g.tokens);
    const int tiles = tilesPerWindow(g.tokens);
    const int firstWindow = block / tiles * perTile;
    const int slots = perTile > 1 ? perTile * g.tokens : TILE;
    const auto pixelOf = [&](int tile, int slot) {
        const int windowIndex = firstWindow + (perTile > 1 ? slot / g.tokens : 0);
        const int token = perTile > 1 ? slot % g.tokens : tile * TILE + slot;
        const bool exists = slot < slots && windowIndex < g.count && token < g.tokens;
        return exists ? a.pixel(g, windowIndex, token) : -1;
    };
    const T* queries = a.queries(g, blockIdx.y);
    if (threadIdx.x < TILE) queryPixels[threadIdx.x] = pixelOf(block % tiles, static_cast<int>(threadIdx.x));
    __syncthreads();
    readTile(a, queries, queryPixels, query);
    const int row = static_cast<int>(threadIdx.x) / 16 * 4;
    const int column = static_cast<int>(threadIdx.x) % 16 * 4;
    // Keys of this thread's queries within a tile. Others are never multiplied in, not even by 0: they may be NaN.
    const int keysBegin = perTile > 1 ? row / g.tokens * g.tokens : 0;
    const int keysEnd = perTile > 1 ? min(keysBegin + g.tokens, TILE) : TILE;
    Softmax state{};
#pragma unroll
    for (int i = 0; i < 4; ++i) state.largest[i] = -INFINITY;
    for (int tile = 0; tile < tiles; ++tile) {
        __syncthreads();  // keyOrShare and value may still be read
        if (threadIdx.x < TILE) keyPixels[threadIdx.x] = pixelOf(tile, static_cast<int>(threadIdx.x));
        __syncthreads();
        readTile(a, queries, keyPixels, keyOrShare);
        readTile(a, a.valuesOf(g, blockIdx.y), keyPixels, value);
        __syncthreads();
        float score[4][4] = {};
        if (column >= keysBegin && column < keysEnd) {
#pragma unroll 4
            for (int c = 0; c < a.perGroup; ++c) {
                const float4 q = *reinterpret_cast<const float4*>(query + c * STRIDE + row);
                const float4 k = *reinterpret_cast<const float4*>(keyOrShare + c * STRIDE + column);
                const float left[4] = {q.x, q.y, q.z, q.w};
                const float right[4] = {k.x, k.y, k.z, k.w};
#pragma unroll
                for (int i = 0; i < 4; ++i) {
#pragma unroll
                    for (int j = 0; j < 4; ++j) score[i][j] += left[i] * right[j];
                }
            }
        }
#pragma unroll
        for (int j = 0; j < 4; ++j) {
            const bool counts = column >= keysBegin && column < keysEnd && keyPixels[column + j] >= 0;
#pragma unroll
            for (int i = 0; i < 4; ++i) {
                if (!counts) score[i][j] = -INFINITY;
            }
        }
        accumulate(state, score);
        __syncthreads();  // the keys have been read
#pragma unroll
        for (int i = 0; i < 4; ++i) {
            *reinterpret_cast<float4*>(keyOrShare + (row + i) * STRIDE + column) =
                make_float4(score[i][0], score[i][1], score[i][2], score[i][3]);
        }
        __syncthreads();
        for (int k = keysBegin; k < keysEnd; k += 4) {
            float4 share[4];
#pragma unroll
            for (int i = 0; i < 4; ++i)
                share[i] = *reinterpret_cast<const float4*>(keyOrShare + (row + i) * STRIDE + k);
#pragma unroll
            for (int j = 0; j < MOST_CHANNELS / 16; ++j) {
                const int channel = static_cast<int>(threadIdx.x) % 16 + 16 * j;
                if (channel >= a.perGroup) continue;
                const float4 v = *reinterpret_cast<const float4*>(value + channel * STRIDE + k);
#pragma unroll
                for (int i = 0; i < 4; ++i) {
                    state.output[i][j] += share[i].x * v.x + share[i].y * v.y + share[i].z * v.z + share[i].w * v.w;
                }
            }
        }
    }
#pragma unroll
    for (int j = 0; j < MOST_CHANNELS / 16; ++j) {
        const int channel = static_cast<int>(threadIdx.x) % 16 + 16 * j;
        if (channel >= a.perGroup) continue;
#pragma unroll
        for (int i = 0; i < 4; ++i) query[channel * STRIDE + row + i] = state.output[i][j] / state.sum[i];
    }
    __syncthreads();
    T* y = a.output(g, blockIdx.y);
    for (int i = threadIdx.x; i < a.perGroup * TILE; i += THREADS) {
        const int pixel = queryPixels[i % TILE];
        if (pixel >= 0) y[i / TILE * a.plane() + pixel] = fromFloat<T>(query[i / TILE * STRIDE + i % TILE]);
    }
}

}  // namespace

template <typename T>
cudaError_t enqueueTiled(const WindowAttentionCall& call, cudaStream_t stream) {
    if (call.channels / call.groups > MOST_CHANNELS) return cudaErrorInvalidValue;
    int blocks = 0;
    const Arguments<T> a = argumentsOf<T>(call, blocks, [](const Group& g) {
        const int perTile = windowsPerTile(g.tokens);
        return (g.count + perTile - 1) / perTile * tilesPerWindow(g.tokens);
    });
    const std::size_t shared = sizeof(float) * STRIDE * static_cast<std::size_t>(2 * a.perGroup + TILE);
    const dim3 grid(static_cast<unsigned>(blocks), static_cast<unsigned>(call.batch));
    return launch(tiledKernel<T>, grid, dim3(THREADS), shared, stream, a);
}

template cudaError_t enqueueTiled<float>(const WindowAttentionCall&, cudaStream_t);
template cudaError_t enqueueTiled<__half>(const WindowAttentionCall&, cudaStream_t);
template cudaError_t enqueueTiled<__nv_bfloat16>(const WindowAttentionCall&, cudaStream_t);

}  // namespace assay::window
