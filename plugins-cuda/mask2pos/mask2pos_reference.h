// Sine position embeddings in FP64.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "testing/values.h"

namespace assay::testing {

/// 2π (c[i] - 0.5) / c[last] of every cell of kept [batch, length], c the running count of cells that count.
inline Values maskPhases(const std::vector<bool>& kept, std::size_t length) {
    Values phases(kept.size());
    for (std::size_t start = 0; start < kept.size(); start += length) {
        double all = 0.0;
        for (std::size_t i = 0; i < length; ++i) all += kept[start + i] ? 1.0 : 0.0;
        double count = 0.0;
        for (std::size_t i = 0; i < length; ++i) {
            count += kept[start + i] ? 1.0 : 0.0;
            phases[start + i] = (count - 0.5) / all * 6.28318530717958647692;
        }
    }
    return phases;
}

/// The argument of the sine or cosine of channel `channel`.
inline double maskAngle(double phase, std::size_t channel, std::size_t channels, double temperature) {
    const double pair = static_cast<double>(channel / 2);
    return phase / std::pow(temperature, 2.0 * pair / static_cast<double>(channels));
}

inline Values mask2PosReference(const std::vector<bool>& kept, std::size_t length, std::size_t channels,
                                double temperature) {
    const Values phases = maskPhases(kept, length);
    Values y(kept.size() * channels);
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double angle = maskAngle(phases[i / channels], i % channels, channels, temperature);
        y[i] = i % channels % 2 == 0 ? std::sin(angle) : std::cos(angle);
    }
    return y;
}

}  // namespace assay::testing
