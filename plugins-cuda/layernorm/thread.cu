// The variant THREAD: a row of 31 or 50 16-bit values, or two, in one thread.
#include "common/thread_rows.cuh"
#include "layernorm/chunk.cuh"

namespace assay {
namespace {

template <int COUNT>
__device__ inline float sumOf(const float (&x)[COUNT]) {
    float parts[4] = {0.0f, 0.0f, 0.0f, 0.0f};
#pragma unroll
    for (int i = 0; i < COUNT; ++i) parts[i % 4] += x[i];
    return (parts[0] + parts[1]) + (parts[2] + parts[3]);
}

template <int COUNT>
__device__ inline float squaresOf(const float (&x)[COUNT]) {
    float parts[4] = {0.0f, 0.0f, 0.0f, 0.0f};
#pragma unroll
    for (int i = 0; i < COUNT; ++i) parts[i % 4] += x[i] * x[i];
    return (parts[0] + parts[1]) + (parts[2] + parts[3]);
}

template <typename T, typename Layout>
__global__ void __launch_bounds__(PIPE_THREADS, Layout::BLOCKS) threadKernel(LayerNormArguments<T> a) {
    constexpr int WIDTH = Layout::WIDTH;
    constexpr int ROWS = Layout::ROWS_OF_THREAD;
    constexpr float SHARE = 1.0f / WIDTH;
    __shared__ SharedWeights weights;
    weights.fill(a);
    __syncthreads();
    pipeRows<Layout>(a.x, a.y, a.rows, WIDTH, [&](T* tile, std::int64_t) {
        float x[ROWS][WIDTH];
        readRows<Layout>(tile, x);
        if (a.bias) {
#pragma unroll
            for (int i = 0; i < WIDTH; ++i) {
#pragma unroll
                for (int r = 0; r < ROWS; ++r) x[r][i] += weights.bias[i];
            }
        }
        float scale[ROWS];
#pragma unroll
        for (int r = 0; r < ROWS; ++r) {
            const float pivot = x[r][0];
#pragma unroll
            for (int i = 0; i < WIDTH; ++i) x[r][i] -= pivot;
            const float mean = sumOf(x[r]) * SHARE;
#pragma unroll
            for (int i = 0; i < WIDTH; ++i) x[r][i] -= mean;
            scale[r] = rsqrtf(squaresOf(x[r]) * SHARE + a.epsilon);
        }
#pragma unroll
        for (int i = 0; i < WIDTH; i += 4) {
            const Pack<float, 4> gamma = loadPack<float, 4>(weights.gamma + i);
            const Pack<float, 4> beta = loadPack<float, 4>(weights.beta + i);
#pragma unroll
            for (int j = 0; j < 4 && i + j < WIDTH; ++j) {
#pragma unroll
                for (int r = 0; r < ROWS; ++r) {
                    x[r][i + j] = x[r][i + j] * scale[r] * gamma.value[j] + beta.value[j];
                }
            }
        }
        writeRows<Layout>(tile, x);
    });
}

}  // namespace

template <typename T>
cudaError_t enqueueThread(const LayerNormArguments<T>& a, cudaStream_t stream) {
    if constexpr (sizeof(T) != 2) {
        (void) stream;
        return cudaErrorInvalidValue;
    } else {
        if (a.residual || a.sum || !a.aligned(16)) return cudaErrorInvalidValue;
        return withThreadLayout(a.width, [&](auto layout) {
            using Layout = decltype(layout);
            return launch(threadKernel<T, Layout>, threadGrid<Layout>(a.rows), dim3(PIPE_THREADS),
                          pipeBytes<Layout>(a.width), stream, a);
        });
    }
}

template cudaError_t enqueueThread(const LayerNormArguments<float>&, cudaStream_t);
template cudaError_t enqueueThread(const LayerNormArguments<__half>&, cudaStream_t);
template cudaError_t enqueueThread(const LayerNormArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
