#include "layernorm/layer_norm.h"

#include "common/thread_rows.cuh"
#include "layernorm/kernels.cuh"

namespace assay {
namespace {

template <typename T>
__global__ void naiveKernel(LayerNormArguments<T> a) {
    __shared__ float scratch[32];
    const std::int64_t row = blockIdx.x;
    const float pivot = input(a, row, 0);
    float total = 0.0f;
    for (int c = threadIdx.x; c < a.width; c += blockDim.x) total += input(a, row, c) - pivot;
    const float mean = blockSum(total, scratch) / a.width;
    total = 0.0f;
    for (int c = threadIdx.x; c < a.width; c += blockDim.x) {
        const float d = input(a, row, c) - pivot - mean;
        total += d * d;
    }
    const float scale = rsqrtf(blockSum(total, scratch) / a.width + a.epsilon);
    for (int c = threadIdx.x; c < a.width; c += blockDim.x) {
        const float x = input(a, row, c);
        a.y[row * a.width + c] = fromFloat<T>((x - pivot - mean) * scale * toFloat(a.gamma[c]) + toFloat(a.beta[c]));
        if (a.sum) a.sum[row * a.width + c] = fromFloat<T>(x);
    }
}

template <typename T>
__global__ void blockKernel(LayerNormArguments<T> a) {
    ASSAY_DYNAMIC_SHARED(float, cached);
    __shared__ float scratch[32];
    const std::int64_t row = blockIdx.x;
    const float pivot = input(a, row, 0);
    float total = 0.0f;
    for (int c = threadIdx.x; c < a.width; c += blockDim.x) {
        const float x = input(a, row, c);
        if (a.sum) a.sum[row * a.width + c] = fromFloat<T>(x);
        cached[c] = x - pivot;
        total += x - pivot;
    }
    const float mean = blockSum(total, scratch) / a.width;
    total = 0.0f;
    for (int c = threadIdx.x; c < a.width; c += blockDim.x) {
        const float d = cached[c] - mean;
        total += d * d;
    }
    const float scale = rsqrtf(blockSum(total, scratch) / a.width + a.epsilon);
    for (int c = threadIdx.x; c < a.width; c += blockDim.x) {
        a.y[row * a.width + c] = fromFloat<T>((cached[c] - mean) * scale * toFloat(a.gamma[c]) + toFloat(a.beta[c]));
    }
}

/// The block variant with full packs: every thread reads and writes the same columns, so `cached` needs no barrier.
template <typename T>
__global__ void packedBlockKernel(LayerNormArguments<T> a) {
    constexpr int PACK = FULL_PACK<T>;
    ASSAY_DYNAMIC_SHARED(float, cached);
    __shared__ float scratch[32];
    const std::int64_t start = static_cast<std::int64_t>(blockIdx.x) * a.width;
    const int packs = a.width / PACK;
    const float pivot = input(a, blockIdx.x, 0);
    float total = 0.0f;
#pragma unroll 4
    for (int p = threadIdx.x; p < packs; p += blockDim.x) {
        const Pack<T, PACK> x = loadPack<T, PACK>(a.x + start + p * PACK);
        float value[PACK];
#pragma unroll
        for (int i = 0; i < PACK; ++i) value[i] = toFloat(x.value[i]);
        if (a.residual) {
            const Pack<T, PACK> more = loadPack<T, PACK>(a.residual + start + p * PACK);
#pragma unroll
            for (int i = 0; i < PACK; ++i) value[i] += toFloat(more.value[i]);
        }
        if (a.bias) {
            const Pack<T, PACK> more = loadPack<T, PACK>(a.bias + p * PACK);
#pragma unroll
            for (int i = 0; i < PACK; ++i) value[i] += toFloat(more.value[i]);
        }
        if (a.sum) {
            Pack<T, PACK> rounded;
#pragma unroll
            for (int i = 0; i < PACK; ++i) rounded.value[i] = fromFloat<T>(value[i]);
            storePack<T, PACK>(a.sum + start + p * PACK, rounded);
        }
#pragma unroll
        for (int i = 0; i < PACK; ++i) {
            cached[i * packs + p] = value[i] - pivot;  // i-major: neighbouring lanes use neighbouring banks
            total += value[i] - pivot;
        }
    }
    const float mean = blockSum(total, scratch) / a.width;
    total = 0.0f;
    for (int p = threadIdx.x; p < packs; p += blockDim.x) {
#pragma unroll
        for (int i = 0; i < PACK; ++i) {
            const float d = cached[i * packs + p] - mean;
            total += d * d;
        }
    }
    const float scale = rsqrtf(blockSum(total, scratch) / a.width + a.epsilon);
    for (int p = threadIdx.x; p < packs; p += blockDim.x) {
        const Pack<T, PACK> gamma = loadPack<T, PACK>(a.gamma + p * PACK);
        const Pack<T, PACK> beta = loadPack<T, PACK>(a.beta + p * PACK);
        Pack<T, PACK> y;
#pragma unroll
        for (int i = 0; i < PACK; ++i) {
            const float normal = (cached[i * packs + p] - mean) * scale;
            y.value[i] = fromFloat<T>(normal * toFloat(gamma.value[i]) + toFloat(beta.value[i]));
        }
        storePack<T, PACK>(a.y + start + p * PACK, y);
    }
}

/// A block a row like blockKernel, the row in registers instead of shared memory.
template <typename T, int PACK>
__global__ void __launch_bounds__(1024) registerBlockKernel(LayerNormArguments<T> a) {
    using Layout = BlockLayout<PACK>;
    constexpr int VALUES = Layout::VALUES;
    __shared__ float scratch[32];
    const std::int64_t start = static_cast<std::int64_t>(blockIdx.x) * a.width;
    float x[VALUES];
    float more[VALUES];
    loadRow<Layout>(a.x + start, a.width, true, 0.0f, x);
    const float pivot = input(a, blockIdx.x, 0);
    if (a.residual) {
        loadRow<Layout>(a.residual + start, a.width, true, 0.0f, more);
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[i] += more[i];
    }
    if (a.bias) {
        loadRow<Layout>(a.bias, a.width, true, 0.0f, more);
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[i] += more[i];
    }
    if (a.sum) storeRow<Layout>(a.sum + start, a.width, true, x);
    float total = 0.0f;
#pragma unroll
    for (int i = 0; i < VALUES; ++i) {
        x[i] = Layout::column(i) < a.width ? x[i] - pivot : 0.0f;
        total += x[i];
    }
    const float mean = blockSum(total, scratch) / a.width;
    total = 0.0f;
#pragma unroll
    for (int i = 0; i < VALUES; ++i) {
        x[i] -= mean;
        total += Layout::column(i) < a.width ? x[i] * x[i] : 0.0f;
    }
    const float scale = rsqrtf(blockSum(total, scratch) / a.width + a.epsilon);
    loadRow<Layout>(a.gamma, a.width, true, 0.0f, more);
#pragma unroll
    for (int i = 0; i < VALUES; ++i) x[i] *= scale * more[i];
    loadRow<Layout>(a.beta, a.width, true, 0.0f, more);
#pragma unroll
    for (int i = 0; i < VALUES; ++i) x[i] += more[i];
    storeRow<Layout>(a.y + start, a.width, true, x);
}

template <typename T, typename Layout>
__global__ void __launch_bounds__(ROW_THREADS) warpKernel(LayerNormArguments<T> a) {
    constexpr int VALUES = Layout::VALUES;
    const std::int64_t first = Layout::firstRow();
    float x[Layout::ROWS][VALUES];
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        loadRow<Layout>(a.x + (first + r) * a.width, a.width, first + r < a.rows, 0.0f, x[r]);
    }
    fuseRows<Layout>(a, first, x);
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) standardise<Layout>(x[r], a.width, a.epsilon);
    float gamma[VALUES];
    float beta[VALUES];
    loadRow<Layout>(a.gamma, a.width, true, 0.0f, gamma);
    loadRow<Layout>(a.beta, a.width, true, 0.0f, beta);
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[r][i] = x[r][i] * gamma[i] + beta[i];
        storeRow<Layout>(a.y + (first + r) * a.width, a.width, first + r < a.rows, x[r]);
    }
}

