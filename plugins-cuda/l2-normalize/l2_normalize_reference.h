// Normalisation to length 1 in FP64.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "testing/values.h"

namespace assay::testing {

/// x / max(|row|, epsilon), or x / sqrt(|row|^2 + epsilon), for every row of [rows, width].
inline Values l2NormalizeReference(const Values& x, std::size_t width, double epsilon, bool insideRoot) {
    Values y(x.size());
    for (std::size_t start = 0; start < x.size(); start += width) {
        double squares = 0.0;
        for (std::size_t i = 0; i < width; ++i) squares += x[start + i] * x[start + i];
        const double length = std::sqrt(squares);
        const double divisor =
            insideRoot ? std::sqrt(squares + epsilon) : (std::isnan(length) ? length : std::max(length, epsilon));
        for (std::size_t i = 0; i < width; ++i) y[start + i] = x[start + i] / divisor;
    }
    return y;
}

}  // namespace assay::testing
