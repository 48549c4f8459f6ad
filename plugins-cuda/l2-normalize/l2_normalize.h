// Normalisation of rows to length 1; see README.md of this folder.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>

#include "common/element.h"

namespace assay {

enum class L2NormalizeVariant {
    /// What l2NormalizeChoice says.
    AUTO,
    /// A block a row, one value a load, two passes over global memory.
    NAIVE,
    /// A row in the registers of up to 32 lanes. Width at most 1024.
    WARP,
    /// A block a row, 16-byte loads, the row in registers or, past 16384 values, the second pass from the cache.
    BLOCK,
    /// Few, very long rows: many blocks sum a piece of a row each, a second kernel scales. Needs a workspace.
    SPLIT,
    /// The same in one kernel: eight blocks of a cluster share a row and their sums (compute capability 9.0 and up).
    /// What 100 KiB a block do not hold is read a second time.
    CLUSTER,
    /// CLUSTER, and the rest of the row waits in registers: each value is read once. Rows of at most 1,081,344 bytes.
    CLUSTER_ONCE,
    /// The same with sixteen blocks, three of them to a multiprocessor. Rows of at most 1,310,720 bytes.
    CLUSTER_WIDE,
    /// CLUSTER with 72 KiB a block, so that three fit a multiprocessor: while some read, others write. What is read a
    /// second time was read shortly before, by few enough rows at once that L2 still has it.
    CLUSTER_THREE,
    /// Clusters of eight blocks that stay and walk through all rows: the next row comes in while this one is summed and
    /// scaled, and each value is read once. Rows whole packs of 16 bytes, of at most eight times a block's shared memory
    /// (1,802,240 bytes on an H100), tensors aligned to 16 bytes.
    CLUSTER_RING,
    /// As WARP, but the width is a constant of the kernel, 32, 64, 128, 256, 512 or 1024, blocks have two warps, and rows
    /// are summed side by side; or as BLOCK for 2048, 4096 or 8192. Tensors aligned to 16 bytes.
    WHOLE
};

enum class EpsilonForm {
    /// x / max(|x|, epsilon), as torch.nn.functional.normalize.
    MAXIMUM,
    /// x / sqrt(|x|^2 + epsilon), as TensorRT's retired Normalize_TRT.
    INSIDE_ROOT
};

struct L2NormalizeCall {
    const void* x = nullptr;    ///< [rows, width]
    void* y = nullptr;          ///< [rows, width]
    void* workspace = nullptr;  ///< l2NormalizeWorkspace(rows, width) bytes; only SPLIT uses it
    std::int64_t rows = 0;
    std::int64_t width = 0;
    float epsilon = 1e-12f;
    EpsilonForm form = EpsilonForm::MAXIMUM;
    Element element = Element::FLOAT32;
    L2NormalizeVariant variant = L2NormalizeVariant::AUTO;
};

/// Bytes of workspace that a call of this size may use. Grows with the number of rows, so that the greatest shape of a
/// profile bounds all others.
std::size_t l2NormalizeWorkspace(std::int64_t rows, std::int64_t width);

/// The variant that AUTO takes for rows of this shape and type on a GPU with or without clusters: the fastest one where
/// that was measured. Not AUTO.
///
/// @param sharedBytes shared memory that one block may have
/// @param fast whether memory is (fastMemory)
L2NormalizeVariant l2NormalizeChoice(const L2NormalizeCall& call, bool clusters, std::size_t sharedBytes, bool fast);

/// Enqueues the call. cudaErrorInvalidValue if the variant does not take the shape, cudaErrorNotSupported if the GPU
/// does not have what the variant needs.
cudaError_t l2Normalize(const L2NormalizeCall& call, cudaStream_t stream);

}  // namespace assay
