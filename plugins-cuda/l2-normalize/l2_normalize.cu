#include "l2-normalize/l2_normalize.h"

#include "common/burst.cuh"
#include "l2-normalize/kernels.cuh"

namespace assay {
namespace {

constexpr int PIECES = 32;  // blocks that share a row in the SPLIT variant, at most

template <typename T>
__global__ void naiveKernel(L2NormalizeArguments<T> a) {
    __shared__ float scratch[32];
    const std::int64_t start = static_cast<std::int64_t>(blockIdx.x) * a.width;
    float squares = 0.0f;
    for (std::int64_t c = threadIdx.x; c < a.width; c += blockDim.x) {
        const float x = toFloat(a.x[start + c]);
        squares += x * x;
    }
    const float scale = safeFactor(a, blockSum(squares, scratch));
    for (std::int64_t c = threadIdx.x; c < a.width; c += blockDim.x) {
        a.y[start + c] = fromFloat<T>(toFloat(a.x[start + c]) * scale);
    }
}

template <typename T, typename Layout>
__global__ void __launch_bounds__(ROW_THREADS) warpKernel(L2NormalizeArguments<T> a) {
    const std::int64_t first = Layout::firstRow();
    const int width = static_cast<int>(a.width);
    float x[Layout::ROWS][Layout::VALUES];
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        loadRow<Layout>(a.x + (first + r) * a.width, width, first + r < a.rows, 0.0f, x[r]);
    }
#pragma unroll
    for (int r = 0; r < Layout::ROWS; ++r) {
        float squares = 0.0f;
#pragma unroll
        for (int i = 0; i < Layout::VALUES; ++i) squares += x[r][i] * x[r][i];
        const float scale = safeFactor(a, groupSum<Layout::GROUP>(squares));
#pragma unroll
        for (int i = 0; i < Layout::VALUES; ++i) x[r][i] *= scale;
        storeRow<Layout>(a.y + (first + r) * a.width, width, first + r < a.rows, x[r]);
    }
}

template <typename T, typename Layout>
__global__ void __launch_bounds__(Layout::THREADS) wholeKernel(L2NormalizeArguments<T> a) {
    constexpr int ROWS = Layout::ROWS;
    constexpr int WIDTH = Layout::CAPACITY;
    const std::int64_t first = Layout::firstRow();
    float x[ROWS][Layout::VALUES];
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        loadRow<Layout>(a.x + (first + r) * WIDTH, WIDTH, first + r < a.rows, 0.0f, x[r]);
    }
    float squares[ROWS] = {};
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
#pragma unroll
        for (int i = 0; i < Layout::VALUES; ++i) squares[r] += x[r][i] * x[r][i];
    }
    groupSums<Layout::GROUP>(squares);
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        const float scale = safeFactor(a, squares[r]);
#pragma unroll
        for (int i = 0; i < Layout::VALUES; ++i) x[r][i] *= scale;
        storeRow<Layout>(a.y + (first + r) * WIDTH, WIDTH, first + r < a.rows, x[r]);
    }
}

/// A block a row, the row in registers: read once.
template <typename T, typename Layout>
__global__ void __launch_bounds__(Layout::MOST_THREADS) registerBlockKernel(L2NormalizeArguments<T> a) {
    __shared__ float scratch[32];
    const int width = Layout::width(static_cast<int>(a.width));
    const std::int64_t start = static_cast<std::int64_t>(blockIdx.x) * width;
    float x[Layout::VALUES];
    loadRow<Layout>(a.x + start, width, true, 0.0f, x);
    float squares = 0.0f;
#pragma unroll
    for (int i = 0; i < Layout::VALUES; ++i) squares += x[i] * x[i];
    const float scale = safeFactor(a, blockSum(squares, scratch));
#pragma unroll
    for (int i = 0; i < Layout::VALUES; ++i) x[i] *= scale;
    storeRow<Layout>(a.y + start, width, true, x);
}

template <typename T>
cudaError_t enqueueWhole(const L2NormalizeArguments<T>& a, cudaStream_t stream) {
    const auto allAligned = [&](std::size_t bytes) { return aligned(a.x, bytes) && aligned(a.y, bytes); };
    if (a.width > WIDEST_REGISTER_ROW) {
        return withWholeBlockLayout<T>(a.width, allAligned, [&](auto layout) {
            using Layout = decltype(layout);
            if (!fitsGrid(a.rows)) return cudaErrorInvalidValue;
            return launch(registerBlockKernel<T, Layout>, dim3(static_cast<unsigned>(a.rows)),
                          dim3(Layout::MOST_THREADS), 0, stream, a);
        });
    }
    return withWholeLayout<T>(a.width, allAligned, [&](auto layout) {
        using Layout = decltype(layout);
        const std::int64_t blocks = (a.rows + Layout::ROWS_PER_BLOCK - 1) / Layout::ROWS_PER_BLOCK;
        if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
        return launch(wholeKernel<T, Layout>, dim3(static_cast<unsigned>(blocks)), dim3(Layout::THREADS), 0, stream,
                      a);
    });
}

