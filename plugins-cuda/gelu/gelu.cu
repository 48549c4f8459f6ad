#include "gelu/gelu.h"

#include "common/approximate.cuh"
#include "common/launch.cuh"

namespace assay {
namespace {

constexpr int THREADS = 256;

/// How a thread's packs are laid out: UNROLL of them, a block's width apart.
struct Vector {
    static constexpr int THREADS = 256;
    static constexpr int UNROLL = 4;
};
struct Short {
    static constexpr int THREADS = 128;
    static constexpr int UNROLL = 2;
};
struct Single {
    static constexpr int THREADS = 128;
    static constexpr int UNROLL = 1;
};

template <typename T>
struct Arguments {
    const T* x;
    const T* bias;
    T* y;
    std::int64_t count;
    int width;
};

__device__ inline float erfAsWritten(float x) { return 0.5f * x * (1.0f + erff(x * 0.70710678118654752f)); }

__device__ inline float tanhAsWritten(float x) {
    return 0.5f * x * (1.0f + tanhf(0.79788456080286536f * (x + 0.044715f * x * x * x)));
}

/// x Φ(x) by erfc(z) = exp(-z²) · t · P(t), t = 1 / (1 + 0.44 z), z = |x| / √2. P is the polynomial of degree 7 with
/// the least largest relative error of erfc on 0 ≤ z ≤ 12, which is 1.9e-7. Since the tail is computed as such, and not
/// as 1 + erf, it keeps its relative accuracy down to where exp underflows.
__device__ inline float erfByTail(float x) {
    const float a = fabsf(x);
    const float t = reciprocalFlushed(1.0f + 0.31112698372208092f * a);  // 0.44 / √2
    float p = 0.07148366662117914f;
    p = p * t - 0.27908224118209557f;
    p = p * t + 0.29873941053042397f;
    p = p * t - 0.02217029013040658f;
    p = p * t + 0.2169243022152234f;
    p = p * t + 0.21695687684020357f;
    p = p * t + 0.24893167329320465f;
    p = p * t + 0.24821678781093576f;
    const float half = 0.5f * p * t * exp2Flushed(a * -0.72134752044448170f * a);  // z² log2(e) = a² log2(e) / 2
    return x * (x > 0.0f ? 1.0f - half : half);
}

/// The tanh form as x / (1 + exp(-2u)), which is the same number without the difference of two near ones; -2u is in
/// powers of 2 here: -2 √(2/π) log2(e) (x + 0.044715 x³).
__device__ inline float tanhBySigmoid(float x) {
    const float e = exp2Flushed(x * (-2.3022081981443250f - 0.10294323958002350f * (x * x)));
    return x * reciprocalFlushed(1.0f + e);
}

template <bool TANH>
__device__ inline float cheap(float x) {
    return TANH ? tanhBySigmoid(x) : erfByTail(x);
}

template <typename T, bool TANH>
__global__ void naiveKernel(Arguments<T> a) {
    const std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i >= a.count) return;
    float x = toFloat(a.x[i]);
    if (a.bias) x += toFloat(a.bias[i % a.width]);
    a.y[i] = fromFloat<T>(TANH ? tanhAsWritten(x) : erfAsWritten(x));
}

/// index mod width, by the 32-bit division where that is enough: the 64-bit one costs more than the GELU itself.
__device__ inline int columnOf(std::int64_t index, int width) {
    return index <= 0xffffffffll ? static_cast<int>(static_cast<unsigned>(index) % static_cast<unsigned>(width))
                                 : static_cast<int>(index % width);
}

template <typename T, int PACK, bool TANH, typename Shape>
__global__ void __launch_bounds__(Shape::THREADS) vectorKernel(Arguments<T> a) {
    constexpr int THREADS = Shape::THREADS;
    constexpr int UNROLL = Shape::UNROLL;
    const std::int64_t first = static_cast<std::int64_t>(blockIdx.x) * THREADS * UNROLL + threadIdx.x;
    Pack<T, PACK> pack[UNROLL];
#pragma unroll
    for (int u = 0; u < UNROLL; ++u) {
        const std::int64_t start = (first + u * THREADS) * PACK;
        if (start + PACK <= a.count) pack[u] = loadPack<T, PACK>(a.x + start);
    }
#pragma unroll
    for (int u = 0; u < UNROLL; ++u) {
        const std::int64_t start = (first + u * THREADS) * PACK;
        if (start + PACK <= a.count) {
            float x[PACK];
#pragma unroll
            for (int i = 0; i < PACK; ++i) x[i] = toFloat(pack[u].value[i]);
            if (a.bias) {
                const Pack<T, PACK> bias = loadPack<T, PACK>(a.bias + columnOf(start, a.width));
#pragma unroll
                for (int i = 0; i < PACK; ++i) x[i] += toFloat(bias.value[i]);
            }
#pragma unroll
            for (int i = 0; i < PACK; ++i) pack[u].value[i] = fromFloat<T>(cheap<TANH>(x[i]));
            storePack<T, PACK>(a.y + start, pack[u]);
        } else {
            // The last values, fewer than a pack. With a bias, packs divide rows, and this never runs.
            for (std::int64_t i = start; i < a.count; ++i) a.y[i] = fromFloat<T>(cheap<TANH>(toFloat(a.x[i])));
        }
    }
}

template <typename T, int PACK, bool TANH, typename Shape>
cudaError_t enqueueVector(const Arguments<T>& a, cudaStream_t stream) {
    const std::int64_t perBlock = static_cast<std::int64_t>(Shape::THREADS) * Shape::UNROLL * PACK;
    const std::int64_t blocks = (a.count + perBlock - 1) / perBlock;
    if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
    const dim3 grid(static_cast<unsigned>(blocks));
    return launch(vectorKernel<T, PACK, TANH, Shape>, grid, dim3(Shape::THREADS), 0, stream, a);
}

template <typename T, bool TANH, typename Shape>
cudaError_t enqueuePacks(const Arguments<T>& a, bool packs, cudaStream_t stream) {
    return packs ? enqueueVector<T, FULL_PACK<T>, TANH, Shape>(a, stream)
                 : enqueueVector<T, 1, TANH, Shape>(a, stream);
}

template <typename T, bool TANH>
cudaError_t enqueueForm(const GeluCall& call, cudaStream_t stream) {
    const Arguments<T> a{static_cast<const T*>(call.x), static_cast<const T*>(call.bias), static_cast<T*>(call.y),
                         call.count, call.width};
    if (call.variant == GeluVariant::NAIVE) {
        const std::int64_t blocks = (a.count + THREADS - 1) / THREADS;
        if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
        return launch(naiveKernel<T, TANH>, dim3(static_cast<unsigned>(blocks)), dim3(THREADS), 0, stream, a);
    }
    const bool packs =
        aligned(a.x, 16) && aligned(a.y, 16) && (!a.bias || (a.width % FULL_PACK<T> == 0 && aligned(a.bias, 16)));
    switch (call.variant) {
        case GeluVariant::VECTOR: return enqueuePacks<T, TANH, Vector>(a, packs, stream);
        case GeluVariant::SINGLE: return enqueuePacks<T, TANH, Single>(a, packs, stream);
        default: return enqueuePacks<T, TANH, Short>(a, packs, stream);  // AUTO too: by up to 5 % on an H200
    }
}

template <typename T>
cudaError_t enqueue(const GeluCall& call, cudaStream_t stream) {
    return call.form == GeluForm::TANH ? enqueueForm<T, true>(call, stream) : enqueueForm<T, false>(call, stream);
}

}  // namespace

cudaError_t gelu(const GeluCall& call, cudaStream_t stream) {
    if (call.count < 0 || call.width < 1 || (call.bias && call.count % call.width != 0)) return cudaErrorInvalidValue;
    if (call.count == 0) return cudaSuccess;
    if (!call.x || !call.y) return cudaErrorInvalidValue;
    switch (call.element) {
        case Element::FLOAT32: return enqueue<float>(call, stream);
        case Element::FLOAT16: return enqueue<__half>(call, stream);
        case Element::BFLOAT16: return enqueue<__nv_bfloat16>(call, stream);
    }
    return cudaErrorInvalidValue;
}

}  // namespace assay
