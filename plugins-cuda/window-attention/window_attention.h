// ELAN's group-wise window attention in one kernel: roll, windows, softmax(q qᵀ) v; see README.md of this folder.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

#include "common/element.h"

namespace assay {

enum class WindowAttentionVariant {
    /// The fastest one that takes the shape, the type and the GPU, never one of lower precision than the type's own.
    AUTO,
    /// A warp a query, straight from global memory; a launch a group.
    NAIVE,
    /// 64 x 64 tiles in shared memory, FP32 arithmetic for every type. Up to 64 channels a group.
    TILED,
    /// FP16 and BF16: 256 pixels in shared memory, tensor cores, FP32 sums. Windows of 4, 8 and 16, up to 64 channels a
    /// group, compute capability 8.0 and up.
    TENSOR,
    /// The same for FP32 with products in TF32 (10 bits): only if asked for.
    TENSOR_TF32
};

constexpr int MOST_WINDOW_GROUPS = 4;

/// Group g attends among the window[g] × window[g] pixels of a window. With c channels a group, group g has channels
/// 2 c g … 2 c (g + 1) of `projected`: the first c are queries and keys at once, the others values.
struct WindowAttentionCall {
    const void* projected = nullptr;  ///< [batch, 2 · channels, height, width]
    const void* values = nullptr;  ///< [batch, channels, height, width]: used instead of those in `projected`; or null
    void* y = nullptr;             ///< [batch, channels, height, width]
    std::int64_t batch = 0;
    int channels = 0;  ///< of all groups
    int height = 0;    ///< a multiple of every window, as is width
    int width = 0;
    int groups = 0;
    int window[MOST_WINDOW_GROUPS] = {};
    bool shifted = false;  ///< windows begin at half a window, and wrap around the image's edges
    Element element = Element::FLOAT32;
    WindowAttentionVariant variant = WindowAttentionVariant::AUTO;
};

/// Enqueues the call. cudaErrorInvalidValue if the sizes do not fit each other or the variant, cudaErrorNotSupported if
/// the GPU does not have what the variant needs.
cudaError_t windowAttention(const WindowAttentionCall& call, cudaStream_t stream);

}  // namespace assay
