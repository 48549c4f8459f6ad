// What the kernels of masked softmax share.
#pragma once

#include "common/approximate.cuh"
#include "common/mask.cuh"
#include "common/rows.cuh"
#include "masked-softmax/masked_softmax.h"

namespace assay {

template <typename T>
struct MaskedSoftmaxArguments {
    const T* x;
    Mask mask;
    T* y;
    std::int64_t rows;
    std::int64_t rowsPerBatch;
    int width;

    bool aligned(std::size_t bytes) const {
        return assay::aligned(x, bytes) && assay::aligned(y, bytes) && assay::aligned(mask.cells, 16);
    }
};

// What is masked takes no part, whatever it holds: NaN behind the mask does no harm, and no large negative number is
// added to logits, which would round away their digits. A row of which nothing is left becomes 0.
//
// The largest value ignores NaN; a NaN among the kept ones reaches the sum through its own exponential.

__device__ inline float shifted(float x, float largest) { return exp2Flushed((x - largest) * 1.4426950408889634f); }

__device__ inline float reciprocalOf(float sum) { return sum == 0.0f ? 0.0f : 1.0f / sum; }

/// COUNT bits, all of them 1.
template <int COUNT>
constexpr unsigned ALL_KEPT = COUNT == 32 ? 0xffffffffu : (1u << (COUNT % 32)) - 1u;

/// The mask of a lane's values, one bit each; columns past the width are not kept.
template <typename Layout, typename T>
__device__ inline unsigned laneMask(const MaskedSoftmaxArguments<T>& a, std::int64_t batch) {
    unsigned bits = 0;
#pragma unroll
    for (int p = 0; p < Layout::PACKS; ++p) {
        const int column = Layout::column(p * Layout::PACK);
        if (column < a.width) {
            bits |= a.mask.template keptBits<Layout::PACK>(batch * a.width + column) << (p * Layout::PACK);
        }
    }
    return bits;
}

/// Replaces a row's values by their shares. The row is spread over the threads that `largestOf` and `sumOf` reduce
/// over. `all`: every value of this thread is kept, or is −∞ because the row has no such column, and the mask is not
/// looked at.
template <int VALUES, typename Largest, typename Sum>
__device__ inline void toShares(float (&x)[VALUES], bool all, unsigned kept, Largest&& largestOf, Sum&& sumOf) {
    float largest = -INFINITY;
    if (all) {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) largest = fmaxf(largest, x[i]);
    } else {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) {
            if (kept >> i & 1u) largest = fmaxf(largest, x[i]);
        }
    }
    largest = largestOf(largest);
    float sum = 0.0f;
    if (all) {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) {
            x[i] = shifted(x[i], largest);
            sum += x[i];
        }
    } else {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) {
            x[i] = kept >> i & 1u ? shifted(x[i], largest) : 0.0f;
            sum += x[i];
        }
    }
    const float share = reciprocalOf(sumOf(sum));
    if (all) {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[i] *= share;
    } else {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[i] = kept >> i & 1u ? x[i] * share : 0.0f;
    }
}

/// The variants STREAM and TILE.
template <typename T>
cudaError_t enqueueStream(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream);
template <typename T>
cudaError_t enqueueTile(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream);

}  // namespace assay
