// The variant PIPE: narrow 16-bit rows of any width, each warp by a pipe of its own.
#include "common/pipe.cuh"
#include "layernorm/chunk.cuh"

namespace assay {
namespace {

template <typename T, typename Layout>
__global__ void __launch_bounds__(PIPE_THREADS, PIPE_BLOCKS) pipeKernel(LayerNormArguments<T> a) {
    __shared__ SharedWeights weights;
    weights.fill(a);
    __syncthreads();
    const int column = Layout::part() * PIPE_CHUNK;
    const int left = a.width - column;
    const int count = left < PIPE_CHUNK ? left : PIPE_CHUNK;
    pipeRows<Layout>(a.x, a.y, a.rows, a.width, [&](T* tile, std::int64_t) {
#pragma unroll 1
        for (int round = 0; round < Layout::ROUNDS; ++round) {
            const int start = (round * Layout::AT_ONCE + Layout::row()) * a.width + column;
            changeChunk<Layout>(tile, start, count, 0.0f, [&](float (&x)[PIPE_CHUNK]) {
                if (a.bias) weights.addBias(column, x);
                normaliseChunk<Layout>(x, count, column, a.width, a.epsilon, weights);
            });
        }
    });
}

}  // namespace

template <typename T>
cudaError_t enqueuePipe(const LayerNormArguments<T>& a, cudaStream_t stream) {
    if constexpr (sizeof(T) != 2) {
        (void) stream;
        return cudaErrorInvalidValue;
    } else {
        if (a.residual || a.sum || !a.aligned(16)) return cudaErrorInvalidValue;
        return withPipeLayout(a.width, [&](auto layout) {
            using Layout = decltype(layout);
            return launch(pipeKernel<T, Layout>, pipeGrid<Layout>(a.rows, a.width), dim3(PIPE_THREADS),
                          pipeBytes<Layout>(a.width), stream, a);
        });
    }
}

template cudaError_t enqueuePipe(const LayerNormArguments<float>&, cudaStream_t);
template cudaError_t enqueuePipe(const LayerNormArguments<__half>&, cudaStream_t);
template cudaError_t enqueuePipe(const LayerNormArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
