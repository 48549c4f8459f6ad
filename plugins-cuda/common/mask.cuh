// Masks as kernels see them.
#pragma once

#include "common/pack.cuh"

namespace assay {

/// A mask of any type and polarity. `kept` answers for one cell.
struct Mask {
    const void* cells;  ///< null: every cell counts
    bool bytes;         ///< a cell is one byte, else four
    bool keepsOnes;     ///< a cell counts where the mask is not 0

    __device__ bool kept(std::int64_t index) const {
        if (!cells) return true;
        const bool one =
            bytes ? static_cast<const unsigned char*>(cells)[index] != 0 : static_cast<const int*>(cells)[index] != 0;
        return one == keepsOnes;
    }

    /// COUNT cells from `index` on as bits, the first lowest. With COUNT ≥ 4, `index` is a multiple of COUNT and the
    /// mask's first cell is aligned to 16 bytes.
    template <int COUNT>
    __device__ unsigned keptBits(std::int64_t index) const {
        unsigned bits = 0;
        if (!cells) return COUNT == 32 ? 0xffffffffu : (1u << (COUNT % 32)) - 1u;
        if constexpr (COUNT >= 4) {
            if (bytes) {
#pragma unroll
                for (int i = 0; i < COUNT; i += 4) {
                    const Pack<unsigned char, 4> four =
                        loadPack<unsigned char, 4>(static_cast<const unsigned char*>(cells) + index + i);
#pragma unroll
                    for (int j = 0; j < 4; ++j) bits |= ((four.value[j] != 0) == keepsOnes ? 1u : 0u) << (i + j);
                }
            } else {
#pragma unroll
                for (int i = 0; i < COUNT; i += 4) {
                    const Pack<int, 4> four = loadPack<int, 4>(static_cast<const int*>(cells) + index + i);
#pragma unroll
                    for (int j = 0; j < 4; ++j) bits |= ((four.value[j] != 0) == keepsOnes ? 1u : 0u) << (i + j);
                }
            }
        } else {
#pragma unroll
            for (int i = 0; i < COUNT; ++i) bits |= (kept(index + i) ? 1u : 0u) << i;
        }
        return bits;
    }
};

}  // namespace assay
