// Layer normalisation in FP64, written down as the formula reads.
#pragma once

#include <cmath>
#include <cstddef>

#include "testing/values.h"

namespace assay::testing {

/// [rows, width] of x + residual + bias; residual and bias may be empty.
inline Values addedInputs(const Values& x, const Values& residual, const Values& bias) {
    Values sum = x;
    for (std::size_t i = 0; i < sum.size(); ++i) {
        if (!residual.empty()) sum[i] += residual[i];
        if (!bias.empty()) sum[i] += bias[i % bias.size()];
    }
    return sum;
}

/// Mean and sqrt(variance + epsilon) of one row; the variance divides by the width.
struct RowMoments {
    double mean = 0.0;
    double deviation = 0.0;
};

inline RowMoments momentsOf(const double* row, std::size_t width, double epsilon) {
    RowMoments moments;
    for (std::size_t i = 0; i < width; ++i) moments.mean += row[i];
    moments.mean /= static_cast<double>(width);
    double squares = 0.0;
    for (std::size_t i = 0; i < width; ++i) squares += (row[i] - moments.mean) * (row[i] - moments.mean);
    moments.deviation = std::sqrt(squares / static_cast<double>(width) + epsilon);
    return moments;
}

/// (x - mean) / sqrt(variance + epsilon) * gamma + beta for every row of [rows, width].
inline Values layerNormReference(const Values& x, const Values& gamma, const Values& beta, double epsilon) {
    const std::size_t width = gamma.size();
    Values y(x.size());
    for (std::size_t start = 0; start < x.size(); start += width) {
        const RowMoments moments = momentsOf(x.data() + start, width, epsilon);
        for (std::size_t i = 0; i < width; ++i) {
            y[start + i] = (x[start + i] - moments.mean) / moments.deviation * gamma[i] + beta[i];
        }
    }
    return y;
}

}  // namespace assay::testing
