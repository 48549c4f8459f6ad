#include "mask2pos/mask2pos.h"

#include "common/launch.cuh"
#include "common/mask.cuh"
#include "common/reduce.cuh"

namespace assay {
namespace {

constexpr int THREADS = 256;
constexpr int POSITIONS = 16;  // of one block in the SCAN variant

template <typename T>
struct Arguments {
    Mask mask;
    T* y;
    std::int64_t batch;
    int length;
    int channels;
    float temperature;
};

/// The phase's factor of a channel pair. Everything up to the sine is FP32: half's spacing near 2π is 2^-8.
__device__ inline float frequency(int pair, int channels, float temperature) {
    return powf(temperature, -2.0f * pair / channels);
}

/// A batch without a cell that counts divides by 0, as PyTorch's does: -∞, whose sine is NaN.
__device__ inline float phase(int before, int all) {
    return (static_cast<float>(before) - 0.5f) / static_cast<float>(all) * 6.283185307179586f;
}

template <typename T>
__global__ void naiveKernel(Arguments<T> a) {
    const std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
    if (i >= a.batch * a.length * a.channels) return;
    const int channel = static_cast<int>(i % a.channels);
    const int position = static_cast<int>(i / a.channels % a.length);
    const std::int64_t row = i / a.channels / a.length * a.length;
    int before = 0;
    int all = 0;
    for (int k = 0; k < a.length; ++k) {
        const int one = a.mask.kept(row + k) ? 1 : 0;
        all += one;
        if (k <= position) before += one;
    }
    const float angle = phase(before, all) * frequency(channel / 2, a.channels, a.temperature);
    a.y[i] = fromFloat<T>(channel % 2 == 0 ? sinf(angle) : cosf(angle));
}

template <typename T, int PACK>
__global__ void __launch_bounds__(THREADS) scanKernel(Arguments<T> a) {
    __shared__ int counts[POSITIONS + 1];  // up to each position of the block; the last one: in the whole row
    __shared__ float scratch[32];
    const int first = static_cast<int>(blockIdx.x) * POSITIONS;
    const std::int64_t row = static_cast<std::int64_t>(blockIdx.y) * a.length;
    // Counts stay below 2^24 and are exact in FP32.
    float before = 0.0f;
    float all = 0.0f;
    for (int k = threadIdx.x; k < a.length; k += THREADS) {
        const float one = a.mask.kept(row + k) ? 1.0f : 0.0f;
        all += one;
        if (k < first) before += one;
    }
    before = blockSum(before, scratch);
    all = blockSum(all, scratch);
    if (threadIdx.x == 0) {
        int count = static_cast<int>(before);
        for (int k = 0; k < POSITIONS && first + k < a.length; ++k) {
            if (a.mask.kept(row + first + k)) ++count;
            counts[k] = count;
        }
        counts[POSITIONS] = static_cast<int>(all);
    }
    __syncthreads();
    const int packs = a.channels / PACK;
    const int there = min(POSITIONS, a.length - first);
    for (int column = threadIdx.x; column < packs; column += THREADS) {
        float factor[PACK / 2];
#pragma unroll
        for (int i = 0; i < PACK / 2; ++i) {
            factor[i] = frequency(column * (PACK / 2) + i, a.channels, a.temperature);
        }
        for (int k = 0; k < there; ++k) {
            const float angle = phase(counts[k], counts[POSITIONS]);
            Pack<T, PACK> pack;
#pragma unroll
            for (int i = 0; i < PACK / 2; ++i) {
                float sine;
                float cosine;
                sincosf(angle * factor[i], &sine, &cosine);
                pack.value[2 * i] = fromFloat<T>(sine);
                pack.value[2 * i + 1] = fromFloat<T>(cosine);
            }
            storePack<T, PACK>(a.y + (row + first + k) * a.channels + column * PACK, pack);
        }
    }
}

template <typename T>
cudaError_t enqueue(const Mask2PosCall& call, cudaStream_t stream) {
    const Mask mask{call.mask, call.maskElement == MaskElement::BOOL, call.polarity == MaskPolarity::VALID};
    const Arguments<T> a{mask, static_cast<T*>(call.y), call.batch, call.length, call.channels, call.temperature};
    if (call.variant == Mask2PosVariant::NAIVE || !aligned(a.y, 2 * sizeof(T))) {
        const std::int64_t blocks = (call.batch * call.length * call.channels + THREADS - 1) / THREADS;
        if (!fitsGrid(blocks)) return cudaErrorInvalidValue;
        return launch(naiveKernel<T>, dim3(static_cast<unsigned>(blocks)), dim3(THREADS), 0, stream, a);
    }
    if (call.batch > 65535) return cudaErrorInvalidValue;
    const dim3 grid(static_cast<unsigned>((call.length + POSITIONS - 1) / POSITIONS),
                    static_cast<unsigned>(call.batch));
    return launch(scanKernel<T, 2>, grid, dim3(THREADS), 0, stream, a);
}

}  // namespace

cudaError_t mask2Pos(const Mask2PosCall& call, cudaStream_t stream) {
    const bool sizes = call.batch >= 0 && call.length >= 0 && call.channels > 0 && call.channels % 2 == 0;
    if (!sizes || call.length > 0xffffff || !(call.temperature > 0.0f)) return cudaErrorInvalidValue;
    if (call.batch == 0 || call.length == 0) return cudaSuccess;
    if (!call.mask || !call.y) return cudaErrorInvalidValue;
    switch (call.element) {
        case Element::FLOAT32: return enqueue<float>(call, stream);
        case Element::FLOAT16: return enqueue<__half>(call, stream);
        case Element::BFLOAT16: return enqueue<__nv_bfloat16>(call, stream);
    }
    return cudaErrorInvalidValue;
}

}  // namespace assay
