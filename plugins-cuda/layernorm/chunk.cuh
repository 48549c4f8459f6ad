// Rows whose threads each have some columns side by side, from shared memory: the variants TILE and PIPE.
#pragma once

#include "common/tile.cuh"
#include "layernorm/kernels.cuh"

namespace assay {

/// Gamma, beta and bias in FP32, 0 past the width.
struct SharedWeights {
    alignas(16) float gamma[WIDEST_TILE_ROW];
    alignas(16) float beta[WIDEST_TILE_ROW];
    alignas(16) float bias[WIDEST_TILE_ROW];

    /// By all threads of the block, which are as many as a row may be wide; a barrier must follow.
    template <typename T>
    __device__ void fill(const LayerNormArguments<T>& a) {
        const int c = static_cast<int>(threadIdx.x);
        gamma[c] = c < a.width ? toFloat(a.gamma[c]) : 0.0f;
        beta[c] = c < a.width ? toFloat(a.beta[c]) : 0.0f;
        bias[c] = a.bias && c < a.width ? toFloat(a.bias[c]) : 0.0f;
    }

    template <int CHUNK>
    __device__ void addBias(int column, float (&x)[CHUNK]) const {
#pragma unroll
        for (int i = 0; i < CHUNK; ++i) x[i] += bias[column + i];
    }
};

/// Replaces `count` values from `column` on, one thread's part of a row, by the normalised ones.
template <typename Layout, int CHUNK>
__device__ inline void normaliseChunk(float (&x)[CHUNK], int count, int column, int width, float epsilon,
                                      const SharedWeights& weights) {
    const float share = 1.0f / width;
    const float pivot = Layout::ofFirst(x[0]);
    float total = 0.0f;
#pragma unroll
    for (int i = 0; i < CHUNK; ++i) {
        if (i >= count) continue;
        x[i] -= pivot;
        total += x[i];
    }
    const float mean = Layout::sum(total) * share;
    total = 0.0f;
#pragma unroll
    for (int i = 0; i < CHUNK; ++i) {
        if (i >= count) continue;
        x[i] -= mean;
        total += x[i] * x[i];
    }
    const float scale = rsqrtf(Layout::sum(total) * share + epsilon);
#pragma unroll
    for (int i = 0; i < CHUNK; i += 4) {
        const Pack<float, 4> gamma = loadPack<float, 4>(weights.gamma + column + i);
        const Pack<float, 4> beta = loadPack<float, 4>(weights.beta + column + i);
#pragma unroll
        for (int j = 0; j < 4; ++j) x[i + j] = x[i + j] * scale * gamma.value[j] + beta.value[j];
    }
}

}  // namespace assay
