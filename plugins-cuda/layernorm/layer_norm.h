// Layer normalisation over the last axis; see README.md of this folder.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

#include "common/element.h"

namespace assay {

enum class LayerNormVariant {
    /// What layerNormChoice says.
    AUTO,
    /// A block a row, one value a load, three passes over global memory: what one writes first.
    NAIVE,
    /// A row in the registers of up to 32 lanes, 16-byte loads, one pass over memory. Width at most 1024.
    WARP,
    /// A block a row, which waits in registers between the passes, or, past 16384 values, in shared memory as wide as
    /// that allows.
    BLOCK,
    /// WARP up to 1024 values, BLOCK up to 16384, by a grid that walks through all rows and asks for the next ones
    /// while it works. The width is a multiple of 16 bytes, tensors are aligned to as many.
    STREAM,
    /// A block's rows through shared memory, a row in one to four threads. FP16 and BF16, width at most 128, tensors
    /// aligned to 16 bytes, neither residual nor sum.
    TILE,
    /// As TILE, but every warp has tiles of its own, the next one on its way while it works on one, by a grid that
    /// fills the GPU once. Takes what TILE takes.
    PIPE,
    /// As WARP, by packs of four values at least, or two of FP32: all that a thread reads is asked for at once, and rows
    /// are reduced side by side. Width at most 1024, a multiple of a pack; tensors aligned to it. Past that a block a
    /// row, up to 16384 values in whole packs of 16 bytes, tensors aligned to as many.
    BURST,
    /// BURST, and the caches are told that what is read and written is not needed again.
    BURST_STREAMING,
    /// As PIPE, but one thread has a whole row, or two, and the width is a constant of the kernel: 31 or 50.
    THREAD,
    /// As BURST, but the width is a constant of the kernel, 32, 64, 128, 256, 512 or 1024 by blocks of two warps, 2048,
    /// 4096 or 8192 by a block a row. Tensors aligned to 16 bytes.
    WHOLE
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

/// The variant that AUTO takes for tensors of these shapes, type and addresses on a GPU whose blocks may have
/// `sharedBytes` of shared memory, and whose memory is `fast` or not (fastMemory): the fastest one where that was
/// measured. Not AUTO.
LayerNormVariant layerNormChoice(const LayerNormCall& call, std::size_t sharedBytes, bool fast);

/// Enqueues the call. cudaErrorInvalidValue if the variant does not take the tensors, or a required pointer is null.
cudaError_t layerNorm(const LayerNormCall& call, cudaStream_t stream);

}  // namespace assay
