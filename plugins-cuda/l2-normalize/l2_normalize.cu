#include "l2-normalize/l2_normalize.h"

#ifndef ASSAY_EMULATE
#include <cooperative_groups.h>
#endif

#include "common/rows.cuh"

namespace assay {
namespace {

constexpr int PIECES = 32;  // blocks that share a row in the SPLIT variant, at most
constexpr int CLUSTER_BLOCKS = 8;
constexpr int WIDE_THREADS = 512;
constexpr int IN_FLIGHT = 4;  // packs a thread asks for at once

template <typename T>
struct Arguments {
    const T* x;
    T* y;
    float* partial;
    std::int64_t rows;
    std::int64_t width;
    float epsilon;
    bool inside;
};

/// The factor of a row from its sum of squares. The epsilon is FP32 in every element type: 1e-12 is 0 in FP16.
template <typename T>
__device__ float factor(const Arguments<T>& a, float squares) {
    return a.inside ? rsqrtf(squares + a.epsilon) : 1.0f / fmaxf(sqrtf(squares), a.epsilon);
}

/// fmaxf drops NaN, and a row with NaN in it must not come out as numbers; 0 · NaN is NaN again in the product, but
/// only where x itself is NaN, so the factor of such a row is made NaN as a whole.
template <typename T>
__device__ float safeFactor(const Arguments<T>& a, float squares) {
    return isnan(squares) ? squares : factor(a, squares);
}

template <typename T>
__global__ void naiveKernel(Arguments<T> a) {
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
__global__ void __launch_bounds__(ROW_THREADS) warpKernel(Arguments<T> a) {
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

/// A block a row, the row in registers: read once.
template <typename T, int PACK>
__global__ void __launch_bounds__(1024) registerBlockKernel(Arguments<T> a) {
    using Layout = BlockLayout<PACK>;
    __shared__ float scratch[32];
    const std::int64_t start = static_cast<std::int64_t>(blockIdx.x) * a.width;
    const int width = static_cast<int>(a.width);
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

/// A thread's part of the sum of squares of packs [begin, end) of a row, in two chains to halve their length. Each pack
/// goes to `keep(p, pack)` as well. A thread asks for IN_FLIGHT packs before it uses the first: a store in between,
/// which might change what is read, would have the compiler ask for one at a time.
template <typename T, int PACK, typename Keep>
__device__ float squaresOf(const T* row, std::int64_t begin, std::int64_t end, Keep&& keep) {
    float even = 0.0f;
    float odd = 0.0f;
    const std::int64_t step = blockDim.x;
    for (std::int64_t first = begin + threadIdx.x; first < end; first += IN_FLIGHT * step) {
        Pack<T, PACK> pack[IN_FLIGHT];
#pragma unroll
        for (int u = 0; u < IN_FLIGHT; ++u) {
            if (first + u * step < end) pack[u] = loadPack<T, PACK>(row + (first + u * step) * PACK);
        }
#pragma unroll
        for (int u = 0; u < IN_FLIGHT; ++u) {
            if (first + u * step >= end) break;
            keep(first + u * step, pack[u]);
#pragma unroll
            for (int i = 0; i < PACK; ++i) {
                const float x = toFloat(pack[u].value[i]);
                if (i % 2 == 0) even += x * x;
                else odd += x * x;
            }
        }
    }
    return even + odd;
}

template <typename T, int PACK>
__device__ float squaresOf(const T* row, std::int64_t begin, std::int64_t end) {
    return squaresOf<T, PACK>(row, begin, end, [](std::int64_t, const Pack<T, PACK>&) {});
}

/// Scales packs [begin, end), the last ones first: they were read last and are still in the cache.
template <typename T, int PACK>
__device__ void scalePacks(const T* from, T* to, std::int64_t begin, std::int64_t end, float scale) {
    const std::int64_t rounds = (end - begin + blockDim.x - 1) / blockDim.x;
#pragma unroll 4
    for (std::int64_t r = rounds - 1; r >= 0; --r) {
        const std::int64_t p = begin + r * blockDim.x + threadIdx.x;
        if (p >= end) continue;
        Pack<T, PACK> pack = loadPack<T, PACK>(from + p * PACK);
#pragma unroll
        for (int i = 0; i < PACK; ++i) pack.value[i] = fromFloat<T>(toFloat(pack.value[i]) * scale);
        storePack<T, PACK>(to + p * PACK, pack);
    }
}

template <typename T, int PACK>
__global__ void __launch_bounds__(WIDE_THREADS) blockKernel(Arguments<T> a) {
    __shared__ float scratch[32];
    const std::int64_t start = static_cast<std::int64_t>(blockIdx.x) * a.width;
    const std::int64_t packs = a.width / PACK;
    const float squares = blockSum(squaresOf<T, PACK>(a.x + start, 0, packs), scratch);
    scalePacks<T, PACK>(a.x + start, a.y + start, 0, packs, safeFactor(a, squares));
}

/// Pieces [begin, end) of a row's packs for block x of the grid.
template <int PACK>
__device__ void pieceOf(std::int64_t width, std::int64_t& begin, std::int64_t& end) {
    const std::int64_t packs = width / PACK;
    begin = packs * blockIdx.x / gridDim.x;
    end = packs * (blockIdx.x + 1) / gridDim.x;
}

template <typename T, int PACK>
__global__ void __launch_bounds__(WIDE_THREADS) splitSumKernel(Arguments<T> a) {
    __shared__ float scratch[32];
    std::int64_t begin;
    std::int64_t end;
    pieceOf<PACK>(a.width, begin, end);
    const std::int64_t row = blockIdx.y;
    const float squares = blockSum(squaresOf<T, PACK>(a.x + row * a.width, begin, end), scratch);
    if (threadIdx.x == 0) a.partial[row * gridDim.x + blockIdx.x] = squares;
}

template <typename T, int PACK>
__global__ void __launch_bounds__(WIDE_THREADS) splitScaleKernel(Arguments<T> a) {
    std::int64_t begin;
    std::int64_t end;
    pieceOf<PACK>(a.width, begin, end);
    const std::int64_t row = blockIdx.y;
    const unsigned lane = threadIdx.x % 32;
    const float part = lane < gridDim.x ? a.partial[row * gridDim.x + lane] : 0.0f;
    const float scale = safeFactor(a, groupSum<32>(part));
    scalePacks<T, PACK>(a.x + row * a.width, a.y + row * a.width, begin, end, scale);
}

#ifndef ASSAY_EMULATE
/// Keeps the first `cachedPacks` of its piece in shared memory; the rest is read a second time, mostly from L2.
template <typename T, int PACK>
__global__ void __launch_bounds__(WIDE_THREADS) clusterKernel(Arguments<T> a, int cachedPacks) {
#if __CUDA_ARCH__ >= 900
    ASSAY_DYNAMIC_SHARED(T, cached);
    __shared__ float scratch[32];
    __shared__ float mine;
    namespace cg = cooperative_groups;
    cg::cluster_group cluster = cg::this_cluster();
    std::int64_t begin;
    std::int64_t end;
    pieceOf<PACK>(a.width, begin, end);
    const T* x = a.x + static_cast<std::int64_t>(blockIdx.y) * a.width + begin * PACK;
    T* y = a.y + static_cast<std::int64_t>(blockIdx.y) * a.width + begin * PACK;
    const int packs = static_cast<int>(end - begin);
    const int inShared = min(packs, cachedPacks);
    const float first = squaresOf<T, PACK>(x, 0, inShared, [&](std::int64_t p, const Pack<T, PACK>& pack) {
        storePack<T, PACK>(cached + p * PACK, pack);
    });
    const float squares = blockSum(first + squaresOf<T, PACK>(x, inShared, packs), scratch);
    if (threadIdx.x == 0) mine = squares;
    cluster.sync();
    float all = 0.0f;
#pragma unroll
    for (int block = 0; block < CLUSTER_BLOCKS; ++block) all += *cluster.map_shared_rank(&mine, block);
    cluster.barrier_arrive();
    const float scale = safeFactor(a, all);
    scalePacks<T, PACK>(x, y, inShared, packs, scale);
#pragma unroll 4
    for (int p = threadIdx.x; p < inShared; p += WIDE_THREADS) {
        Pack<T, PACK> pack = loadPack<T, PACK>(cached + p * PACK);
#pragma unroll
        for (int i = 0; i < PACK; ++i) pack.value[i] = fromFloat<T>(toFloat(pack.value[i]) * scale);
        storePack<T, PACK>(y + static_cast<std::int64_t>(p) * PACK, pack);
    }
    cluster.barrier_wait();  // no block may end while others still read its sum
#endif
}

template <typename T, int PACK>
cudaError_t enqueueCluster(const Arguments<T>& a, cudaStream_t stream) {
    constexpr std::int64_t MOST_SHARED = 100 * 1024;  // two blocks to a multiprocessor
    const std::int64_t packs = (a.width / PACK + CLUSTER_BLOCKS - 1) / CLUSTER_BLOCKS;
    const std::int64_t packBytes = PACK * static_cast<std::int64_t>(sizeof(T));
    if (packs > 0x3fffffff / PACK) return cudaErrorInvalidValue;
    const int cached = static_cast<int>(packs * packBytes <= MOST_SHARED ? packs : MOST_SHARED / packBytes);
    const std::size_t shared = static_cast<std::size_t>(cached * packBytes);
    const cudaError_t status =
        cudaFuncSetAttribute(reinterpret_cast<const void*>(clusterKernel<T, PACK>),
                             cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(shared));
    if (status != cudaSuccess) return status;
    cudaLaunchConfig_t config{};
    config.gridDim = dim3(CLUSTER_BLOCKS, static_cast<unsigned>(a.rows));
    config.blockDim = dim3(WIDE_THREADS);
    config.dynamicSmemBytes = shared;
    config.stream = stream;
    cudaLaunchAttribute cluster{};
    cluster.id = cudaLaunchAttributeClusterDimension;
    cluster.val.clusterDim.x = CLUSTER_BLOCKS;
    cluster.val.clusterDim.y = 1;
    cluster.val.clusterDim.z = 1;
    config.attrs = &cluster;
    config.numAttrs = 1;
    return cudaLaunchKernelEx(&config, clusterKernel<T, PACK>, a, cached);
}
#endif

int piecesFor(std::int64_t width) {
    const std::int64_t wanted = (width + 8191) / 8192;
    return static_cast<int>(wanted < 1 ? 1 : (wanted > PIECES ? PIECES : wanted));
}

template <typename T, int PACK>
cudaError_t enqueueWide(const Arguments<T>& a, L2NormalizeVariant variant, cudaStream_t stream) {
    if (!fitsGrid(a.rows)) return cudaErrorInvalidValue;
    if (variant == L2NormalizeVariant::BLOCK) {
        if (const unsigned threads = registerBlockThreads(a.width)) {
            return launch(registerBlockKernel<T, PACK>, dim3(static_cast<unsigned>(a.rows)), dim3(threads), 0, stream,
                          a);
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
    if (computeCapability() < 90) return cudaErrorNotSupported;
    return enqueueCluster<T, PACK>(a, stream);
#endif
}

L2NormalizeVariant chosen(const L2NormalizeCall& call) {
    if (call.width <= WIDEST_REGISTER_ROW) return L2NormalizeVariant::WARP;
    if (call.width <= 16384 || call.rows > 65535) return L2NormalizeVariant::BLOCK;
#ifndef ASSAY_EMULATE
    if (computeCapability() >= 90) return L2NormalizeVariant::CLUSTER;
#endif
    return call.workspace ? L2NormalizeVariant::SPLIT : L2NormalizeVariant::BLOCK;
}

template <typename T>
cudaError_t enqueue(const L2NormalizeCall& call, cudaStream_t stream) {
    const Arguments<T> a{static_cast<const T*>(call.x),
                         static_cast<T*>(call.y),
                         static_cast<float*>(call.workspace),
                         call.rows,
                         call.width,
                         call.epsilon,
                         call.form == EpsilonForm::INSIDE_ROOT};
    const auto allAligned = [&](std::size_t bytes) { return aligned(a.x, bytes) && aligned(a.y, bytes); };
    const L2NormalizeVariant variant = call.variant == L2NormalizeVariant::AUTO ? chosen(call) : call.variant;
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
