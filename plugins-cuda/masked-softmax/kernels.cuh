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

/// The mask of a lane's values, one bit each. Columns past the width count as kept if `absentKept`: where they hold −∞,
/// they change nothing, and all lanes of a warp go the same way.
template <typename Layout, typename T>
__device__ inline unsigned laneMask(const MaskedSoftmaxArguments<T>& a, std::int64_t batch, bool absentKept = false) {
    unsigned bits = 0;
    const int width = Layout::width(a.width);
#pragma unroll
    for (int p = 0; p < Layout::PACKS; ++p) {
        const int column = Layout::column(p * Layout::PACK);
        if (column < width) {
            bits |= a.mask.template keptBits<Layout::PACK>(batch * width + column) << (p * Layout::PACK);
        } else if (absentKept) {
            bits |= ALL_KEPT<Layout::PACK> << (p * Layout::PACK);
        }
    }
    return bits;
}

// A row's values become their shares in three steps: largestKept, toExponentials, toProducts, with a reduction over the
// row's threads after each of the first two. `all`: every value of this thread is kept, or is −∞ because the row has no
// such column, and the mask is not looked at.

template <int VALUES>
__device__ inline float largestKept(const float (&x)[VALUES], bool all, unsigned kept) {
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
    return largest;
}

/// Returns their sum.
template <int VALUES>
__device__ inline float toExponentials(float (&x)[VALUES], bool all, unsigned kept, float largest) {
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
    return sum;
}

template <int VALUES>
__device__ inline void toProducts(float (&x)[VALUES], bool all, unsigned kept, float share) {
    if (all) {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[i] *= share;
    } else {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[i] = kept >> i & 1u ? x[i] * share : 0.0f;
    }
}

/// All three steps. The row is spread over the threads that `largestOf` and `sumOf` reduce over.
template <int VALUES, typename Largest, typename Sum>
__device__ inline void toShares(float (&x)[VALUES], bool all, unsigned kept, Largest&& largestOf, Sum&& sumOf) {
    const float largest = largestOf(largestKept(x, all, kept));
    toProducts(x, all, kept, reciprocalOf(sumOf(toExponentials(x, all, kept, largest))));
}

/// The batch of a row. A division of 64 bits takes a hundred instructions: hardly ever is it needed.
__device__ inline std::int64_t batchOf(std::int64_t row, std::int64_t rowsPerBatch) {
    if (row <= 0xffffffff && rowsPerBatch <= 0xffffffff) {
        return static_cast<unsigned>(row) / static_cast<unsigned>(rowsPerBatch);
    }
    return row / rowsPerBatch;
}

/// The masks of ROWS rows from `first` on, row by row in ascending order, each batch's read once.
template <typename Layout, typename T>
struct MaskWalk {
    const MaskedSoftmaxArguments<T>& a;
    std::int64_t first;
    std::int64_t batch;
    std::int64_t left;  ///< rows of this batch that are still to come
    unsigned kept;

    __device__ MaskWalk(const MaskedSoftmaxArguments<T>& a_, std::int64_t first_)
        : a(a_),
          first(first_),
          batch(batchOf(first_, a_.rowsPerBatch)),
          left((batch + 1) * a_.rowsPerBatch - first_),
          kept(first_ < a_.rows ? laneMask<Layout>(a_, batch, true) : 0u) {}

    __device__ unsigned next() {
        if (left == 0) {
            ++batch;
            left = a.rowsPerBatch;
            kept = first < a.rows ? laneMask<Layout>(a, batch, true) : 0u;
        }
        --left;
        ++first;
        return kept;
    }
};

/// The variants STREAM, TILE, PIPE, BURST, BURST_STREAMING, THREAD and WHOLE.
template <typename T>
cudaError_t enqueueStream(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream);
template <typename T>
cudaError_t enqueueTile(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream);
template <typename T>
cudaError_t enqueuePipe(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream);
template <typename T>
cudaError_t enqueueBurst(const MaskedSoftmaxArguments<T>& a, bool streaming, cudaStream_t stream);
template <typename T>
cudaError_t enqueueThread(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream);
template <typename T>
cudaError_t enqueueWhole(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream);

}  // namespace assay