bool alignedTo16(const LayerNormCall& call) {
    for (const void* tensor : {call.x, call.residual, call.bias, call.gamma, call.beta,
                               static_cast<const void*>(call.y), static_cast<const void*>(call.sum)}) {
        if (!aligned(tensor, 16)) return false;
    }
    return true;
}

template <typename T>
cudaError_t enqueue(const LayerNormCall& call, cudaStream_t stream) {
    const LayerNormArguments<T> a{static_cast<const T*>(call.x),
                         static_cast<const T*>(call.residual),
                         static_cast<const T*>(call.bias),
                         static_cast<const T*>(call.gamma),
                         static_cast<const T*>(call.beta),
                         static_cast<T*>(call.y),
                         static_cast<T*>(call.sum),
                         call.rows,
                         call.width,
                         call.epsilon};
    const std::size_t shared = sizeof(float) * static_cast<std::size_t>(call.width);
    const bool automatic = call.variant == LayerNormVariant::AUTO;
    const LayerNormVariant variant = automatic ? layerNormChoice(call, largestShared(), fastMemory()) : call.variant;
    if (variant == LayerNormVariant::STREAM) return enqueueStream(a, stream);
    if (variant == LayerNormVariant::TILE) return enqueueTile(a, stream);
    if (variant == LayerNormVariant::PIPE) return enqueuePipe(a, stream);
    if (variant == LayerNormVariant::BURST) return enqueueBurst(a, false, stream);
    if (variant == LayerNormVariant::BURST_STREAMING) return enqueueBurst(a, true, stream);
    if (variant == LayerNormVariant::THREAD) return enqueueThread(a, stream);
    if (variant == LayerNormVariant::WHOLE) return enqueueWhole(a, stream);
    if (variant == LayerNormVariant::WARP) {
        if (call.width > WIDEST_REGISTER_ROW) return cudaErrorInvalidValue;
        return withLayout<T>(
            call.width, [&](std::size_t bytes) { return a.aligned(bytes); },
            [&](auto layout) {
                using Layout = decltype(layout);
                const std::int64_t blocks = (call.rows + Layout::ROWS_PER_BLOCK - 1) / Layout::ROWS_PER_BLOCK;
                if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
                return launch(warpKernel<T, Layout>, dim3(static_cast<unsigned>(blocks)), dim3(ROW_THREADS), 0, stream,
                              a);
            });
    }
    if (!fitsGrid(call.rows)) return cudaErrorInvalidValue;
    const dim3 grid(static_cast<unsigned>(call.rows));
    if (variant == LayerNormVariant::NAIVE) return launch(naiveKernel<T>, grid, dim3(256), 0, stream, a);
    const bool packs = call.width % FULL_PACK<T> == 0 && a.aligned(16);
    if (const unsigned threads = registerBlockThreads(call.width)) {
        return packs ? launch(registerBlockKernel<T, FULL_PACK<T>>, grid, dim3(threads), 0, stream, a)
                     : launch(registerBlockKernel<T, 1>, grid, dim3(threads), 0, stream, a);
    }
    if (!fitsShared(call.width, largestShared())) return cudaErrorInvalidValue;
    const dim3 block(1024);
    return packs ? launch(packedBlockKernel<T>, grid, block, shared, stream, a)
               : launch(blockKernel<T>, grid, block, shared, stream, a);
}

}  // namespace

