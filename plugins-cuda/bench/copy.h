#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>

namespace assay::bench {

/// How much a thread copies. Which is faster depends on the GPU: both are timed, the faster one is the measure.
enum class CopyForm {
    /// Eight words, all in flight at once.
    LONG,
    /// One word: blocks of 2 KiB begin and end more evenly.
    SHORT
};

/// Copies `bytes`, a multiple of 16, by 16-byte words. A graph's own copy nodes may go through a copy engine, which
/// does not reach the bandwidth that kernels have.
cudaError_t copyByKernel(const void* from, void* to, std::size_t bytes, CopyForm form, cudaStream_t stream);

}  // namespace assay::bench
