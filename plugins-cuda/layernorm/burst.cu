// The variants BURST, BURST_STREAMING and WHOLE: rows in registers, several at once by blocks that live shortly.
#include "common/burst.cuh"
#include "layernorm/kernels.cuh"

namespace assay {
namespace {

/// As standardise, for several rows side by side.
template <typename Layout>
__device__ inline void standardiseRows(float (&x)[Layout::ROWS][Layout::VALUES], int width, float epsilon) {
    const float share = 1.0f / width;
    float total[Layout::ROWS];
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        const float pivot = __shfl_sync(ALL_LANES, x[r][0], 0, Layout::GROUP);
        total[r] = 0.0f;
#pragma unroll
        for (int i = 0; i < Layout::VALUES; ++i) {
            if (Layout::column(i / Layout::PACK * Layout::PACK) < width) {
                x[r][i] -= pivot;
                total[r] += x[r][i];
            }
        }
    }
    groupSums<Layout::GROUP>(total);
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        const float mean = total[r] * share;
        total[r] = 0.0f;
#pragma unroll
        for (int i = 0; i < Layout::VALUES; ++i) {
            if (Layout::column(i / Layout::PACK * Layout::PACK) < width) {
                x[r][i] -= mean;
                total[r] += x[r][i] * x[r][i];
            }
        }
    }
    groupSums<Layout::GROUP>(total);
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        const float scale = rsqrtf(total[r] * share + epsilon);
#pragma unroll
        for (int i = 0; i < Layout::VALUES; ++i) x[r][i] *= scale;
    }
}

template <typename T, typename Layout>
__device__ inline void addRow(const StoredRow<Layout, T>& stored, float (&x)[Layout::VALUES]) {
    float more[Layout::VALUES];
    convertRow<Layout>(stored, more);
#pragma unroll
    for (int i = 0; i < Layout::VALUES; ++i) x[i] += more[i];
}

/// FUSED: with residual, bias or sum. Those ask for more registers, which the plain one leaves to more warps.
template <typename T, typename Layout, bool FUSED, bool STREAMING>
__global__ void __launch_bounds__(Layout::THREADS) burstKernel(LayerNormArguments<T> a) {
    constexpr int ROWS = Layout::ROWS;
    constexpr int VALUES = Layout::VALUES;
    const std::int64_t first = Layout::firstRow();
    const int width = Layout::width(a.width);
    StoredRow<Layout, T> stored[ROWS];
    StoredRow<Layout, T> residual[ROWS];
    StoredRow<Layout, T> bias;
    StoredRow<Layout, T> gamma;
    StoredRow<Layout, T> beta;
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        fetchRow<Layout, STREAMING>(a.x + (first + r) * width, width, first + r < a.rows, stored[r]);
    }
    if constexpr (FUSED) {
#pragma unroll
        for (int r = 0; r < ROWS; ++r) {
            fetchRow<Layout, STREAMING>(a.residual + (first + r) * width, width, a.residual && first + r < a.rows,
                                        residual[r]);
        }
        fetchRow<Layout>(a.bias, width, a.bias != nullptr, bias);
    }
    fetchRow<Layout>(a.gamma, width, true, gamma);
    fetchRow<Layout>(a.beta, width, true, beta);
    float x[ROWS][VALUES];
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        convertRow<Layout>(stored[r], x[r]);
        if constexpr (FUSED) {
            addRow(residual[r], x[r]);
            addRow(bias, x[r]);
            if (a.sum) storeRow<Layout, STREAMING>(a.sum + (first + r) * width, width, first + r < a.rows, x[r]);
        }
    }
    standardiseRows<Layout>(x, width, a.epsilon);
    float factor[VALUES];
    float more[VALUES];
    convertRow<Layout>(gamma, factor);
    convertRow<Layout>(beta, more);
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[r][i] = x[r][i] * factor[i] + more[i];
        storeRow<Layout, STREAMING>(a.y + (first + r) * width, width, first + r < a.rows, x[r]);
    }
}

