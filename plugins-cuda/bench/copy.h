#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>

namespace assay::bench {

/// Copies `bytes`, a multiple of 16, by 16-byte words. A graph's own copy nodes may go through a copy engine, which
/// does not reach the bandwidth that kernels have.
cudaError_t copyByKernel(const void* from, void* to, std::size_t bytes, cudaStream_t stream);

}  // namespace assay::bench
