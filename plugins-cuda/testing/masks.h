// Masks for tests, in every type and polarity.
#pragma once

#include <cstddef>
#include <cstring>
#include <vector>

#include "common/element.h"

namespace assay::testing {

/// [batch, width] of which the last padding + b columns of batch b do not count (one column at least stays).
inline std::vector<bool> paddedMask(std::size_t batch, std::size_t width, std::size_t padding) {
    std::vector<bool> kept(batch * width);
    for (std::size_t b = 0; b < batch; ++b) {
        for (std::size_t i = 0; i < width; ++i) kept[b * width + i] = i == 0 || i + padding + b < width;
    }
    return kept;
}

/// The mask as bytes on the device. Ones are not always 1: any value other than 0 has to count as one.
inline std::vector<unsigned char> encodeMask(const std::vector<bool>& kept, MaskElement element,
                                             MaskPolarity polarity) {
    const std::size_t size = element == MaskElement::INT32 ? 4 : 1;
    std::vector<unsigned char> bytes(kept.size() * size);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const bool one = kept[i] == (polarity == MaskPolarity::VALID);
        const int value = one ? (element == MaskElement::INT32 && i % 3 == 2 ? -256 : 1) : 0;
        std::memcpy(bytes.data() + i * size, &value, size);
    }
    return bytes;
}

}  // namespace assay::testing
