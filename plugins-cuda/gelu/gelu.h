// The Gaussian error linear unit, exact and approximated; see README.md of this folder.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "common/element.h"

namespace assay {

enum class GeluForm {
    /// x Φ(x) = x / 2 · (1 + erf(x / √2)): PyTorch's default, approximate='none'.
    ERF,
    /// x / 2 · (1 + tanh(√(2/π) (x + 0.044715 x³))): PyTorch's approximate='tanh'. Up to 4.8e-4 off the exact form.
    TANH
};

enum class GeluVariant {
    /// The fastest one for the shape.
    AUTO,
    /// A value a thread; erff or tanhf of CUDA's library, as the formula reads.
    NAIVE,
    /// 16-byte loads, and arithmetic that is cheaper and keeps its digits where x is far below 0.
    VECTOR,
    /// VECTOR by blocks of a quarter of its work, two packs a thread: they begin and end more evenly.
    SHORT,
    /// SHORT with one pack a thread, as PyTorch's own element-wise kernels have it for 16-bit values.
    SINGLE
};

struct GeluCall {
    const void* x = nullptr;     ///< [count]
    const void* bias = nullptr;  ///< [width], added first; null: none. count is then a multiple of width
    void* y = nullptr;           ///< [count]
    std::int64_t count = 0;
    int width = 1;
    GeluForm form = GeluForm::ERF;
    Element element = Element::FLOAT32;
    GeluVariant variant = GeluVariant::AUTO;
};

/// Enqueues the call. cudaErrorInvalidValue if a required pointer is null or the bias does not divide the count.
cudaError_t gelu(const GeluCall& call, cudaStream_t stream);

}  // namespace assay
