// The variant THREAD: a row of 31 or 50 16-bit values, or two, in one thread.
#include "common/thread_rows.cuh"
#include "masked-softmax/kernels.cuh"

namespace assay {
namespace {

/// Replaces a row by its shares. A chain a value long would wait for each step: four run side by side.
template <int COUNT>
__device__ inline void wholeRowToShares(float (&x)[COUNT]) {
    constexpr float LOG2E = 1.4426950408889634f;
    float most[4] = {-INFINITY, -INFINITY, -INFINITY, -INFINITY};
#pragma unroll
    for (int i = 0; i < COUNT; ++i) most[i % 4] = fmaxf(most[i % 4], x[i]);
    const float largest = fmaxf(fmaxf(most[0], most[1]), fmaxf(most[2], most[3]));
    float sums[4] = {0.0f, 0.0f, 0.0f, 0.0f};
#pragma unroll
    for (int i = 0; i < COUNT; ++i) {
        x[i] = exp2Flushed((x[i] - largest) * LOG2E);
        sums[i % 4] += x[i];
    }
    const float share = reciprocalOf((sums[0] + sums[1]) + (sums[2] + sums[3]));
#pragma unroll
    for (int i = 0; i < COUNT; ++i) x[i] *= share;
}

/// As wholeRowToShares; bit i of `kept` says whether value i takes part.
template <int COUNT>
__device__ inline void partOfRowToShares(float (&x)[COUNT], const unsigned (&kept)[(COUNT + 31) / 32]) {
    float largest = -INFINITY;
#pragma unroll
    for (int i = 0; i < COUNT; ++i) {
        if (kept[i / 32] >> (i % 32) & 1u) largest = fmaxf(largest, x[i]);
    }
    float sum = 0.0f;
#pragma unroll
    for (int i = 0; i < COUNT; ++i) {
        x[i] = kept[i / 32] >> (i % 32) & 1u ? shifted(x[i], largest) : 0.0f;
        sum += x[i];
    }
    const float share = reciprocalOf(sum);
#pragma unroll
    for (int i = 0; i < COUNT; ++i) x[i] = kept[i / 32] >> (i % 32) & 1u ? x[i] * share : 0.0f;
}

template <typename T, typename Layout>
__global__ void __launch_bounds__(PIPE_THREADS, Layout::BLOCKS) threadKernel(MaskedSoftmaxArguments<T> a) {
    constexpr int WIDTH = Layout::WIDTH;
    constexpr int ROWS = Layout::ROWS_OF_THREAD;
    constexpr int WORDS = (WIDTH + 31) / 32;
    constexpr unsigned LAST = WIDTH % 32 == 0 ? 0xffffffffu : (1u << (WIDTH % 32)) - 1u;
    std::int64_t known = 0;  // rows below it have the mask `kept`: they only ascend
    unsigned kept[WORDS] = {};
    bool all = false;
    pipeRows<Layout>(a.x, a.y, a.rows, WIDTH, [&](T* tile, std::int64_t first) {
        float x[ROWS][WIDTH];
        readRows<Layout>(tile, x);
#pragma unroll
        for (int r = 0; r < ROWS; ++r) {
            const std::int64_t row = first + static_cast<int>(threadIdx.x % 32) * ROWS + r;
            if (row >= known && row < a.rows) {
                const std::int64_t batch = batchOf(row, a.rowsPerBatch);
                known = (batch + 1) * a.rowsPerBatch;
                all = true;
#pragma unroll
                for (int w = 0; w < WORDS; ++w) {
                    const int count = w == WORDS - 1 ? WIDTH - 32 * w : 32;
                    kept[w] = 0;
#pragma unroll 1
                    for (int i = 0; i < count; ++i) {
                        kept[w] |= (a.mask.kept(batch * WIDTH + 32 * w + i) ? 1u : 0u) << i;
                    }
                    all = all && kept[w] == (w == WORDS - 1 ? LAST : 0xffffffffu);
                }
            }
            if (all) wholeRowToShares(x[r]);
            else partOfRowToShares(x[r], kept);
        }
        writeRows<Layout>(tile, x);
    });
}

}  // namespace

template <typename T>
cudaError_t enqueueThread(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream) {
    if constexpr (sizeof(T) != 2) {
        (void) stream;
        return cudaErrorInvalidValue;
    } else {
        if (!aligned(a.x, 16) || !aligned(a.y, 16)) return cudaErrorInvalidValue;
        return withThreadLayout(a.width, [&](auto layout) {
            using Layout = decltype(layout);
            return launch(threadKernel<T, Layout>, threadGrid<Layout>(a.rows), dim3(PIPE_THREADS),
                          pipeBytes<Layout>(a.width), stream, a);
        });
    }
}

template cudaError_t enqueueThread(const MaskedSoftmaxArguments<float>&, cudaStream_t);
template cudaError_t enqueueThread(const MaskedSoftmaxArguments<__half>&, cudaStream_t);
template cudaError_t enqueueThread(const MaskedSoftmaxArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
