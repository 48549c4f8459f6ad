// Masked softmax in FP64.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "testing/values.h"

namespace assay::testing {

/// Softmax of every row of [batch, rows, width] over the columns that `kept` [batch, width] leaves; the rest is 0.
inline Values maskedSoftmaxReference(const Values& x, const std::vector<bool>& kept, std::size_t batch,
                                     std::size_t width) {
    Values y(x.size(), 0.0);
    const std::size_t perBatch = x.size() / batch;
    for (std::size_t start = 0; start < x.size(); start += width) {
        const std::size_t mask = start / perBatch * width;
        double largest = -INF;
        bool wrong = false;
        for (std::size_t i = 0; i < width; ++i) {
            if (!kept[mask + i]) continue;
            largest = std::max(largest, x[start + i]);
            wrong = wrong || std::isnan(x[start + i]);
        }
        double sum = wrong ? NOT_A_NUMBER : 0.0;
        for (std::size_t i = 0; i < width; ++i) {
            if (kept[mask + i]) sum += std::exp(x[start + i] - largest);
        }
        for (std::size_t i = 0; i < width; ++i) {
            if (kept[mask + i]) y[start + i] = std::exp(x[start + i] - largest) / sum;
        }
    }
    return y;
}

}  // namespace assay::testing
