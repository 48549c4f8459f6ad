// Sine position embeddings from a padding mask; see README.md of this folder.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "common/element.h"

namespace assay {

enum class Mask2PosVariant {
    /// The fastest one.
    AUTO,
    /// A value a thread; each counts the cells before its own.
    NAIVE,
    /// A block counts once for its positions and writes whole rows, sine and cosine by one evaluation.
    SCAN
};

/// With c[i] the number of cells up to i that count, p = 2π (c[i] - 0.5) / c[last] and
/// f[k] = temperature^(-2k / channels):  y[b, i, 2k] = sin(p f[k]),  y[b, i, 2k + 1] = cos(p f[k]).
struct Mask2PosCall {
    const void* mask = nullptr;  ///< [batch, length]
    void* y = nullptr;           ///< [batch, length, channels]
    std::int64_t batch = 0;
    int length = 0;
    int channels = 0;  ///< even
    float temperature = 10000.0f;
    Element element = Element::FLOAT32;
    MaskElement maskElement = MaskElement::INT32;
    MaskPolarity polarity = MaskPolarity::VALID;
    Mask2PosVariant variant = Mask2PosVariant::AUTO;
};

/// Enqueues the call. cudaErrorInvalidValue if a required pointer is null, a size is not positive or channels are odd.
cudaError_t mask2Pos(const Mask2PosCall& call, cudaStream_t stream);

}  // namespace assay
