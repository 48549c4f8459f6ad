// The variant STREAM: a grid that fills the GPU once and walks through all rows.
#include "common/stream.cuh"
#include "layernorm/kernels.cuh"

namespace assay {
namespace {

template <typename T, typename Layout>
__global__ void __launch_bounds__(ROW_THREADS, (STREAM_BLOCKS<T, Layout>)) groupKernel(LayerNormArguments<T> a) {
    constexpr int VALUES = Layout::VALUES;
    constexpr bool HELD = VALUES <= 16;  // gamma and beta, else they come from L1 for every row anew
    const std::int64_t step = static_cast<std::int64_t>(gridDim.x) * Layout::ROWS_PER_BLOCK;
    std::int64_t first = Layout::firstRow();
    StoredRow<Layout, T> next[Layout::ROWS];
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        fetchRow<Layout>(a.x + (first + r) * a.width, a.width, first + r < a.rows, next[r]);
    }
    float gamma[VALUES];
    float beta[VALUES];
    if constexpr (HELD) {
        loadRow<Layout>(a.gamma, a.width, true, 0.0f, gamma);
        loadRow<Layout>(a.beta, a.width, true, 0.0f, beta);
    }
    // By the block's first row, so that all lanes of a warp go round equally often: they exchange values.
    for (std::int64_t block = static_cast<std::int64_t>(blockIdx.x) * Layout::ROWS_PER_BLOCK; block < a.rows;
         block += step) {
        float x[Layout::ROWS][VALUES];
        const std::int64_t after = first + step;
#pragma unroll
        for (int r = 0; r < Layout::ROWS; ++r) {
            convertRow<Layout>(next[r], x[r]);
            fetchRow<Layout>(a.x + (after + r) * a.width, a.width, after + r < a.rows, next[r]);
        }
        fuseRows<Layout>(a, first, x);
#pragma unroll
        for (int r = 0; r < Layout::ROWS; ++r) standardise<Layout>(x[r], a.width, a.epsilon);
        if constexpr (!HELD) {
            loadRow<Layout>(a.gamma, a.width, true, 0.0f, gamma);
            loadRow<Layout>(a.beta, a.width, true, 0.0f, beta);
        }
#pragma unroll
        for (int r = 0; r < Layout::ROWS; ++r) {
#pragma unroll
            for (int i = 0; i < VALUES; ++i) x[r][i] = x[r][i] * gamma[i] + beta[i];
            storeRow<Layout>(a.y + (first + r) * a.width, a.width, first + r < a.rows, x[r]);
        }
        first = after;
    }
}

/// A block a row at a time. 64 registers a thread: a multiprocessor holds 1024 threads of it.
template <typename T>
__global__ void __launch_bounds__(1024) blockKernel(LayerNormArguments<T> a) {
    using Layout = BlockLayout<FULL_PACK<T>>;
    constexpr int VALUES = Layout::VALUES;
    constexpr bool HELD = sizeof(T) == 2;
    __shared__ float sums[32];
    __shared__ float squares[32];
    StoredRow<Layout, T> next;
    StoredRow<Layout, T> gamma;
    StoredRow<Layout, T> beta;
    std::int64_t row = blockIdx.x;
    fetchRow<Layout>(a.x + row * a.width, a.width, true, next);
    T firstValue = a.x[row * a.width];
    if constexpr (HELD) {
        fetchRow<Layout>(a.gamma, a.width, true, gamma);
        fetchRow<Layout>(a.beta, a.width, true, beta);
    }
    for (; row < a.rows; row += gridDim.x) {
        const std::int64_t start = row * a.width;
        float x[VALUES];
        float more[VALUES];
        convertRow<Layout>(next, x);
        float pivot = toFloat(firstValue);
        const std::int64_t after = row + gridDim.x;
        fetchRow<Layout>(a.x + after * a.width, a.width, after < a.rows, next);
        if (after < a.rows) firstValue = a.x[after * a.width];
        if (a.residual) {
            loadRow<Layout>(a.residual + start, a.width, true, 0.0f, more);
#pragma unroll
            for (int i = 0; i < VALUES; ++i) x[i] += more[i];
            pivot += toFloat(a.residual[start]);
        }
        if (a.bias) {
            loadRow<Layout>(a.bias, a.width, true, 0.0f, more);
#pragma unroll
            for (int i = 0; i < VALUES; ++i) x[i] += more[i];
            pivot += toFloat(a.bias[0]);
        }
        if (a.sum) storeRow<Layout>(a.sum + start, a.width, true, x);
        float total = 0.0f;
#pragma unroll
        for (int p = 0; p < Layout::PACKS; ++p) {
            if (Layout::column(p * Layout::PACK) >= a.width) continue;
#pragma unroll
            for (int i = p * Layout::PACK; i < (p + 1) * Layout::PACK; ++i) {
                x[i] -= pivot;
                total += x[i];
            }
        }
        const float mean = blockSumInTurn(total, sums) / a.width;
        total = 0.0f;
#pragma unroll
        for (int p = 0; p < Layout::PACKS; ++p) {
            if (Layout::column(p * Layout::PACK) >= a.width) continue;
#pragma unroll
            for (int i = p * Layout::PACK; i < (p + 1) * Layout::PACK; ++i) {
                x[i] -= mean;
                total += x[i] * x[i];
            }
        }
        const float scale = rsqrtf(blockSumInTurn(total, squares) / a.width + a.epsilon);
        if constexpr (HELD) convertRow<Layout>(gamma, more);
        else loadRow<Layout>(a.gamma, a.width, true, 0.0f, more);
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[i] *= scale * more[i];
        if constexpr (HELD) convertRow<Layout>(beta, more);
        else loadRow<Layout>(a.beta, a.width, true, 0.0f, more);
#pragma unroll
        for (int i = 0; i < VALUES; ++i) x[i] += more[i];
        storeRow<Layout>(a.y + start, a.width, true, x);
    }
}

}  // namespace

template <typename T>
cudaError_t enqueueStream(const LayerNormArguments<T>& a, cudaStream_t stream) {
    if (a.width % FULL_PACK<T> != 0 || !a.aligned(16)) return cudaErrorInvalidValue;
    if (a.width <= WIDEST_REGISTER_ROW) {
        return withLayoutOf<FULL_PACK<T>>(a.width, [&](auto layout) {
            using Layout = decltype(layout);
            const std::int64_t blocks = (a.rows + Layout::ROWS_PER_BLOCK - 1) / Layout::ROWS_PER_BLOCK;
            const dim3 grid(static_cast<unsigned>(streamBlocks(blocks, STREAM_BLOCKS<T, Layout>)));
            return launch(groupKernel<T, Layout>, grid, dim3(ROW_THREADS), 0, stream, a);
        });
    }
    const unsigned threads = registerBlockThreads(a.width);
    if (threads == 0) return cudaErrorInvalidValue;
    const dim3 grid(static_cast<unsigned>(streamBlocks(a.rows, static_cast<int>(1024 / threads))));
    return launch(blockKernel<T>, grid, dim3(threads), 0, stream, a);
}

template cudaError_t enqueueStream(const LayerNormArguments<float>&, cudaStream_t);
template cudaError_t enqueueStream(const LayerNormArguments<__half>&, cudaStream_t);
template cudaError_t enqueueStream(const LayerNormArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
