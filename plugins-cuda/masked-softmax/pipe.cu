// The variant PIPE: narrow 16-bit rows of any width, each warp by a pipe of its own.
#include "common/pipe.cuh"
#include "masked-softmax/kernels.cuh"

namespace assay {
namespace {

template <typename T, typename Layout>
__global__ void __launch_bounds__(PIPE_THREADS, PIPE_BLOCKS) pipeKernel(MaskedSoftmaxArguments<T> a) {
    const int column = Layout::part() * PIPE_CHUNK;
    const int left = a.width - column;
    const int count = left < PIPE_CHUNK ? left : PIPE_CHUNK;
    std::int64_t known = 0;  // rows below it have the mask `kept`: they only ascend
    unsigned kept = 0;
    pipeRows<Layout>(a.x, a.y, a.rows, a.width, [&](T* tile, std::int64_t first) {
#pragma unroll 1
        for (int round = 0; round < Layout::ROUNDS; ++round) {
            const int within = round * Layout::AT_ONCE + Layout::row();
            const std::int64_t row = first + within;
            if (row >= known && row < a.rows) {
                const std::int64_t batch = batchOf(row, a.rowsPerBatch);
                known = (batch + 1) * a.rowsPerBatch;
                kept = ALL_KEPT<PIPE_CHUNK>;  // absent columns too: they hold −∞
#pragma unroll 1
                for (int i = 0; i < count; ++i) {
                    if (!a.mask.kept(batch * a.width + column + i)) kept &= ~(1u << i);
                }
            }
            changeChunk<Layout>(tile, within * a.width + column, count, -INFINITY, [&](float (&x)[PIPE_CHUNK]) {
                toShares(x, kept == ALL_KEPT<PIPE_CHUNK>, kept, Layout::max, Layout::sum);
            });
        }
    });
}

}  // namespace

template <typename T>
cudaError_t enqueuePipe(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream) {
    if constexpr (sizeof(T) != 2) {
        (void) stream;
        return cudaErrorInvalidValue;
    } else {
        if (!aligned(a.x, 16) || !aligned(a.y, 16)) return cudaErrorInvalidValue;
        return withPipeLayout(a.width, [&](auto layout) {
            using Layout = decltype(layout);
            return launch(pipeKernel<T, Layout>, pipeGrid<Layout>(a.rows, a.width), dim3(PIPE_THREADS),
                          pipeBytes<Layout>(a.width), stream, a);
        });
    }
}

template cudaError_t enqueuePipe(const MaskedSoftmaxArguments<float>&, cudaStream_t);
template cudaError_t enqueuePipe(const MaskedSoftmaxArguments<__half>&, cudaStream_t);
template cudaError_t enqueuePipe(const MaskedSoftmaxArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
