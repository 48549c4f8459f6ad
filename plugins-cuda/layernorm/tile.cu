// The variant TILE: narrow 16-bit rows of any width, through shared memory.
#include "layernorm/chunk.cuh"

namespace assay {
namespace {

template <typename T, typename Layout>
__global__ void __launch_bounds__(TILE_THREADS, 6) tileKernel(LayerNormArguments<T> a) {
    constexpr int CHUNK = TILE_CHUNK;
    __shared__ __align__(16) T tile[TILE_VALUES];
    __shared__ SharedWeights weights;
    const std::int64_t firstRow = static_cast<std::int64_t>(blockIdx.x) * Layout::ROWS;
    const std::int64_t begin = firstRow * a.width;
    const int rows = a.rows - firstRow < Layout::ROWS ? static_cast<int>(a.rows - firstRow) : Layout::ROWS;
    const int all = rows * a.width;
    weights.fill(a);
    copyTile(a.x + begin, tile, all);
    __syncthreads();

    const int column = Layout::part() * CHUNK;
    const int start = Layout::row() * a.width + column;
    const int left = Layout::row() < rows ? a.width - column : 0;
    const int count = left < CHUNK ? left : CHUNK;
    float x[CHUNK];
    readChunk<Layout>(tile, start, count, 0.0f, x);
    if (a.bias) weights.addBias(column, x);
    if constexpr (Layout::WORD == 1) __syncthreads();  // the other half of a word may not have been read yet

    normaliseChunk<Layout>(x, count, column, a.width, a.epsilon, weights);
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
