// Copies to shared memory that a thread starts and does not wait for until it has to.
#pragma once

#include "common/pack.cuh"

namespace assay {

/// Starts a copy of 16 bytes to shared memory that nothing waits for until awaitCopies.
__device__ inline void copyAhead(void* to, const void* from) {
#if defined(ASSAY_EMULATE)
    std::memcpy(to, from, 16);
#elif __CUDA_ARCH__ >= 800
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;"
                 :
                 : "r"(static_cast<unsigned>(__cvta_generic_to_shared(to))), "l"(from)
                 : "memory");
#else
    *static_cast<uint4*>(to) = *static_cast<const uint4*>(from);
#endif
}

/// Closes a group of copies.
__device__ inline void closeCopies() {
#if !defined(ASSAY_EMULATE) && __CUDA_ARCH__ >= 800
    asm volatile("cp.async.commit_group;" : : : "memory");
#endif
}

/// Waits for this thread's groups but the last LEFT ones.
template <int LEFT>
__device__ inline void awaitCopies() {
#if !defined(ASSAY_EMULATE) && __CUDA_ARCH__ >= 800
    asm volatile("cp.async.wait_group %0;" : : "n"(LEFT) : "memory");
#endif
}

}  // namespace assay
