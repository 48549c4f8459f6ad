// Bias, scale and the split into attention heads in one pass; see README.md of this folder.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "common/element.h"

namespace assay {

enum class AddBiasTransposeVariant {
    /// The fastest one for the shape.
    AUTO,
    /// A value a thread, in the order of the output.
    NAIVE,
    /// 16-byte loads in the order of the input; a thread keeps its columns and their bias for many rows.
    VECTOR,
    /// VECTOR by blocks of half its work, two packs a thread: they begin and end more evenly.
    SHORT
};

/// y[b, h, l, c] = (x[b, l, h · perHead + c] + bias[h · perHead + c]) · scale.
struct AddBiasTransposeCall {
    const void* x = nullptr;     ///< [batch, length, heads · perHead]
    const void* bias = nullptr;  ///< [heads · perHead]
    void* y = nullptr;           ///< [batch, heads, length, perHead]
    std::int64_t batch = 0;
    std::int64_t length = 0;
    int heads = 0;
    int perHead = 0;
    float scale = 1.0f;
    Element element = Element::FLOAT32;
    AddBiasTransposeVariant variant = AddBiasTransposeVariant::AUTO;
};

/// Enqueues the call. cudaErrorInvalidValue if a required pointer is null or a size is not positive.
cudaError_t addBiasTranspose(const AddBiasTransposeCall& call, cudaStream_t stream);

}  // namespace assay
