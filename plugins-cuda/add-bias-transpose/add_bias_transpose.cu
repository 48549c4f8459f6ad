#include "add-bias-transpose/add_bias_transpose.h"

#include "common/launch.cuh"

namespace assay {
namespace {

constexpr int THREADS = 256;

template <typename T>
struct Arguments {
    const T* x;
    const T* bias;
    T* y;
    std::int64_t rows;  // batch · length
    std::int64_t length;
    int heads;
    int perHead;
    float scale;
};

template <typename T>
__global__ void naiveKernel(Arguments<T> a) {
    const std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    const int width = a.heads * a.perHead;
    if (i >= a.rows * width) return;
    const int c = static_cast<int>(i % a.perHead);
    const std::int64_t position = i / a.perHead % a.length;
    const std::int64_t plane = i / a.perHead / a.length;  // batch · heads + head
    const int column = static_cast<int>(plane % a.heads) * a.perHead + c;
    const std::int64_t row = plane / a.heads * a.length + position;
    a.y[i] = fromFloat<T>((toFloat(a.x[row * width + column]) + toFloat(a.bias[column])) * a.scale);
}

/// A block is `lanes` packs wide and THREADS / lanes rows high; it takes UNROLL such steps. blockIdx.y counts blocks
/// along the columns.
template <typename T, int PACK, int UNROLL>
__global__ void __launch_bounds__(THREADS) vectorKernel(Arguments<T> a, int lanes) {
    const int width = a.heads * a.perHead;
    const int high = THREADS / lanes;
    const int column = (static_cast<int>(blockIdx.y) * lanes + static_cast<int>(threadIdx.x) % lanes) * PACK;
    const std::int64_t first = static_cast<std::int64_t>(blockIdx.x) * high * UNROLL + threadIdx.x / lanes;
    const bool inside = column < width && static_cast<int>(threadIdx.x) < high * lanes;
    const int head = column / a.perHead;
    Pack<T, PACK> pack[UNROLL];
#pragma unroll
    for (int u = 0; u < UNROLL; ++u) {
        const std::int64_t row = first + u * high;
        if (inside && row < a.rows) pack[u] = loadPack<T, PACK>(a.x + row * width + column);
    }
    Pack<T, PACK> bias{};
    if (inside) bias = loadPack<T, PACK>(a.bias + column);
    float add[PACK];
#pragma unroll
    for (int i = 0; i < PACK; ++i) add[i] = toFloat(bias.value[i]);
    std::int64_t batch = first / a.length;
    std::int64_t position = first - batch * a.length;
#pragma unroll
    for (int u = 0; u < UNROLL; ++u) {
        const std::int64_t row = first + u * high;
        if (!inside || row >= a.rows) continue;
#pragma unroll
        for (int i = 0; i < PACK; ++i) {
            pack[u].value[i] = fromFloat<T>((toFloat(pack[u].value[i]) + add[i]) * a.scale);
        }
        T* y = a.y + ((batch * a.heads + head) * a.length + position) * a.perHead + (column - head * a.perHead);
        storePack<T, PACK>(y, pack[u]);
        position += high;
        if (position >= a.length) {  // seldom: a division for every row would cost more than the rest
            const std::int64_t batches = position / a.length;
            batch += batches;
            position -= batches * a.length;
        }
    }
}

template <typename T, int PACK, int UNROLL>
cudaError_t enqueueVector(const Arguments<T>& a, cudaStream_t stream) {
    const int packs = a.heads * a.perHead / PACK;
    const int lanes = packs < THREADS ? packs : THREADS;
    const std::int64_t rowsPerBlock = static_cast<std::int64_t>(THREADS / lanes) * UNROLL;
    const std::int64_t blocks = (a.rows + rowsPerBlock - 1) / rowsPerBlock;
    const int across = (packs + lanes - 1) / lanes;
    if (!fitsGrid(blocks) || across > 65535) return cudaErrorInvalidValue;
    return launch(vectorKernel<T, PACK, UNROLL>, dim3(static_cast<unsigned>(blocks), static_cast<unsigned>(across)),
                  dim3(THREADS), 0, stream, a, lanes);
}

template <typename T, int UNROLL>
cudaError_t enqueuePacked(const Arguments<T>& a, cudaStream_t stream) {
    const auto packed = [&](int pack) {
        const std::size_t bytes = pack * sizeof(T);
        return a.perHead % pack == 0 && aligned(a.x, bytes) && aligned(a.bias, bytes) && aligned(a.y, bytes);
    };
    if (packed(FULL_PACK<T>)) return enqueueVector<T, FULL_PACK<T>, UNROLL>(a, stream);
    if (packed(2)) return enqueueVector<T, 2, UNROLL>(a, stream);
    return enqueueVector<T, 1, UNROLL>(a, stream);
}

template <typename T>
cudaError_t enqueue(const AddBiasTransposeCall& call, cudaStream_t stream) {
    const Arguments<T> a{static_cast<const T*>(call.x),
                         static_cast<const T*>(call.bias),
                         static_cast<T*>(call.y),
                         call.batch * call.length,
                         call.length,
                         call.heads,
                         call.perHead,
                         call.scale};
    if (call.variant == AddBiasTransposeVariant::NAIVE) {
        const std::int64_t blocks = (a.rows * call.heads * call.perHead + THREADS - 1) / THREADS;
        if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
        return launch(naiveKernel<T>, dim3(static_cast<unsigned>(blocks)), dim3(THREADS), 0, stream, a);
    }
    // AUTO is SHORT, by 1 % on an H200.
    return call.variant == AddBiasTransposeVariant::VECTOR ? enqueuePacked<T, 4>(a, stream)
                                                           : enqueuePacked<T, 2>(a, stream);
}

}  // namespace

cudaError_t addBiasTranspose(const AddBiasTransposeCall& call, cudaStream_t stream) {
    if (call.batch < 0 || call.length < 0 || call.heads < 1 || call.perHead < 1) return cudaErrorInvalidValue;
    if (call.batch == 0 || call.length == 0) return cudaSuccess;
    if (!call.x || !call.bias || !call.y) return cudaErrorInvalidValue;
    switch (call.element) {
        case Element::FLOAT32: return enqueue<float>(call, stream);
        case Element::FLOAT16: return enqueue<__half>(call, stream);
        case Element::BFLOAT16: return enqueue<__nv_bfloat16>(call, stream);
    }
    return cudaErrorInvalidValue;
}

}  // namespace assay
