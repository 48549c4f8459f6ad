// The variant STREAM: a grid that fills the GPU once and walks through all rows.
#include "common/stream.cuh"
#include "masked-softmax/kernels.cuh"

namespace assay {
namespace {

/// The batch of a row that goes forward by the same number of rows every time, without a division each.
struct BatchWalk {
    std::int64_t batch;
    std::int64_t within;  ///< which row of its batch

    __device__ BatchWalk(std::int64_t row, std::int64_t rowsPerBatch)
        : batch(row / rowsPerBatch), within(row - row / rowsPerBatch * rowsPerBatch) {}

    /// By `batches` whole batches and `rows` rows, fewer than a batch has.
    __device__ void advance(std::int64_t batches, std::int64_t rows, std::int64_t rowsPerBatch) {
        batch += batches;
        within += rows;
        if (within >= rowsPerBatch) {
            within -= rowsPerBatch;
            ++batch;
        }
    }
};

template <typename T, typename Layout>
__global__ void __launch_bounds__(ROW_THREADS, (STREAM_BLOCKS<T, Layout>))
    groupKernel(MaskedSoftmaxArguments<T> a, std::int64_t stepBatches, std::int64_t stepRows) {
    constexpr int VALUES = Layout::VALUES;
    const std::int64_t step = static_cast<std::int64_t>(gridDim.x) * Layout::ROWS_PER_BLOCK;
    std::int64_t first = Layout::firstRow();
    StoredRow<Layout, T> next[Layout::ROWS];
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        fetchRow<Layout>(a.x + (first + r) * a.width, a.width, first + r < a.rows, next[r]);
    }
    BatchWalk at(first, a.rowsPerBatch);
    unsigned kept = first < a.rows ? laneMask<Layout>(a, at.batch) : 0u;
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
        std::int64_t batch = at.batch;
        std::int64_t left = a.rowsPerBatch - at.within;
        unsigned bits = kept;
#pragma unroll
        for (int r = 0; r < Layout::ROWS; ++r) {
            if (left == 0) {
                ++batch;
                left = a.rowsPerBatch;
                bits = first + r < a.rows ? laneMask<Layout>(a, batch) : 0u;
            }
            --left;
            toShares(x[r], bits == ALL_KEPT<VALUES>, bits, groupMax<Layout::GROUP>, groupSum<Layout::GROUP>);
            storeRow<Layout>(a.y + (first + r) * a.width, a.width, first + r < a.rows, x[r]);
        }
        first = after;
        const std::int64_t before = at.batch;
        at.advance(stepBatches, stepRows, a.rowsPerBatch);
        if (at.batch != before) kept = first < a.rows ? laneMask<Layout>(a, at.batch) : 0u;
    }
}

/// A block a row at a time. 64 registers a thread: a multiprocessor holds 1024 threads of it.
template <typename T>
__global__ void __launch_bounds__(1024)
    blockKernel(MaskedSoftmaxArguments<T> a, std::int64_t stepBatches, std::int64_t stepRows) {
    using Layout = BlockLayout<FULL_PACK<T>>;
    __shared__ float maxima[32];
    __shared__ float sums[32];
    StoredRow<Layout, T> next;
    std::int64_t row = blockIdx.x;
    fetchRow<Layout>(a.x + row * a.width, a.width, true, next);
    BatchWalk at(row, a.rowsPerBatch);
    unsigned kept = laneMask<Layout>(a, at.batch);
    while (row < a.rows) {
        float x[Layout::VALUES];
        convertRow<Layout>(next, x);
        const std::int64_t after = row + gridDim.x;
        fetchRow<Layout>(a.x + after * a.width, a.width, after < a.rows, next);
        toShares(
            x, kept == ALL_KEPT<Layout::VALUES>, kept, [](float mine) { return blockMaxInTurn(mine, maxima); },
            [](float mine) { return blockSumInTurn(mine, sums); });
        storeRow<Layout>(a.y + row * a.width, a.width, true, x);
        row = after;
        const std::int64_t before = at.batch;
        at.advance(stepBatches, stepRows, a.rowsPerBatch);
        if (at.batch != before && row < a.rows) kept = laneMask<Layout>(a, at.batch);
    }
}

}  // namespace

template <typename T>
cudaError_t enqueueStream(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream) {
    if (a.width % FULL_PACK<T> != 0 || !a.aligned(16)) return cudaErrorInvalidValue;
    if (a.width <= WIDEST_REGISTER_ROW) {
        return withLayoutOf<FULL_PACK<T>>(a.width, [&](auto layout) {
            using Layout = decltype(layout);
            const std::int64_t wanted = (a.rows + Layout::ROWS_PER_BLOCK - 1) / Layout::ROWS_PER_BLOCK;
            const std::int64_t blocks = streamBlocks(wanted, STREAM_BLOCKS<T, Layout>);
            const std::int64_t step = blocks * Layout::ROWS_PER_BLOCK;
            return launch(groupKernel<T, Layout>, dim3(static_cast<unsigned>(blocks)), dim3(ROW_THREADS), 0, stream, a,
                          step / a.rowsPerBatch, step % a.rowsPerBatch);
        });
    }
    const unsigned threads = registerBlockThreads(a.width);
    if (threads == 0) return cudaErrorInvalidValue;
    const std::int64_t blocks = streamBlocks(a.rows, static_cast<int>(1024 / threads));
    return launch(blockKernel<T>, dim3(static_cast<unsigned>(blocks)), dim3(threads), 0, stream, a,
                  blocks / a.rowsPerBatch, blocks % a.rowsPerBatch);
}

template cudaError_t enqueueStream(const MaskedSoftmaxArguments<float>&, cudaStream_t);
template cudaError_t enqueueStream(const MaskedSoftmaxArguments<__half>&, cudaStream_t);
template cudaError_t enqueueStream(const MaskedSoftmaxArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
