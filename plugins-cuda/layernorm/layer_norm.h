// Layer normalisation over the last axis; see README.md of this folder.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

#include "common/element.h"

namespace assay {

enum class LayerNormVariant {
    /// The fastest one that takes the width.
    AUTO,
    /// A block a row, one value a load, three passes over global memory: what one writes first.
    NAIVE,
    /// A row in the registers of up to 32 lanes, 16-byte loads, one pass over memory. Width at most 1024.
    WARP,
    /// A block a row, which waits in registers between the passes, or, past 16384 values, in shared memory as wide as
    /// that allows.
    BLOCK
};

/// Device pointers and sizes of one call. `residual`, `bias` and `sum` may be null.
struct LayerNormCall {
    const void* x = nullptr;         ///< [rows, width]
    const void* residual = nullptr;  ///< [rows, width], added to x first
    const void* bias = nullptr;      ///< [width], added to x first
    const void* gamma = nullptr;     ///< [width]
    const void* beta = nullptr;      ///< [width]
    void* y = nullptr;               ///< [rows, width]
    void* sum = nullptr;             ///< [rows, width], x + residual + bias, rounded once
    std::int64_t rows = 0;
    int width = 0;
    float epsilon = 1e-5f;
    Element element = Element::FLOAT32;
    LayerNormVariant variant = LayerNormVariant::AUTO;
};

/// Enqueues the call. cudaErrorInvalidValue if the variant does not take the width, or a required pointer is null.
cudaError_t layerNorm(const LayerNormCall& call, cudaStream_t stream);

}  // namespace assay