// Measured on an H200, whose memory is fast, and on an H100, in FP16 over rows of 31, 124, 256, 1024 and 4096 values and
// in FP32 (docs/measured.md). BF16 was not: it goes as FP16. The thresholds 128 and 512 lie between measured widths,
// where the layout of rows changes.
LayerNormVariant layerNormChoice(const LayerNormCall& call, std::size_t sharedBytes, bool fast) {
    const bool aligned = alignedTo16(call);
    const bool halves = call.element != Element::FLOAT32 && aligned;
    const bool packs = call.width % 8 == 0;
    const bool many = call.rows >= MANY_ROWS;
    if (call.width <= WIDEST_REGISTER_ROW) {
        const bool alone = !call.residual && !call.sum;
        // Rows of 31, 124 and 256 on an H200: THREAD by 27 %, BURST_STREAMING by 4 and 2 %.
        if (halves && alone && many) {
            if (fitsThread(call.width)) return LayerNormVariant::THREAD;
            if (packs ? call.width <= 512 : call.width % 4 == 0 && call.width <= 128) {
                return LayerNormVariant::BURST_STREAMING;
            }
            if (!packs && call.width <= 128) return LayerNormVariant::PIPE;
        }
        if (halves && packs && call.width <= 512) {
            // With a residual BURST by 7 % on an H200, BURST_STREAMING by 1 % on an H100.
            if (many) return fast ? LayerNormVariant::BURST : LayerNormVariant::BURST_STREAMING;
            // 2,500 rows of 256 with a residual: by 13 to 17 %. WHOLE, by 4 % more, was timed on an H100 alone.
            if (call.width > 128) {
                const bool whole = !fast && fitsWhole(call.width);
                return whole ? LayerNormVariant::WHOLE : LayerNormVariant::BURST_STREAMING;
            }
        }
        // FP32 rows of 1024: by 1 and 2 %.
        const bool wide = call.width > 512 && call.width % 4 == 0;
        return call.element == Element::FLOAT32 && aligned && wide && many ? LayerNormVariant::BURST : LayerNormVariant::WARP;
    }
    // Rows of 4096 on an H100: WHOLE before BLOCK by 1.4 % in FP32 and 3 % in FP16. On an H200, where WHOLE was not timed,
    // STREAM in FP16 by 14 %, which an H100 has 11 % behind BLOCK.
    if (!fast && aligned && many && fitsWholeBlock(call.width)) return LayerNormVariant::WHOLE;
    const bool inRegisters = registerBlockThreads(call.width) > 0;
    if (fast && halves && packs && many && inRegisters) return LayerNormVariant::STREAM;
    return inRegisters || fitsShared(call.width, sharedBytes) ? LayerNormVariant::BLOCK : LayerNormVariant::NAIVE;
}

cudaError_t layerNorm(const LayerNormCall& call, cudaStream_t stream) {
    if (call.rows < 0 || call.width < 1 || !call.gamma || !call.beta) return cudaErrorInvalidValue;
    if (call.rows == 0) return cudaSuccess;
    if (!call.x || !call.y) return cudaErrorInvalidValue;
    switch (call.element) {
        case Element::FLOAT32: return enqueue<float>(call, stream);
        case Element::FLOAT16: return enqueue<__half>(call, stream);
        case Element::BFLOAT16: return enqueue<__nv_bfloat16>(call, stream);
    }
    return cudaErrorInvalidValue;
}

}  // namespace assay