template <typename T, int PACK>
__global__ void __launch_bounds__(WIDE_THREADS) blockKernel(L2NormalizeArguments<T> a) {
    __shared__ float scratch[32];
    const std::int64_t start = static_cast<std::int64_t>(blockIdx.x) * a.width;
    const std::int64_t packs = a.width / PACK;
    const float squares = blockSum(squaresOf<T, PACK>(a.x + start, 0, packs), scratch);
    scalePacks<T, PACK>(a.x + start, a.y + start, 0, packs, safeFactor(a, squares));
}

template <typename T, int PACK>
__global__ void __launch_bounds__(WIDE_THREADS) splitSumKernel(L2NormalizeArguments<T> a) {
    __shared__ float scratch[32];
    std::int64_t begin;
    std::int64_t end;
    pieceOf<PACK>(a.width, begin, end);
    const std::int64_t row = blockIdx.y;
    const float squares = blockSum(squaresOf<T, PACK>(a.x + row * a.width, begin, end), scratch);
    if (threadIdx.x == 0) a.partial[row * gridDim.x + blockIdx.x] = squares;
}

template <typename T, int PACK>
__global__ void __launch_bounds__(WIDE_THREADS) splitScaleKernel(L2NormalizeArguments<T> a) {
    std::int64_t begin;
    std::int64_t end;
    pieceOf<PACK>(a.width, begin, end);
    const std::int64_t row = blockIdx.y;
    const unsigned lane = threadIdx.x % 32;
    const float part = lane < gridDim.x ? a.partial[row * gridDim.x + lane] : 0.0f;
    const float scale = safeFactor(a, groupSum<32>(part));
    scalePacks<T, PACK>(a.x + row * a.width, a.y + row * a.width, begin, end, scale);
}

int piecesFor(std::int64_t width) {
    const std::int64_t wanted = (width + 8191) / 8192;
    return static_cast<int>(wanted < 1 ? 1 : (wanted > PIECES ? PIECES : wanted));
}

bool clusters() {
#ifdef ASSAY_EMULATE
    return false;
#else
    return computeCapability() >= 90;
#endif
}

template <typename T, int PACK>
cudaError_t enqueueWide(const L2NormalizeArguments<T>& a, L2NormalizeVariant variant, cudaStream_t stream) {
    if (!fitsGrid(a.rows)) return cudaErrorInvalidValue;
    if (variant == L2NormalizeVariant::BLOCK) {
        if (const unsigned threads = registerBlockThreads(a.width)) {
            return launch(registerBlockKernel<T, BlockLayout<PACK>>, dim3(static_cast<unsigned>(a.rows)), dim3(threads),
                          0, stream, a);
        }
        return launch(blockKernel<T, PACK>, dim3(static_cast<unsigned>(a.rows)), dim3(WIDE_THREADS), 0, stream, a);
    }
    if (a.rows > 65535) return cudaErrorInvalidValue;
    const unsigned rows = static_cast<unsigned>(a.rows);
    if (variant == L2NormalizeVariant::SPLIT) {
        if (!a.partial) return cudaErrorInvalidValue;
        const dim3 grid(static_cast<unsigned>(piecesFor(a.width)), rows);
        const cudaError_t status = launch(splitSumKernel<T, PACK>, grid, dim3(WIDE_THREADS), 0, stream, a);
        if (status != cudaSuccess) return status;
        return launch(splitScaleKernel<T, PACK>, grid, dim3(WIDE_THREADS), 0, stream, a);
    }
#ifdef ASSAY_EMULATE
    return cudaErrorNotSupported;
#else
    if (!clusters()) return cudaErrorNotSupported;
    return enqueueCluster<T, PACK>(a, variant, stream);
#endif
}

