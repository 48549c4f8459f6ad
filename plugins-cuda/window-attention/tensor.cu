// The tensor-core variants: one block, 256 pixels, both products from shared memory, scores only ever in registers.
#include "window-attention/tensor.cuh"

namespace assay::window {
namespace {

/// 16 queries of FP16 or BF16. Exponentials are rounded to the type for the second product, as in any 16-bit attention.
template <typename T, int PADDED>
struct HalfTile {
    unsigned packed[PADDED / 8][2];

    template <int KEYS>
    __device__ void attend(const T* queries, const T* values, int query, int keys, int count) {
        const int lane = static_cast<int>(threadIdx.x) % 32;
        const int r = lane % 8;
        const int low = lane / 8 % 2 * 8;
        const int high = lane / 16 * 8;
        unsigned left[PADDED / 16][4];
        // A's four matrices: (channels 0-7, queries 0-7), (0-7, 8-15), (8-15, 0-7), (8-15, 8-15)
#pragma unroll
        for (int c = 0; c < PADDED / 16; ++c) {
            loadMatrices<true>(left[c], queries + (16 * c + high + r) * STRIDE + query + low);
        }
        float output[PADDED / 8][4] = {};
        Rows rows;
        for (int start = keys; start < keys + count; start += KEYS) {
            float score[KEYS / 8][4] = {};
#pragma unroll
            for (int k = 0; k < KEYS / 16; ++k) {
#pragma unroll
                for (int c = 0; c < PADDED / 16; ++c) {
                    // B of two products: (channels 0-7, keys 0-7), (8-15, 0-7), then the same of keys 8-15
                    unsigned right[4];
                    loadMatrices<true>(right, queries + (16 * c + low + r) * STRIDE + start + 16 * k + high);
                    multiply16<T>(score[2 * k], left[c], {right[0], right[1]});
                    multiply16<T>(score[2 * k + 1], left[c], {right[2], right[3]});
                }
            }
            float scale[2];
            rows.accumulate(score, scale);
#pragma unroll
            for (int c = 0; c < PADDED / 8; ++c) {
#pragma unroll
                for (int i = 0; i < 4; ++i) output[c][i] *= scale[i / 2];
            }
#pragma unroll
            for (int k = 0; k < KEYS / 16; ++k) {
                const unsigned share[4] = {
                    both(score[2 * k][0], score[2 * k][1]), both(score[2 * k][2], score[2 * k][3]),
                    both(score[2 * k + 1][0], score[2 * k + 1][1]), both(score[2 * k + 1][2], score[2 * k + 1][3])};
#pragma unroll
                for (int c = 0; c < PADDED / 16; ++c) {
                    // B of two products: (channels 0-7, keys 0-7), (0-7, keys 8-15), then the same of channels 8-15
                    unsigned right[4];
                    loadMatrices<false>(right, values + (16 * c + high + r) * STRIDE + start + 16 * k + low);
                    multiply16<T>(output[2 * c], share, {right[0], right[1]});
                    multiply16<T>(output[2 * c + 1], share, {right[2], right[3]});
                }
            }
        }
#pragma unroll
        for (int c = 0; c < PADDED / 8; ++c) {
            packed[c][0] = both(output[c][0] / rows.sum[0], output[c][1] / rows.sum[0]);
            packed[c][1] = both(output[c][2] / rows.sum[1], output[c][3] / rows.sum[1]);
        }
    }

    __device__ void store(T* to, int query) const {
        const int g = static_cast<int>(threadIdx.x) % 32 / 4;
        const int t = static_cast<int>(threadIdx.x) % 4;
#pragma unroll
        for (int c = 0; c < PADDED / 8; ++c) {
#pragma unroll
            for (int row = 0; row < 2; ++row) {
                Pack<T, 2> pack;
                pack.word = packed[c][row];
                to[(8 * c + 2 * t) * STRIDE + query + g + 8 * row] = pack.value[0];
                to[(8 * c + 2 * t + 1) * STRIDE + query + g + 8 * row] = pack.value[1];
            }
        }
    }

    __device__ static unsigned both(float x, float y) {
        Pack<T, 2> pack;
        pack.value[0] = fromFloat<T>(x);
        pack.value[1] = fromFloat<T>(y);
        return pack.word;
    }
};

/// 16 queries of FP32, products in TF32.
template <int PADDED>
struct Tf32Tile {
    float output[PADDED / 8][4];

