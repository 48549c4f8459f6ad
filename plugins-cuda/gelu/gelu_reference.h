// GELU in FP64.
#pragma once

#include <cmath>

namespace assay::testing {

/// x Φ(x), the tail by erfc so that it keeps its digits. At -∞ it is -∞ · 0, NaN, as PyTorch's.
inline double geluErf(double x) { return 0.5 * x * std::erfc(-x / std::sqrt(2.0)); }

/// The tanh form. 1 + tanh(u) = 2 / (1 + exp(-2u)), without the difference of two near numbers.
inline double geluTanh(double x) {
    const double u = std::sqrt(2.0 / 3.14159265358979323846) * (x + 0.044715 * x * x * x);
    return x / (1.0 + std::exp(-2.0 * u));
}

}  // namespace assay::testing
