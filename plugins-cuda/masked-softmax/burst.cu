// The variant BURST: rows in registers, several at once by blocks that live shortly.
#include "common/burst.cuh"
#include "masked-softmax/kernels.cuh"

namespace assay {
namespace {

template <typename T, typename Layout, bool STREAMING>
__global__ void __launch_bounds__(ROW_THREADS) burstKernel(MaskedSoftmaxArguments<T> a) {
    constexpr int ROWS = Layout::ROWS;
    constexpr int VALUES = Layout::VALUES;
    const std::int64_t first = Layout::firstRow();
    float x[ROWS][VALUES];
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        loadRow<Layout, STREAMING>(a.x + (first + r) * a.width, a.width, first + r < a.rows, -INFINITY, x[r]);
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
        storeRow<Layout, STREAMING>(a.y + (first + r) * a.width, a.width, first + r < a.rows, x[r]);
    }
}

}  // namespace

template <typename T>
cudaError_t enqueueBurst(const MaskedSoftmaxArguments<T>& a, bool streaming, cudaStream_t stream) {
    return withBurstLayout<T>(
        a.width, [&](std::size_t bytes) { return a.aligned(bytes); },
        [&](auto layout) {
            using Layout = decltype(layout);
            const std::int64_t blocks = (a.rows + Layout::ROWS_PER_BLOCK - 1) / Layout::ROWS_PER_BLOCK;
            if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
            return launch(streaming ? burstKernel<T, Layout, true> : burstKernel<T, Layout, false>,
                          dim3(static_cast<unsigned>(blocks)), dim3(ROW_THREADS), 0, stream, a);
        });
}

template cudaError_t enqueueBurst(const MaskedSoftmaxArguments<float>&, bool, cudaStream_t);
template cudaError_t enqueueBurst(const MaskedSoftmaxArguments<__half>&, bool, cudaStream_t);
template cudaError_t enqueueBurst(const MaskedSoftmaxArguments<__nv_bfloat16>&, bool, cudaStream_t);

}  // namespace assay
