#include "bench/copy.h"

namespace assay::bench {
namespace {

template <int THREADS, int WORDS>
__global__ void __launch_bounds__(THREADS)
    copyWords(const uint4* __restrict__ from, uint4* __restrict__ to, std::size_t count) {
    const std::size_t first = static_cast<std::size_t>(blockIdx.x) * THREADS * WORDS + threadIdx.x;
    uint4 words[WORDS];
#pragma unroll
    for (int i = 0; i < WORDS; ++i) {
        const std::size_t at = first + static_cast<std::size_t>(i) * THREADS;
        if (at < count) words[i] = from[at];
    }
#pragma unroll
    for (int i = 0; i < WORDS; ++i) {
        const std::size_t at = first + static_cast<std::size_t>(i) * THREADS;
        if (at < count) to[at] = words[i];
    }
}

template <int THREADS, int WORDS>
cudaError_t enqueue(const void* from, void* to, std::size_t bytes, cudaStream_t stream) {
    const std::size_t count = bytes / sizeof(uint4);
    const std::size_t blocks = (count + THREADS * WORDS - 1) / (THREADS * WORDS);
    copyWords<THREADS, WORDS><<<static_cast<unsigned>(blocks), THREADS, 0, stream>>>(static_cast<const uint4*>(from),
                                                                                     static_cast<uint4*>(to), count);
    return cudaGetLastError();
}

}  // namespace

cudaError_t copyByKernel(const void* from, void* to, std::size_t bytes, CopyForm form, cudaStream_t stream) {
    return form == CopyForm::LONG ? enqueue<256, 8>(from, to, bytes, stream) : enqueue<128, 1>(from, to, bytes, stream);
}

}  // namespace assay::bench