    template <int KEYS>
    __device__ void attend(const float* queries, const float* values, int query, int keys, int count) {
        const int g = static_cast<int>(threadIdx.x) % 32 / 4;
        const int t = static_cast<int>(threadIdx.x) % 4;
#pragma unroll
        for (int c = 0; c < PADDED / 8; ++c) {
#pragma unroll
            for (int i = 0; i < 4; ++i) output[c][i] = 0.0f;
        }
        Rows rows;
        for (int start = keys; start < keys + count; start += KEYS) {
            float score[KEYS / 8][4] = {};
#pragma unroll
            for (int c = 0; c < PADDED / 8; ++c) {
                const float* near = queries + (8 * c + t) * STRIDE;
                const float* far = near + 4 * STRIDE;
                const unsigned left[4] = {bits(near[query + g]), bits(near[query + g + 8]), bits(far[query + g]),
                                          bits(far[query + g + 8])};
#pragma unroll
                for (int k = 0; k < KEYS / 8; ++k) {
                    multiplyTf32(score[k], left, {bits(near[start + 8 * k + g]), bits(far[start + 8 * k + g])});
                }
            }
            float scale[2];
            rows.accumulate(score, scale);
#pragma unroll
            for (int c = 0; c < PADDED / 8; ++c) {
#pragma unroll
                for (int i = 0; i < 4; ++i) output[c][i] *= scale[i / 2];
            }
            // The product over keys may take them in any order. Key 2t of eight is taken as the product's row t and key
            // 2t + 1 as row t + 4: then the scores already lie as its left side wants them.
#pragma unroll
            for (int k = 0; k < KEYS / 8; ++k) {
                const unsigned share[4] = {toTf32(score[k][0]), toTf32(score[k][2]), toTf32(score[k][1]),
                                           toTf32(score[k][3])};
#pragma unroll
                for (int c = 0; c < PADDED / 8; ++c) {
                    const Pack<float, 2> v = loadPack<float, 2>(values + (8 * c + g) * STRIDE + start + 8 * k + 2 * t);
                    multiplyTf32(output[c], share, {bits(v.value[0]), bits(v.value[1])});
                }
            }
        }
#pragma unroll
        for (int c = 0; c < PADDED / 8; ++c) {
#pragma unroll
            for (int i = 0; i < 4; ++i) output[c][i] /= rows.sum[i / 2];
        }
    }

    __device__ void store(float* to, int query) const {
        const int g = static_cast<int>(threadIdx.x) % 32 / 4;
        const int t = static_cast<int>(threadIdx.x) % 4;
#pragma unroll
        for (int c = 0; c < PADDED / 8; ++c) {
#pragma unroll
            for (int i = 0; i < 4; ++i) to[(8 * c + 2 * t + i % 2) * STRIDE + query + g + i / 2 * 8] = output[c][i];
        }
    }

    __device__ static unsigned bits(float x) {
        unsigned word;
        memcpy(&word, &x, sizeof word);
        return word;
    }
};

template <typename T, int PADDED>
struct TileOf {
    using type = HalfTile<T, PADDED>;
};
template <int PADDED>
struct TileOf<float, PADDED> {
    using type = Tf32Tile<PADDED>;
};

/// Two blocks a multiprocessor, so that one reads while the other multiplies; FP32 planes leave room for one only.
template <typename T>
constexpr int BLOCKS_AT_ONCE = sizeof(T) == 2 ? 2 : 1;

template <typename T, int PADDED, int PIXELS>
__global__ void __launch_bounds__(THREADS, BLOCKS_AT_ONCE<T>) tensorKernel(Arguments<T> a) {
    ASSAY_DYNAMIC_SHARED(unsigned char, memory);
    T* queries = reinterpret_cast<T*>(memory);
    T* values = queries + PADDED * STRIDE;
    int* pixels = reinterpret_cast<int*>(values + PADDED * STRIDE);
    runBlock<PADDED, PIXELS, T, typename TileOf<T, PADDED>::type>(a, queries, values, pixels);
}

template <typename T, int PADDED>
cudaError_t enqueuePadded(const WindowAttentionCall& call, cudaStream_t stream) {
    int blocks = 0;
    const Arguments<T> a = argumentsOf<T>(call, blocks, [](const Group& g) {
        const int windows = SLOTS / g.tokens;
        return (g.count + windows - 1) / windows;
    });
    const std::size_t shared = sharedBytes<T>(PADDED);
    if (shared > largestShared()) return cudaErrorNotSupported;
    const dim3 grid(static_cast<unsigned>(blocks), static_cast<unsigned>(call.batch));
    switch (neighbours<T>(call)) {
        case 4: return launch(tensorKernel<T, PADDED, 4>, grid, dim3(THREADS), shared, stream, a);
        case 2: return launch(tensorKernel<T, PADDED, 2>, grid, dim3(THREADS), shared, stream, a);
        default: return launch(tensorKernel<T, PADDED, 1>, grid, dim3(THREADS), shared, stream, a);
    }
}

}  // namespace

template <typename T>
cudaError_t enqueueTensor(const WindowAttentionCall& call, cudaStream_t stream) {
    if (!suitsTensorCores(call)) return cudaErrorInvalidValue;
    if (computeCapability() < 80) return cudaErrorNotSupported;
    return call.channels / call.groups <= 32 ? enqueuePadded<T, 32>(call, stream) : enqueuePadded<T, 64>(call, stream);
}

template cudaError_t enqueueTensor<float>(const WindowAttentionCall&, cudaStream_t);
template cudaError_t enqueueTensor<__half>(const WindowAttentionCall&, cudaStream_t);
template cudaError_t enqueueTensor<__nv_bfloat16>(const WindowAttentionCall&, cudaStream_t);

}  // namespace assay::window
