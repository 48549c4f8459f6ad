#include "masked-softmax/masked_softmax.h"

#include "common/thread_rows.cuh"
#include "masked-softmax/kernels.cuh"

namespace assay {
namespace {

template <typename T>
__global__ void naiveKernel(MaskedSoftmaxArguments<T> a) {
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
__global__ void blockKernel(MaskedSoftmaxArguments<T> a) {
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

/// A block a row like blockKernel, the row in registers instead of shared memory, and its mask read once.
template <typename T, int PACK>
__global__ void __launch_bounds__(1024) registerBlockKernel(MaskedSoftmaxArguments<T> a) {
    using Layout = BlockLayout<PACK>;
    __shared__ float scratch[32];
    const std::int64_t row = blockIdx.x;
    float x[Layout::VALUES];
    loadRow<Layout>(a.x + row * a.width, a.width, true, 0.0f, x);
    const unsigned kept = laneMask<Layout>(a, row / a.rowsPerBatch);
    toShares(
        x, kept == ALL_KEPT<Layout::VALUES>, kept, [](float mine) { return blockMax(mine, scratch); },
        [](float mine) { return blockSum(mine, scratch); });
    storeRow<Layout>(a.y + row * a.width, a.width, true, x);
}

template <typename T, typename Layout>
__global__ void __launch_bounds__(ROW_THREADS) warpKernel(MaskedSoftmaxArguments<T> a) {
    constexpr int VALUES = Layout::VALUES;
    const std::int64_t first = Layout::firstRow();
    float x[Layout::ROWS][VALUES];
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        loadRow<Layout>(a.x + (first + r) * a.width, a.width, first + r < a.rows, -INFINITY, x[r]);
    }
    MaskWalk<Layout, T> mask(a, first);
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        const unsigned kept = mask.next();
        toShares(x[r], kept == ALL_KEPT<VALUES>, kept, groupMax<Layout::GROUP>, groupSum<Layout::GROUP>);
        storeRow<Layout>(a.y + (first + r) * a.width, a.width, first + r < a.rows, x[r]);
    }
}

template <typename T>
cudaError_t enqueue(const MaskedSoftmaxCall& call, cudaStream_t stream) {
    const Mask mask{call.mask, call.maskElement == MaskElement::BOOL, call.polarity == MaskPolarity::VALID};
    const MaskedSoftmaxArguments<T> a{static_cast<const T*>(call.x),
                         mask,
                         static_cast<T*>(call.y),
                         call.batch * call.rowsPerBatch,
                         call.rowsPerBatch,
                         call.width};
    const std::size_t shared = sizeof(float) * static_cast<std::size_t>(call.width);
    const auto allAligned = [&](std::size_t bytes) { return a.aligned(bytes); };
    const bool automatic = call.variant == MaskedSoftmaxVariant::AUTO;
    const MaskedSoftmaxVariant variant =
        automatic ? maskedSoftmaxChoice(call, largestShared(), fastMemory()) : call.variant;
    if (variant == MaskedSoftmaxVariant::STREAM) return enqueueStream(a, stream);
    if (variant == MaskedSoftmaxVariant::TILE) return enqueueTile(a, stream);
    if (variant == MaskedSoftmaxVariant::PIPE) return enqueuePipe(a, stream);
    if (variant == MaskedSoftmaxVariant::BURST) return enqueueBurst(a, false, stream);
    if (variant == MaskedSoftmaxVariant::BURST_STREAMING) return enqueueBurst(a, true, stream);
    if (variant == MaskedSoftmaxVariant::THREAD) return enqueueThread(a, stream);
    if (variant == MaskedSoftmaxVariant::WHOLE) return enqueueWhole(a, stream);
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
    if (!fitsShared(call.width, largestShared())) return cudaErrorInvalidValue;
    const dim3 block(1024);
    return packs
               ? launch(blockKernel<T, FULL_PACK<T>>, grid, block, shared, stream, a)
               : launch(blockKernel<T, 1>, grid, block, shared, stream, a);
}

}  // namespace

// Measured on an H200, whose memory is fast, and on an H100, in FP16 over rows of 50, 64, 256, 1024 and 4096 values and in
// FP32 (docs/measured.md). BF16 was not: it goes as FP16. Between measured widths lie the thresholds 64 and 512, and 128 is
// the most that PIPE takes. Few rows of more than 512 values were not measured and stay with WARP and BLOCK.
MaskedSoftmaxVariant maskedSoftmaxChoice(const MaskedSoftmaxCall& call, std::size_t sharedBytes, bool fast) {
    const bool allAligned = aligned(call.x, 16) && aligned(call.y, 16);
    const bool maskToo = allAligned && aligned(call.mask, 16);
    const bool halves = call.element != Element::FLOAT32 && allAligned;
    const bool packs = call.width % 8 == 0;
    const bool many = call.batch * call.rowsPerBatch >= MANY_ROWS;
    const bool inRegisters = registerBlockThreads(call.width) > 0;
    // Rows of 50: THREAD by 16 % on an H200, TILE by 4 % on an H100.
    if (halves && fitsThread(call.width) && many) return fast ? MaskedSoftmaxVariant::THREAD : MaskedSoftmaxVariant::TILE;
    if (halves && !packs && call.width <= 128 && many) return MaskedSoftmaxVariant::PIPE;
    if (halves && !packs && call.width <= 64) return MaskedSoftmaxVariant::TILE;
    // WHOLE was timed on an H100 alone: by 1 % on FP16 rows of 64 and 256 and on FP32 rows of 64.
    const bool whole = !fast && fitsWhole(call.width);
    if (halves && packs && maskToo && call.width <= 512 && many) {
        return whole ? MaskedSoftmaxVariant::WHOLE : MaskedSoftmaxVariant::BURST_STREAMING;
    }
    // FP32 rows of 50 on an H100: BURST by 3 %.
    const bool pairs = call.width % (fast ? 4 : 2) == 0;
    if (call.element == Element::FLOAT32 && pairs && maskToo && call.width <= 64 && many) {
        return whole ? MaskedSoftmaxVariant::WHOLE : MaskedSoftmaxVariant::BURST;
    }
    // Rows of 1024: STREAM by 5 and 1 %. Of 4096: STREAM by 11 % on an H200, BLOCK by 3 % on an H100.
    const bool streams = fast || call.width <= WIDEST_REGISTER_ROW;
    if (halves && packs && maskToo && call.width > 512 && inRegisters && many && streams) {
        return MaskedSoftmaxVariant::STREAM;
    }
    if (call.width <= WIDEST_REGISTER_ROW) return MaskedSoftmaxVariant::WARP;
    const bool held = inRegisters || fitsShared(call.width, sharedBytes);
    return held ? MaskedSoftmaxVariant::BLOCK : MaskedSoftmaxVariant::NAIVE;
}

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
