// The variant TILE: narrow 16-bit rows of any width, through shared memory.
#include "common/tile.cuh"
#include "layernorm/kernels.cuh"

namespace assay {
namespace {

template <typename T, typename Layout>
__global__ void __launch_bounds__(TILE_THREADS, 6) tileKernel(LayerNormArguments<T> a) {
    constexpr int CHUNK = TILE_CHUNK;
    __shared__ __align__(16) T tile[TILE_VALUES];
    __shared__ __align__(16) float gamma[WIDEST_TILE_ROW];
    __shared__ __align__(16) float beta[WIDEST_TILE_ROW];
    __shared__ __align__(16) float bias[WIDEST_TILE_ROW];
    const std::int64_t firstRow = static_cast<std::int64_t>(blockIdx.x) * Layout::ROWS;
    const std::int64_t begin = firstRow * a.width;
    const int rows = a.rows - firstRow < Layout::ROWS ? static_cast<int>(a.rows - firstRow) : Layout::ROWS;
    const int all = rows * a.width;
    const int c = static_cast<int>(threadIdx.x);  // TILE_THREADS are as many as a row may be wide
    gamma[c] = c < a.width ? toFloat(a.gamma[c]) : 0.0f;
    beta[c] = c < a.width ? toFloat(a.beta[c]) : 0.0f;
    bias[c] = a.bias && c < a.width ? toFloat(a.bias[c]) : 0.0f;
    copyTile(a.x + begin, tile, all);
    __syncthreads();

    const int column = Layout::part() * CHUNK;
    const int start = Layout::row() * a.width + column;
    const int left = Layout::row() < rows ? a.width - column : 0;
    const int count = left < CHUNK ? left : CHUNK;
    float x[CHUNK];
    readChunk<Layout>(tile, start, count, 0.0f, x);
    if (a.bias) {
#pragma unroll
        for (int i = 0; i < CHUNK; ++i) x[i] += bias[column + i];
    }
    if constexpr (Layout::WORD == 1) __syncthreads();  // the other half of a word may not have been read yet

    const float share = 1.0f / a.width;
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
    const float scale = rsqrtf(Layout::sum(total) * share + a.epsilon);
#pragma unroll
    for (int i = 0; i < CHUNK; ++i) x[i] = x[i] * scale * gamma[column + i] + beta[column + i];
    writeChunk<Layout>(tile, start, count, x);
    __syncthreads();
    copyTile(tile, a.y + begin, all);
}

}  // namespace

template <typename T>
cudaError_t enqueueTile(const LayerNormArguments<T>& a, cudaStream_t stream) {
    if constexpr (sizeof(T) != 2) {
        (void) stream;
        return cudaErrorInvalidValue;
    } else {
        if (a.residual || a.sum || !a.aligned(16)) return cudaErrorInvalidValue;
        return withTileLayout(a.width, [&](auto layout) {
            using Layout = decltype(layout);
            const std::int64_t blocks = (a.rows + Layout::ROWS - 1) / Layout::ROWS;
            if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
            return launch(tileKernel<T, Layout>, dim3(static_cast<unsigned>(blocks)), dim3(TILE_THREADS), 0, stream, a);
        });
    }
}

template cudaError_t enqueueTile(const LayerNormArguments<float>&, cudaStream_t);
template cudaError_t enqueueTile(const LayerNormArguments<__half>&, cudaStream_t);
template cudaError_t enqueueTile(const LayerNormArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
