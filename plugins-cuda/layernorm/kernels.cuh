// What the kernels of layer normalisation share.
#pragma once

#include "common/rows.cuh"
#include "layernorm/layer_norm.h"

namespace assay {

template <typename T>
struct LayerNormArguments {
    const T* x;
    const T* residual;
    const T* bias;
    const T* gamma;
    const T* beta;
    T* y;
    T* sum;
    std::int64_t rows;
    int width;
    float epsilon;

    bool aligned(std::size_t bytes) const {
        return assay::aligned(x, bytes) && assay::aligned(residual, bytes) && assay::aligned(bias, bytes) &&
               assay::aligned(gamma, bytes) && assay::aligned(beta, bytes) && assay::aligned(y, bytes) &&
               assay::aligned(sum, bytes);
    }
};

// All variants subtract the row's first value before anything is summed. The mean of what is left has the row's
// spread as its scale and not the row's offset, so a row of 1000 ± 1 keeps its digits, and a constant row comes out
// as exactly beta.

/// x + residual + bias of one element, in FP32.
template <typename T>
__device__ inline float input(const LayerNormArguments<T>& a, std::int64_t row, int column) {
    float x = toFloat(a.x[row * a.width + column]);
    if (a.residual) x += toFloat(a.residual[row * a.width + column]);
    if (a.bias) x += toFloat(a.bias[column]);
    return x;
}

/// Adds residual and bias to the rows from `first` on, and stores what that makes where it is wanted.
template <typename Layout, typename T>
__device__ inline void fuseRows(const LayerNormArguments<T>& a, std::int64_t first,
                                float (&x)[Layout::ROWS][Layout::VALUES]) {
    constexpr int VALUES = Layout::VALUES;
    if (a.residual) {
#pragma unroll
        for (int r = 0; r < Layout::ROWS; ++r) {
            float more[VALUES];
            loadRow<Layout>(a.residual + (first + r) * a.width, a.width, first + r < a.rows, 0.0f, more);
#pragma unroll
            for (int i = 0; i < VALUES; ++i) x[r][i] += more[i];
        }
    }
    if (a.bias) {
        float more[VALUES];
        loadRow<Layout>(a.bias, a.width, true, 0.0f, more);
#pragma unroll
        for (int r = 0; r < Layout::ROWS; ++r) {
#pragma unroll
            for (int i = 0; i < VALUES; ++i) x[r][i] += more[i];
        }
    }
    if (a.sum) {
#pragma unroll
        for (int r = 0; r < Layout::ROWS; ++r) {
            storeRow<Layout>(a.sum + (first + r) * a.width, a.width, first + r < a.rows, x[r]);
        }
    }
}

/// Replaces a row that a group of lanes holds by its distances from the mean, over their deviation.
template <typename Layout>
__device__ inline void standardise(float (&x)[Layout::VALUES], int width, float epsilon) {
    const float share = 1.0f / width;
    const float pivot = __shfl_sync(ALL_LANES, x[0], 0, Layout::GROUP);
    float total = 0.0f;
#pragma unroll
    for (int p = 0; p < Layout::PACKS; ++p) {
        if (Layout::column(p * Layout::PACK) >= width) continue;
#pragma unroll
        for (int i = p * Layout::PACK; i < (p + 1) * Layout::PACK; ++i) {
            x[i] -= pivot;
            total += x[i];
        }
    }
    const float mean = groupSum<Layout::GROUP>(total) * share;
    total = 0.0f;
#pragma unroll
    for (int p = 0; p < Layout::PACKS; ++p) {
        if (Layout::column(p * Layout::PACK) >= width) continue;
#pragma unroll
        for (int i = p * Layout::PACK; i < (p + 1) * Layout::PACK; ++i) {
            x[i] -= mean;
            total += x[i] * x[i];
        }
    }
    const float scale = rsqrtf(groupSum<Layout::GROUP>(total) * share + epsilon);
#pragma unroll
    for (int i = 0; i < Layout::VALUES; ++i) x[i] *= scale;
}

/// The variants STREAM, TILE, PIPE, BURST, BURST_STREAMING, THREAD and WHOLE.
template <typename T>
cudaError_t enqueueStream(const LayerNormArguments<T>& a, cudaStream_t stream);
template <typename T>
cudaError_t enqueueTile(const LayerNormArguments<T>& a, cudaStream_t stream);
template <typename T>
cudaError_t enqueuePipe(const LayerNormArguments<T>& a, cudaStream_t stream);
template <typename T>
cudaError_t enqueueBurst(const LayerNormArguments<T>& a, bool streaming, cudaStream_t stream);
template <typename T>
cudaError_t enqueueThread(const LayerNormArguments<T>& a, cudaStream_t stream);
template <typename T>
cudaError_t enqueueWhole(const LayerNormArguments<T>& a, cudaStream_t stream);

}  // namespace assay
