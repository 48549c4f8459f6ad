// Softmax over the last axis with a mask per batch; see README.md of this folder.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

#include "common/element.h"

namespace assay {

enum class MaskedSoftmaxVariant {
    /// What maskedSoftmaxChoice says.
    AUTO,
    /// A block a row, one value a load, three passes over global memory.
    NAIVE,
    /// A row in the registers of up to 32 lanes, its mask as one bit a value. Width at most 1024.
    WARP,
    /// A block a row, which waits in registers between the passes, or, past 16384 values, in shared memory as wide as
    /// that allows.
    BLOCK,
    /// WARP up to 1024 values, BLOCK up to 16384, by a grid that walks through all rows and asks for the next ones
    /// while it works. The width is a multiple of 16 bytes, tensors are aligned to as many.
    STREAM,
    /// A block's rows through shared memory, a row in one to four threads. FP16 and BF16, width at most 128, tensors
    /// aligned to 16 bytes.
    TILE,
    /// As TILE, but every warp has tiles of its own, the next one on its way while it works on one, by a grid that
    /// fills the GPU once. Takes what TILE takes.
    PIPE,
    /// As WARP, by packs of four values at least, or two of FP32: all that a thread reads is asked for at once, and rows
    /// are reduced side by side. Width at most 1024, a multiple of a pack; tensors aligned to it.
    BURST,
    /// BURST, and the caches are told that what is read and written is not needed again.
    BURST_STREAMING,
    /// As PIPE, but one thread has a whole row, or two, and the width is a constant of the kernel: 31 or 50.
    THREAD,
    /// As BURST, but the width is a constant of the kernel, 32, 64, 128, 256, 512 or 1024, and blocks have two warps.
    /// Tensors aligned to 16 bytes.
    WHOLE
};

/// Device pointers and sizes of one call. Row r belongs to batch r / rowsPerBatch.
struct MaskedSoftmaxCall {
    const void* x = nullptr;     ///< [batch, rowsPerBatch, width]
    const void* mask = nullptr;  ///< [batch, width]; null: nothing is masked
    void* y = nullptr;           ///< [batch, rowsPerBatch, width]
    std::int64_t batch = 0;
    std::int64_t rowsPerBatch = 0;
    int width = 0;
    Element element = Element::FLOAT32;
    MaskElement maskElement = MaskElement::INT32;
    MaskPolarity polarity = MaskPolarity::VALID;
    MaskedSoftmaxVariant variant = MaskedSoftmaxVariant::AUTO;
};

/// The variant that AUTO takes for tensors of these shapes, type and addresses on a GPU whose blocks may have
/// `sharedBytes` of shared memory, and whose memory is `fast` or not (fastMemory): the fastest one where that was
/// measured. Not AUTO.
MaskedSoftmaxVariant maskedSoftmaxChoice(const MaskedSoftmaxCall& call, std::size_t sharedBytes, bool fast);

/// Enqueues the call. cudaErrorInvalidValue if the variant does not take the tensors, or a required pointer is null.
cudaError_t maskedSoftmax(const MaskedSoftmaxCall& call, cudaStream_t stream);

}  // namespace assay
