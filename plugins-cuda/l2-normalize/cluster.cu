// The variants of clusters: some blocks share a row in one kernel.
#include "l2-normalize/kernels.cuh"

#ifndef ASSAY_EMULATE
#include <cooperative_groups.h>

#include "common/ahead.cuh"
#include "common/stream.cuh"

namespace assay {
namespace {

/// Scales the packs that a block keeps in shared memory into `to`.
template <typename T, int PACK>
__device__ void scaleShared(const T* cached, T* to, int packs, float scale) {
#pragma unroll 4
    for (int p = threadIdx.x; p < packs; p += WIDE_THREADS) {
        Pack<T, PACK> pack = loadPack<T, PACK>(cached + p * PACK);
#pragma unroll
        for (int i = 0; i < PACK; ++i) pack.value[i] = fromFloat<T>(toFloat(pack.value[i]) * scale);
        storePack<T, PACK>(to + static_cast<std::int64_t>(p) * PACK, pack);
    }
}

/// Keeps the first `cachedPacks` of its piece in shared memory; the rest is read a second time, mostly from L2.
template <typename T, int PACK, int RESIDENT>
__global__ void __launch_bounds__(WIDE_THREADS, RESIDENT) clusterKernel(L2NormalizeArguments<T> a, int cachedPacks) {
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
    scaleShared<T, PACK>(cached, y, inShared, scale);
    cluster.barrier_wait();  // no block may end while others still read its sum
#endif
}

/// As clusterKernel; what is past `cachedPacks` waits in registers, HELD packs a thread at most. Those are asked for
/// first and used last, so that they are on their way while the others come in.
template <typename T, int PACK, int BLOCKS, int HELD, int RESIDENT>
__global__ void __launch_bounds__(WIDE_THREADS, RESIDENT)
    clusterOnceKernel(L2NormalizeArguments<T> a, int cachedPacks) {
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
    const int own = inShared + static_cast<int>(threadIdx.x);
    Pack<T, PACK> held[HELD];
#pragma unroll
    for (int u = 0; u < HELD; ++u) {
        const int p = own + u * WIDE_THREADS;
        if (p < packs) held[u] = loadPack<T, PACK>(x + static_cast<std::int64_t>(p) * PACK);
    }
    float part = squaresOf<T, PACK>(x, 0, inShared, [&](std::int64_t p, const Pack<T, PACK>& pack) {
        storePack<T, PACK>(cached + p * PACK, pack);
    });
#pragma unroll
    for (int u = 0; u < HELD; ++u) {
        if (own + u * WIDE_THREADS >= packs) break;
#pragma unroll
        for (int i = 0; i < PACK; ++i) {
            const float value = toFloat(held[u].value[i]);
            part += value * value;
        }
    }
    const float squares = blockSum(part, scratch);
    if (threadIdx.x == 0) mine = squares;
    cluster.sync();
    float all = 0.0f;
#pragma unroll
    for (int block = 0; block < BLOCKS; ++block) all += *cluster.map_shared_rank(&mine, block);
    cluster.barrier_arrive();
    const float scale = safeFactor(a, all);
#pragma unroll
    for (int u = 0; u < HELD; ++u) {
        const int p = own + u * WIDE_THREADS;
        if (p >= packs) break;
#pragma unroll
        for (int i = 0; i < PACK; ++i) held[u].value[i] = fromFloat<T>(toFloat(held[u].value[i]) * scale);
        storePack<T, PACK>(y + static_cast<std::int64_t>(p) * PACK, held[u]);
    }
    scaleShared<T, PACK>(cached, y, inShared, scale);
    cluster.barrier_wait();  // no block may end while others still read its sum
#endif
}

/// Starts `kernel` with `blocks` blocks a row, each of which has up to `mostShared` bytes for its piece of it. Where
/// `heldPacks` is not negative, the piece must fit that memory and so many packs more.
template <typename T, int PACK>
cudaError_t startCluster(const L2NormalizeArguments<T>& a, void (*kernel)(L2NormalizeArguments<T>, int), int blocks,
                           std::int64_t mostShared, std::int64_t heldPacks, cudaStream_t stream) {
    const std::int64_t packs = (a.width / PACK + blocks - 1) / blocks;
    const std::int64_t packBytes = PACK * static_cast<std::int64_t>(sizeof(T));
    if (packs > 0x3fffffff / PACK) return cudaErrorInvalidValue;
    const int cached = static_cast<int>(packs * packBytes <= mostShared ? packs : mostShared / packBytes);
    if (heldPacks >= 0 && packs > cached + heldPacks) return cudaErrorInvalidValue;
    const std::size_t shared = static_cast<std::size_t>(cached * packBytes);
    const void* function = reinterpret_cast<const void*>(kernel);
    cudaError_t status =
        cudaFuncSetAttribute(function, cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(shared));
    if (status != cudaSuccess) return status;
    if (blocks > CLUSTER_BLOCKS) {  // more than every GPU of this line promises
        status = cudaFuncSetAttribute(function, cudaFuncAttributeNonPortableClusterSizeAllowed, 1);
        if (status != cudaSuccess) return status;
    }
    cudaLaunchConfig_t config{};
    config.gridDim = dim3(static_cast<unsigned>(blocks), static_cast<unsigned>(a.rows));
    config.blockDim = dim3(WIDE_THREADS);
    config.dynamicSmemBytes = shared;
    config.stream = stream;
    cudaLaunchAttribute cluster{};
    cluster.id = cudaLaunchAttributeClusterDimension;
    cluster.val.clusterDim.x = static_cast<unsigned>(blocks);
    cluster.val.clusterDim.y = 1;
    cluster.val.clusterDim.z = 1;
    config.attrs = &cluster;
    config.numAttrs = 1;
    return cudaLaunchKernelEx(&config, kernel, a, cached);
}

/// Clusters that stay and walk through all rows. A block's shared memory is a ring of `slots` rounds, a row has `rounds`
/// of them. Each round that has been scaled and written makes room for one to come, so that up to `ahead` rounds of the
/// next row are on their way while this one is summed, and every value is read once. A thread reads what it copied
/// itself alone: the blocks' sums need barriers, the values none.
template <typename T, int PACK>
__global__ void __launch_bounds__(WIDE_THREADS, 1)
    clusterRingKernel(L2NormalizeArguments<T> a, int slots, int rounds, int ahead) {
#if __CUDA_ARCH__ >= 900
    ASSAY_DYNAMIC_SHARED(T, ring);
    __shared__ float scratch[2][32];
    __shared__ float mine[2];
    namespace cg = cooperative_groups;
    cg::cluster_group cluster = cg::this_cluster();
    std::int64_t begin;
    std::int64_t end;
    pieceOf<PACK>(a.width, begin, end);
    const int own = static_cast<int>(threadIdx.x);
    const int packs = static_cast<int>(end - begin);
    const std::int64_t step = gridDim.y;
    T* const first = ring + own * PACK;
    T* const last = first + slots * (WIDE_THREADS * PACK);
    const auto after = [&](T* slot) {
        slot += WIDE_THREADS * PACK;
        return slot == last ? first : slot;
    };
    const T* const x = a.x + begin * PACK;
    // What is asked for next: this round of this row, to this slot.
    std::int64_t comingRow = blockIdx.y;
    int comingRound = 0;
    T* coming = first;
    const auto fetch = [&] {
        const int p = comingRound * WIDE_THREADS + own;
        if (comingRow < a.rows && p < packs) {
            copyAhead(coming, x + comingRow * a.width + static_cast<std::int64_t>(p) * PACK);
        }
        coming = after(coming);
        if (++comingRound == rounds) {
            comingRound = 0;
            comingRow += step;
        }
    };
    for (int r = 0; r < rounds; ++r) fetch();
    closeCopies();
    for (int r = 0; r < ahead; ++r) fetch();
    closeCopies();
    T* tail = first;
    int turn = 0;
    for (std::int64_t row = blockIdx.y; row < a.rows; row += step, turn ^= 1) {
        awaitCopies<1>();  // all but those of the row after this one
        float even = 0.0f;
        float odd = 0.0f;
        T* slot = tail;
#pragma unroll 4
        for (int p = own; p < packs; p += WIDE_THREADS, slot = after(slot)) {
            const Pack<T, PACK> pack = loadPack<T, PACK>(slot);
#pragma unroll
            for (int i = 0; i < PACK; ++i) {
                const float value = toFloat(pack.value[i]);
                if (i % 2 == 0) even += value * value;
                else odd += value * value;
            }
        }
        const float squares = blockSumInTurn(even + odd, scratch[turn]);
        if (threadIdx.x == 0) mine[turn] = squares;
        cluster.sync();  // before it, all have read what mine[turn] held two rows ago
        const unsigned lane = threadIdx.x % 32;
        const float part = lane < CLUSTER_BLOCKS ? *cluster.map_shared_rank(&mine[turn], lane) : 0.0f;
        const float scale = safeFactor(a, groupSum<32>(part));
        T* const y = a.y + row * a.width + begin * PACK;
        const auto scaleRounds = [&](int from, int to) {
#pragma unroll 4
            for (int r = from; r < to; ++r) {
                const int p = r * WIDE_THREADS + own;
                if (p < packs) {
                    Pack<T, PACK> pack = loadPack<T, PACK>(tail);
#pragma unroll
                    for (int i = 0; i < PACK; ++i) pack.value[i] = fromFloat<T>(toFloat(pack.value[i]) * scale);
                    storePack<T, PACK>(y + static_cast<std::int64_t>(p) * PACK, pack);
                }
                tail = after(tail);
                fetch();
            }
            closeCopies();
        };
        scaleRounds(0, rounds - ahead);  // the next row is then complete
        scaleRounds(rounds - ahead, rounds);
    }
    cluster.sync();  // no block may end while others still read its sum
#endif
}

/// Starts as many clusters as the GPU holds at once. The ring must hold a row.
template <typename T, int PACK>
cudaError_t startRing(const L2NormalizeArguments<T>& a, cudaStream_t stream) {
    const std::int64_t rounds = ringRounds(a.width / PACK);
    const std::int64_t most = ringSlots(largestShared());
    if (rounds < 1 || rounds > most) return cudaErrorInvalidValue;
    const std::int64_t slots = 2 * rounds < most ? 2 * rounds : most;
    const int shared = static_cast<int>(slots * RING_ROUND);
    const auto kernel = clusterRingKernel<T, PACK>;
    cudaError_t status = cudaFuncSetAttribute(reinterpret_cast<const void*>(kernel),
                                              cudaFuncAttributeMaxDynamicSharedMemorySize, shared);
    if (status != cudaSuccess) return status;
    cudaLaunchConfig_t config{};
    config.gridDim = dim3(CLUSTER_BLOCKS, static_cast<unsigned>(a.rows));
    config.blockDim = dim3(WIDE_THREADS);
    config.dynamicSmemBytes = static_cast<std::size_t>(shared);
    config.stream = stream;
    cudaLaunchAttribute cluster{};
    cluster.id = cudaLaunchAttributeClusterDimension;
    cluster.val.clusterDim.x = CLUSTER_BLOCKS;
    cluster.val.clusterDim.y = 1;
    cluster.val.clusterDim.z = 1;
    config.attrs = &cluster;
    config.numAttrs = 1;
    int fitting = 0;
    status = cudaOccupancyMaxActiveClusters(&fitting, kernel, &config);
    if (status != cudaSuccess) return status;
    if (fitting < 1) return cudaErrorNotSupported;
    if (a.rows > fitting) config.gridDim.y = static_cast<unsigned>(fitting);
    return cudaLaunchKernelEx(&config, kernel, a, static_cast<int>(slots), static_cast<int>(rounds),
                              static_cast<int>(slots - rounds));
}

}  // namespace

template <typename T, int PACK>
cudaError_t enqueueCluster(const L2NormalizeArguments<T>& a, L2NormalizeVariant variant, cudaStream_t stream) {
    constexpr std::int64_t THREE_RESIDENT = 72 * 1024;
    constexpr int HELD = 4;
    constexpr int WIDE_BLOCKS = 16;
    switch (variant) {
        case L2NormalizeVariant::CLUSTER_ONCE:
            return startCluster<T, PACK>(a, clusterOnceKernel<T, PACK, CLUSTER_BLOCKS, HELD, 2>, CLUSTER_BLOCKS,
                                           SHARED_OF_BLOCK, HELD * WIDE_THREADS, stream);
        case L2NormalizeVariant::CLUSTER_WIDE:
            return startCluster<T, PACK>(a, clusterOnceKernel<T, PACK, WIDE_BLOCKS, 1, 3>, WIDE_BLOCKS,
                                           THREE_RESIDENT, WIDE_THREADS, stream);
        case L2NormalizeVariant::CLUSTER_THREE:
            return startCluster<T, PACK>(a, clusterKernel<T, PACK, 3>, CLUSTER_BLOCKS, THREE_RESIDENT, -1, stream);
        case L2NormalizeVariant::CLUSTER_RING:
            if constexpr (PACK * sizeof(T) == 16) return startRing<T, PACK>(a, stream);
            else return cudaErrorInvalidValue;
        default:
            return startCluster<T, PACK>(a, clusterKernel<T, PACK, 2>, CLUSTER_BLOCKS, SHARED_OF_BLOCK, -1, stream);
    }
}

#define ASSAY_INSTANTIATE(TYPE, PACK)                                                                       \
    template cudaError_t enqueueCluster<TYPE, PACK>(const L2NormalizeArguments<TYPE>&, L2NormalizeVariant, \
                                                    cudaStream_t)
ASSAY_INSTANTIATE(float, FULL_PACK<float>);
ASSAY_INSTANTIATE(float, 1);
ASSAY_INSTANTIATE(__half, FULL_PACK<__half>);
ASSAY_INSTANTIATE(__half, 1);
ASSAY_INSTANTIATE(__nv_bfloat16, FULL_PACK<__nv_bfloat16>);
ASSAY_INSTANTIATE(__nv_bfloat16, 1);

}  // namespace assay
#endif
