// The variant TILE: narrow 16-bit rows of any width, through shared memory.
#include "common/tile.cuh"
#include "masked-softmax/kernels.cuh"

namespace assay {
namespace {

template <typename T, typename Layout>
__global__ void __launch_bounds__(TILE_THREADS, 6) tileKernel(MaskedSoftmaxArguments<T> a) {
    constexpr int CHUNK = TILE_CHUNK;
    __shared__ __align__(16) T tile[TILE_VALUES];
    __shared__ unsigned keptOfFirst[TILE_THREADS / 32];
    const std::int64_t firstRow = static_cast<std::int64_t>(blockIdx.x) * Layout::ROWS;
    const std::int64_t begin = firstRow * a.width;
    const int rows = a.rows - firstRow < Layout::ROWS ? static_cast<int>(a.rows - firstRow) : Layout::ROWS;
    const std::int64_t firstBatch = batchOf(firstRow, a.rowsPerBatch);
    const int cell = static_cast<int>(threadIdx.x);  // TILE_THREADS are as many as a row may be wide
    const unsigned cells =
        __ballot_sync(ALL_LANES, cell < a.width && a.mask.kept(firstBatch * a.width + cell));
    if (threadIdx.x % 32 == 0) keptOfFirst[threadIdx.x / 32] = cells;
    copyTile(a.x + begin, tile, rows * a.width);
    __syncthreads();

    const int column = Layout::part() * CHUNK;
    const int start = Layout::row() * a.width + column;
    const int left = Layout::row() < rows ? a.width - column : 0;
    const int count = left < CHUNK ? (left < 0 ? 0 : left) : CHUNK;
    float x[CHUNK];
    readChunk<Layout>(tile, start, count, -INFINITY, x);
    unsigned kept = 0;
    if (count > 0) {
        kept = keptOfFirst[Layout::part()];
        const std::int64_t row = firstRow + Layout::row();
        if (row >= (firstBatch + 1) * a.rowsPerBatch) {
            const std::int64_t mask = batchOf(row, a.rowsPerBatch) * a.width + column;
            kept = 0;
            for (int i = 0; i < count; ++i) kept |= (a.mask.kept(mask + i) ? 1u : 0u) << i;
        }
    }
    const bool all = kept == (count == CHUNK ? 0xffffffffu : (1u << count) - 1u);
    toShares(x, all, kept, Layout::max, Layout::sum);
    if constexpr (Layout::WORD == 1) __syncthreads();  // the other half of a word may not have been read yet
    writeChunk<Layout>(tile, start, count, x);
    __syncthreads();
    copyTile(tile, a.y + begin, rows * a.width);
}

}  // namespace

template <typename T>
cudaError_t enqueueTile(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream) {
    if constexpr (sizeof(T) != 2) {
        (void) stream;
        return cudaErrorInvalidValue;
    } else {
        if (!aligned(a.x, 16) || !aligned(a.y, 16)) return cudaErrorInvalidValue;
        return withTileLayout(a.width, [&](auto layout) {
            using Layout = decltype(layout);
            const std::int64_t blocks = (a.rows + Layout::ROWS - 1) / Layout::ROWS;
            if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
            return launch(tileKernel<T, Layout>, dim3(static_cast<unsigned>(blocks)), dim3(TILE_THREADS), 0, stream, a);
        });
    }
}

template cudaError_t enqueueTile(const MaskedSoftmaxArguments<float>&, cudaStream_t);
template cudaError_t enqueueTile(const MaskedSoftmaxArguments<__half>&, cudaStream_t);
template cudaError_t enqueueTile(const MaskedSoftmaxArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
