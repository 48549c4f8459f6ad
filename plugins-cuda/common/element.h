// The types that tensors of these plugins may have. Plain C++: kernels, plugins and tests include it.
#pragma once

#include <cstddef>

namespace assay {

/// How the values of a tensor are stored. All arithmetic is in FP32, whatever the storage.
enum class Element { FLOAT32, FLOAT16, BFLOAT16 };

/// How the values of a mask are stored.
enum class MaskElement { INT32, BOOL };

/// What a value other than 0 in a mask says. There is no default: a wrong guess stays invisible until a batch
/// holds padding, so that every mask has to come with its meaning.
enum class MaskPolarity {
    /// 1 marks a cell that counts, 0 one to leave out.
    VALID,
    /// 1 marks a cell to leave out, 0 one that counts (PyTorch's key_padding_mask).
    PADDING
};

constexpr std::size_t bytesOf(Element element) { return element == Element::FLOAT32 ? 4 : 2; }

}  // namespace assay
