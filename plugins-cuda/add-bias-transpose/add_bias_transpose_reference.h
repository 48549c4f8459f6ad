// Bias, scale and the split into heads in FP64.
#pragma once

#include <cstddef>

#include "testing/values.h"

namespace assay::testing {

/// Sizes of x [batch, length, heads · perHead].
struct HeadShape {
    std::size_t batch = 0;
    std::size_t length = 0;
    std::size_t heads = 0;
    std::size_t perHead = 0;

    std::size_t count() const { return batch * length * heads * perHead; }
};

/// [batch, heads, length, perHead] of (x + bias) · scale.
inline Values addBiasTransposeReference(const Values& x, const Values& bias, const HeadShape& shape, double scale) {
    Values y(x.size());
    std::size_t i = 0;
    for (std::size_t b = 0; b < shape.batch; ++b) {
        for (std::size_t l = 0; l < shape.length; ++l) {
            for (std::size_t h = 0; h < shape.heads; ++h) {
                for (std::size_t c = 0; c < shape.perHead; ++c, ++i) {
                    y[((b * shape.heads + h) * shape.length + l) * shape.perHead + c] =
                        (x[i] + bias[h * shape.perHead + c]) * scale;
                }
            }
        }
    }
    return y;
}

}  // namespace assay::testing
