// The variants BURST, BURST_STREAMING and WHOLE: rows in registers, several at once by blocks that live shortly.
#include "common/burst.cuh"
#include "masked-softmax/kernels.cuh"

namespace assay {
namespace {

template <typename T, typename Layout, bool STREAMING>
__global__ void __launch_bounds__(Layout::THREADS) burstKernel(MaskedSoftmaxArguments<T> a) {
    constexpr int ROWS = Layout::ROWS;
    constexpr int VALUES = Layout::VALUES;
    const std::int64_t first = Layout::firstRow();
    const int width = Layout::width(a.width);
    float x[ROWS][VALUES];
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        loadRow<Layout, STREAMING>(a.x + (first + r) * width, width, first + r < a.rows, -INFINITY, x[r]);
    }
    MaskWalk<Layout, T> mask(a, first);
    unsigned kept[ROWS];
    float reduced[ROWS];
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        kept[r] = mask.next();
        reduced[r] = largestKept(x[r], kept[r] == ALL_KEPT<VALUES>, kept[r]);
    }
    groupMaxima<Layout::GROUP>(reduced);
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        reduced[r] = toExponentials(x[r], kept[r] == ALL_KEPT<VALUES>, kept[r], reduced[r]);
    }
    groupSums<Layout::GROUP>(reduced);
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        toProducts(x[r], kept[r] == ALL_KEPT<VALUES>, kept[r], reciprocalOf(reduced[r]));
        storeRow<Layout, STREAMING>(a.y + (first + r) * width, width, first + r < a.rows, x[r]);
    }
}

template <typename T, typename Layout, bool STREAMING>
cudaError_t start(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream) {
    const std::int64_t blocks = (a.rows + Layout::ROWS_PER_BLOCK - 1) / Layout::ROWS_PER_BLOCK;
    if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
    return launch(burstKernel<T, Layout, STREAMING>, dim3(static_cast<unsigned>(blocks)), dim3(Layout::THREADS), 0,
                  stream, a);
}

}  // namespace

template <typename T>
cudaError_t enqueueBurst(const MaskedSoftmaxArguments<T>& a, bool streaming, cudaStream_t stream) {
    return withBurstLayout<T>(
        a.width, [&](std::size_t bytes) { return a.aligned(bytes); },
        [&](auto layout) {
            using Layout = decltype(layout);
            return streaming ? start<T, Layout, true>(a, stream) : start<T, Layout, false>(a, stream);
        });
}

template <typename T>
cudaError_t enqueueWhole(const MaskedSoftmaxArguments<T>& a, cudaStream_t stream) {
    return withWholeLayout<T>(
        a.width, [&](std::size_t bytes) { return a.aligned(bytes); },
        [&](auto layout) { return start<T, decltype(layout), false>(a, stream); });
}

template cudaError_t enqueueBurst(const MaskedSoftmaxArguments<float>&, bool, cudaStream_t);
template cudaError_t enqueueBurst(const MaskedSoftmaxArguments<__half>&, bool, cudaStream_t);
template cudaError_t enqueueBurst(const MaskedSoftmaxArguments<__nv_bfloat16>&, bool, cudaStream_t);
template cudaError_t enqueueWhole(const MaskedSoftmaxArguments<float>&, cudaStream_t);
template cudaError_t enqueueWhole(const MaskedSoftmaxArguments<__half>&, cudaStream_t);
template cudaError_t enqueueWhole(const MaskedSoftmaxArguments<__nv_bfloat16>&, cudaStream_t);

}  // namespace assay