template <typename T>
cudaError_t enqueue(const L2NormalizeCall& call, cudaStream_t stream) {
    const L2NormalizeArguments<T> a{static_cast<const T*>(call.x),
                         static_cast<T*>(call.y),
                         static_cast<float*>(call.workspace),
                         call.rows,
                         call.width,
                         call.epsilon,
                         call.form == EpsilonForm::INSIDE_ROOT};
    const auto allAligned = [&](std::size_t bytes) { return aligned(a.x, bytes) && aligned(a.y, bytes); };
    const bool automatic = call.variant == L2NormalizeVariant::AUTO;
    const L2NormalizeVariant variant =
        automatic ? l2NormalizeChoice(call, clusters(), largestShared(), fastMemory()) : call.variant;
    if (variant == L2NormalizeVariant::WHOLE) return enqueueWhole(a, stream);
    if (variant == L2NormalizeVariant::WARP) {
        if (call.width > WIDEST_REGISTER_ROW) return cudaErrorInvalidValue;
        return withLayout<T>(static_cast<int>(call.width), allAligned, [&](auto layout) {
            using Layout = decltype(layout);
            const std::int64_t blocks = (a.rows + Layout::ROWS_PER_BLOCK - 1) / Layout::ROWS_PER_BLOCK;
            if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
            return launch(warpKernel<T, Layout>, dim3(static_cast<unsigned>(blocks)), dim3(ROW_THREADS), 0, stream, a);
        });
    }
    if (variant == L2NormalizeVariant::NAIVE) {
        if (!fitsGrid(a.rows)) return cudaErrorInvalidValue;
        return launch(naiveKernel<T>, dim3(static_cast<unsigned>(a.rows)), dim3(256), 0, stream, a);
    }
    if (a.width % FULL_PACK<T> == 0 && allAligned(16)) return enqueueWide<T, FULL_PACK<T>>(a, variant, stream);
    return enqueueWide<T, 1>(a, variant, stream);
}

}  // namespace

std::size_t l2NormalizeWorkspace(std::int64_t rows, std::int64_t width) {
    if (width <= WIDEST_REGISTER_ROW || rows > 65535 || rows < 0) return 0;
    return sizeof(float) * PIECES * static_cast<std::size_t>(rows);
}

// Measured on an H200 over rows of 256, 4096 and 249,856 values (docs/measured.md). The longest ones have 499,712 bytes
// in FP16, which a cluster holds: CLUSTER_THREE, for 496 rows by 7 %. In FP32, 999,424 bytes, it reads a part twice:
// CLUSTER_THREE by 6 % for 496 rows, SPLIT for 31. The threshold of 256 rows lies between.
L2NormalizeVariant l2NormalizeChoice(const L2NormalizeCall& call, bool clusters, std::size_t sharedBytes, bool fast) {
    if (call.width <= WIDEST_REGISTER_ROW) return L2NormalizeVariant::WARP;
    const bool single = call.element == Element::FLOAT32 && aligned(call.x, 16) && aligned(call.y, 16);
    // FP32 rows of 4096 on an H100: by 0.5 %.
    if (!fast && single && fitsWholeBlock(call.width) && call.rows >= MANY_ROWS) return L2NormalizeVariant::WHOLE;
    if (registerBlockThreads(call.width) > 0 || call.rows > 65535) return L2NormalizeVariant::BLOCK;
    const bool held = call.width * static_cast<std::int64_t>(bytesOf(call.element)) <= BYTES_OF_CLUSTER;
    // FP32 rows of 249,856 values: by 15 % where they are 31, by 24 % where they are 496. FP16: CLUSTER_THREE by 27 %.
    const bool wide = single && call.width % 4 == 0 && !held;
    if (clusters && wide && ringRounds(call.width / 4) <= ringSlots(sharedBytes)) {
        return L2NormalizeVariant::CLUSTER_RING;
    }
    const bool several = call.rows >= 256;
    if (clusters && (held || several || !call.workspace)) return L2NormalizeVariant::CLUSTER_THREE;
    return call.workspace ? L2NormalizeVariant::SPLIT : L2NormalizeVariant::BLOCK;
}

cudaError_t l2Normalize(const L2NormalizeCall& call, cudaStream_t stream) {
    if (call.rows < 0 || call.width < 1) return cudaErrorInvalidValue;
    if (call.rows == 0) return cudaSuccess;
    if (!call.x || !call.y) return cudaErrorInvalidValue;
    switch (call.element) {
        case Element::FLOAT32: return enqueue<float>(call, stream);
        case Element::FLOAT16: return enqueue<__half>(call, stream);
        case Element::BFLOAT16: return enqueue<__nv_bfloat16>(call, stream);
    }
    return cudaErrorInvalidValue;
}

}  // namespace assay