/// burstKernel with a row in each block.
template <typename T, typename Layout, bool FUSED, bool STREAMING>
__global__ void __launch_bounds__(Layout::MOST_THREADS) wideBurstKernel(LayerNormArguments<T> a) {
    constexpr int VALUES = Layout::VALUES;
    __shared__ float sums[32];
    __shared__ float squares[32];
    const int width = Layout::width(a.width);
    const std::int64_t start = static_cast<std::int64_t>(blockIdx.x) * width;
    StoredRow<Layout, T> stored;
    StoredRow<Layout, T> residual;
    StoredRow<Layout, T> bias;
    StoredRow<Layout, T> gamma;
    StoredRow<Layout, T> beta;
    fetchRow<Layout, STREAMING>(a.x + start, width, true, stored);
    const float pivot = input(a, blockIdx.x, 0);
    if constexpr (FUSED) {
        fetchRow<Layout, STREAMING>(a.residual + start, width, a.residual != nullptr, residual);
        fetchRow<Layout>(a.bias, width, a.bias != nullptr, bias);
    }
    fetchRow<Layout>(a.gamma, width, true, gamma);
    fetchRow<Layout>(a.beta, width, true, beta);
    float x[VALUES];
    convertRow<Layout>(stored, x);
    if constexpr (FUSED) {
        addRow(residual, x);
        addRow(bias, x);
        if (a.sum) storeRow<Layout, STREAMING>(a.sum + start, width, true, x);
    }
    const float share = 1.0f / width;
    float total = 0.0f;
#pragma unroll
    for (int i = 0; i < VALUES; ++i) {
        x[i] = Layout::column(i / Layout::PACK * Layout::PACK) < width ? x[i] - pivot : 0.0f;
        total += x[i];
    }
    const float mean = blockSumInTurn(total, sums) * share;
    total = 0.0f;
#pragma unroll
    for (int i = 0; i < VALUES; ++i) {
        x[i] -= mean;
        total += Layout::column(i / Layout::PACK * Layout::PACK) < width ? x[i] * x[i] : 0.0f;
    }
    const float scale = rsqrtf(blockSumInTurn(total, squares) * share + a.epsilon);
    float factor[VALUES];
    float more[VALUES];
    convertRow<Layout>(gamma, factor);
    convertRow<Layout>(beta, more);
#pragma unroll
    for (int i = 0; i < VALUES; ++i) x[i] = x[i] * scale * factor[i] + more[i];
    storeRow<Layout, STREAMING>(a.y + start, width, true, x);
}

template <typename T, typename Layout, bool STREAMING>
cudaError_t startWide(const LayerNormArguments<T>& a, unsigned threads, cudaStream_t stream) {
    if (!fitsGrid(a.rows)) return cudaErrorInvalidValue;
    const bool fused = a.residual || a.bias || a.sum;
    return launch(fused ? wideBurstKernel<T, Layout, true, STREAMING> : wideBurstKernel<T, Layout, false, STREAMING>,
                  dim3(static_cast<unsigned>(a.rows)), dim3(threads), 0, stream, a);
}

template <typename T, typename Layout, bool STREAMING>
cudaError_t start(const LayerNormArguments<T>& a, cudaStream_t stream) {
    const std::int64_t blocks = (a.rows + Layout::ROWS_PER_BLOCK - 1) / Layout::ROWS_PER_BLOCK;
    if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
    const bool fused = a.residual || a.bias || a.sum;
    return launch(fused ? burstKernel<T, Layout, true, STREAMING> : burstKernel<T, Layout, false, STREAMING>,
                  dim3(static_cast<unsigned>(blocks)), dim3(Layout::THREADS), 0, stream, a);
}

}  // namespace

template <typename T>
cudaError_t enqueueBurst(const LayerNormArguments<T>& a, bool streaming, cudaStream_t stream) {
    if (a.width > WIDEST_REGISTER_ROW) {
        using Layout = WideBurstLayout<T>;
        const unsigned threads = registerBlockThreads<Layout>(a.width);
        if (threads == 0 || a.width % Layout::PACK != 0 || !a.aligned(16)) return cudaErrorInvalidValue;
        return streaming ? startWide<T, Layout, true>(a, threads, stream)
                         : startWide<T, Layout, false>(a, threads, stream);
    }
    return withBurstLayout<T>(
        a.width, [&](std::size_t bytes) { return a.aligned(bytes); },
        [&](auto layout) {
            using Layout = decltype(layout);
            return streaming ? start<T, Layout, true>(a, stream) : start<T, Layout, false>(a, stream);
        });
}

template <typename T>
cudaError_t enqueueWhole(const LayerNormArguments<T>& a, cudaStream_t stream) {
    const auto aligned = [&](std::size_t bytes) { return a.aligned(bytes); };
    if (a.width > WIDEST_REGISTER_ROW) {
        return withWholeBlockLayout<T>(a.width, aligned, [&](auto layout) {
            using Layout = decltype(layout);
            return startWide<T, Layout, false>(a, Layout::MOST_THREADS, stream);
        });
    }
    return withWholeLayout<T>(a.width, aligned,
                              [&](auto layout) { return start<T, decltype(layout), false>(a, stream); });
}

template cudaError_t enqueueBurst(const LayerNormArguments<float>&, bool, cudaStream_t);
template cudaError_t enqueueBurst(const LayerNormArguments<__half>&, bool, cudaStream_t);
template cudaError_t enqueueBurst(const LayerNormArguments<__nv_bfloat16>&, bool, cudaStream_t);
template cudaError_t enqueueWhole(const LayerNormArguments<float>&, cudaStream_t);
template cudaError_t enqueueWhole(const LayerNormArguments<__half>&, cudaStream_t);
template cudaError_t enqueueWhole(const LayerNormArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
