#include "masked-softmax/masked_softmax.h"

#include "common/approximate.cuh"
#include "common/mask.cuh"
#include "common/rows.cuh"

namespace assay {
namespace {

template <typename T>
struct Arguments {
    const T* x;
    Mask mask;
    T* y;
    std::int64_t rows;
    std::int64_t rowsPerBatch;
    int width;
};

// What is masked takes no part, whatever it holds: NaN behind the mask does no harm, and no large negative number is
// added to logits, which would round away their digits. A row of which nothing is left becomes 0.
//
// The largest value ignores NaN; a NaN among the kept ones reaches the sum through its own exponential.

__device__ inline float shifted(float x, float largest) { return exp2Flushed((x - largest) * 1.4426950408889634f); }

__device__ inline float reciprocalOf(float sum) { return sum == 0.0f ? 0.0f : 1.0f / sum; }

template <typename T>
__global__ void naiveKernel(Arguments<T> a) {
    __shared__ float scratch[32];
    const std::int64_t row = blockIdx.x;
    const T* x = a.x + row * a.width;
    const std::int64_t mask = row / a.rowsPerBatch * a.width;
    float largest = -INFINITY;
    for (int c = threadIdx.x; c < a.width; c += blockDim.x) {
        if (a.mask.kept(mask + c)) largest = fmaxf(largest, toFloat(x[c]));
    }
    largest = blockMax(largest, scratch);
    float sum = 0.0f;
    for (int c = threadIdx.x; c < a.width; c += blockDim.x) {
        if (a.mask.kept(mask + c)) sum += shifted(toFloat(x[c]), largest);
    }
    const float share = reciprocalOf(blockSum(sum, scratch));
    for (int c = threadIdx.x; c < a.width; c += blockDim.x) {
        const float y = a.mask.kept(mask + c) ? shifted(toFloat(x[c]), largest) * share : 0.0f;
        a.y[row * a.width + c] = fromFloat<T>(y);
    }
}

/// PACK is 1 or the type's full pack. A thread reads and writes the same columns of `cached`: no barrier is needed.
template <typename T, int PACK>
__global__ void blockKernel(Arguments<T> a) {
    ASSAY_DYNAMIC_SHARED(float, cached);
    __shared__ float scratch[32];
    const std::int64_t row = blockIdx.x;
    const std::int64_t start = row * a.width;
    const std::int64_t mask = row / a.rowsPerBatch * a.width;
    const int packs = a.width / PACK;
    float largest = -INFINITY;
#pragma unroll 4
    for (int p = threadIdx.x; p < packs; p += blockDim.x) {
        const Pack<T, PACK> x = loadPack<T, PACK>(a.x + start + p * PACK);
        const unsigned kept = a.mask.template keptBits<PACK>(mask + p * PACK);
#pragma unroll
        for (int i = 0; i < PACK; ++i) {
            const bool counts = kept >> i & 1u;
            const float value = toFloat(x.value[i]);
            if (counts) largest = fmaxf(largest, value);
            cached[i * packs + p] = counts ? value : -INFINITY;
        }
    }
    largest = blockMax(largest, scratch);
    float sum = 0.0f;
    for (int p = threadIdx.x; p < packs; p += blockDim.x) {
        const unsigned kept = a.mask.template keptBits<PACK>(mask + p * PACK);
#pragma unroll
        for (int i = 0; i < PACK; ++i) {
            const float e = kept >> i & 1u ? shifted(cached[i * packs + p], largest) : 0.0f;
            cached[i * packs + p] = e;
            sum += e;
        }
    }
    sum = blockSum(sum, scratch);
    const float share = reciprocalOf(sum);
    for (int p = threadIdx.x; p < packs; p += blockDim.x) {
        const unsigned kept = a.mask.template keptBits<PACK>(mask + p * PACK);
        Pack<T, PACK> y;
#pragma unroll
        for (int i = 0; i < PACK; ++i) {
            y.value[i] = fromFloat<T>(kept >> i & 1u ? cached[i * packs + p] * share : 0.0f);
        }
        storePack<T, PACK>(a.y + start + p * PACK, y);
    }
}

/// The mask of a lane's values, one bit each; columns past the width are not kept.
template <typename Layout, typename T>
__device__ unsigned laneMask(const Arguments<T>& a, std::int64_t batch) {
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

/// Replaces a row's values by their shares. The row is spread over the threads that `largestOf` and `sumOf` reduce over.
template <int VALUES, typename Largest, typename Sum>
__device__ void toShares(float (&x)[VALUES], unsigned kept, Largest&& largestOf, Sum&& sumOf) {
    float largest = -INFINITY;
#pragma unroll
    for (int i = 0; i < VALUES; ++i) {
        if (kept >> i & 1u) largest = fmaxf(largest, x[i]);
    }
    largest = largestOf(largest);
    float sum = 0.0f;
#pragma unroll
    for (int i = 0; i < VALUES; ++i) {
        x[i] = kept >> i & 1u ? shifted(x[i], largest) : 0.0f;
        sum += x[i];
    }
    const float share = reciprocalOf(sumOf(sum));
#pragma unroll
    for (int i = 0; i < VALUES; ++i) x[i] = kept >> i & 1u ? x[i] * share : 0.0f;
}

/// A block a row like blockKernel, the row in registers instead of shared memory, and its mask read once.
template <typename T, int PACK>
__global__ void __launch_bounds__(1024) registerBlockKernel(Arguments<T> a) {
    using Layout = BlockLayout<PACK>;
    __shared__ float scratch[32];
    const std::int64_t row = blockIdx.x;
    float x[Layout::VALUES];
    loadRow<Layout>(a.x + row * a.width, a.width, true, 0.0f, x);
    toShares(
        x, laneMask<Layout>(a, row / a.rowsPerBatch), [](float mine) { return blockMax(mine, scratch); },
        [](float mine) { return blockSum(mine, scratch); });
    storeRow<Layout>(a.y + row * a.width, a.width, true, x);
}

template <typename T, typename Layout>
__global__ void __launch_bounds__(ROW_THREADS) warpKernel(Arguments<T> a) {
    constexpr int VALUES = Layout::VALUES;
    const std::int64_t first = Layout::firstRow();
    float x[Layout::ROWS][VALUES];
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        loadRow<Layout>(a.x + (first + r) * a.width, a.width, first + r < a.rows, 0.0f, x[r]);
    }
    std::int64_t batch = first / a.rowsPerBatch;
    std::int64_t left = (batch + 1) * a.rowsPerBatch - first;  // rows of this batch from `first` on
    unsigned kept = first < a.rows ? laneMask<Layout>(a, batch) : 0u;
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        if (left == 0) {
            ++batch;
            left = a.rowsPerBatch;
            kept = first + r < a.rows ? laneMask<Layout>(a, batch) : 0u;
        }
        --left;
        toShares(x[r], kept, groupMax<Layout::GROUP>, groupSum<Layout::GROUP>);
        storeRow<Layout>(a.y + (first + r) * a.width, a.width, first + r < a.rows, x[r]);
    }
}

template <typename T>
cudaError_t enqueue(const MaskedSoftmaxCall& call, cudaStream_t stream) {
    const Mask mask{call.mask, call.maskElement == MaskElement::BOOL, call.polarity == MaskPolarity::VALID};
    const Arguments<T> a{static_cast<const T*>(call.x),
                         mask,
                         static_cast<T*>(call.y),
                         call.batch * call.rowsPerBatch,
                         call.rowsPerBatch,
                         call.width};
    const std::size_t shared = sizeof(float) * static_cast<std::size_t>(call.width);
    const bool fits = shared + 256 <= largestShared();
    const auto allAligned = [&](std::size_t bytes) {
        return aligned(a.x, bytes) && aligned(a.y, bytes) && aligned(call.mask, 16);
    };
    MaskedSoftmaxVariant variant = call.variant;
    if (variant == MaskedSoftmaxVariant::AUTO) {
        variant = call.width <= WIDEST_REGISTER_ROW ? MaskedSoftmaxVariant::WARP
                  : fits                            ? MaskedSoftmaxVariant::BLOCK
                                                    : MaskedSoftmaxVariant::NAIVE;
    }
    if (variant == MaskedSoftmaxVariant::WARP) {
        if (call.width > WIDEST_REGISTER_ROW) return cudaErrorInvalidValue;
        return withLayout<T>(call.width, allAligned, [&](auto layout) {
            using Layout = decltype(layout);
            const std::int64_t blocks = (a.rows + Layout::ROWS_PER_BLOCK - 1) / Layout::ROWS_PER_BLOCK;
            if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
            return launch(warpKernel<T, Layout>, dim3(static_cast<unsigned>(blocks)), dim3(ROW_THREADS), 0, stream, a);
        });
    }
    if (!fitsGrid(a.rows)) return cudaErrorInvalidValue;
    const dim3 grid(static_cast<unsigned>(a.rows));
    if (variant == MaskedSoftmaxVariant::NAIVE) return launch(naiveKernel<T>, grid, dim3(256), 0, stream, a);
    const bool packs = call.width % FULL_PACK<T> == 0 && allAligned(16);
    if (const unsigned threads = registerBlockThreads(call.width)) {
        return packs ? launch(registerBlockKernel<T, FULL_PACK<T>>, grid, dim3(threads), 0, stream, a)
                     : launch(registerBlockKernel<T, 1>, grid, dim3(threads), 0, stream, a);
    }
    if (!fits) return cudaErrorInvalidValue;
    const dim3 block(1024);
    return packs
               ? launch(blockKernel<T, FULL_PACK<T>>, grid, block, shared, stream, a)
               : launch(blockKernel<T, 1>, grid, block, shared, stream, a);
}

}  // namespace

cudaError_t maskedSoftmax(const MaskedSoftmaxCall& call, cudaStream_t stream) {
    if (call.batch < 0 || call.rowsPerBatch < 0 || call.width < 1) return cudaErrorInvalidValue;
    if (call.batch == 0 || call.rowsPerBatch == 0) return cudaSuccess;
    if (!call.x || !call.y) return cudaErrorInvalidValue;
    switch (call.element) {
        case Element::FLOAT32: return enqueue<float>(call, stream);
        case Element::FLOAT16: return enqueue<__half>(call, stream);
        case Element::BFLOAT16: return enqueue<__nv_bfloat16>(call, stream);
    }
    return cudaErrorInvalidValue;
}

}  // namespace assay
