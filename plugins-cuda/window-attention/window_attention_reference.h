// ELAN's window attention in FP64, step by step as the network is written: roll, cut, attend, put back, roll back.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "testing/values.h"

namespace assay::testing {

struct ImageShape {
    std::size_t batch = 0;
    std::size_t channels = 0;  ///< of the result
    std::size_t height = 0;
    std::size_t width = 0;

    std::size_t plane() const { return height * width; }
};

/// One [height, width] plane rolled by `by` in both directions, as torch.roll: element y goes to y + by.
inline Values rolled(const double* plane, std::size_t height, std::size_t width, std::ptrdiff_t by) {
    Values result(height * width);
    const auto h = static_cast<std::ptrdiff_t>(height);
    const auto w = static_cast<std::ptrdiff_t>(width);
    for (std::ptrdiff_t y = 0; y < h; ++y) {
        for (std::ptrdiff_t x = 0; x < w; ++x) result[((y + by + h) % h) * w + (x + by + w) % w] = plane[y * w + x];
    }
    return result;
}

/// What FP64 gives, and what the error bound of each result needs to know of its scores.
struct AttentionResult {
    Values y;
    Values scoreMagnitude;  ///< the largest finite sum of |q k| over channels of the query's row
    Values valueMagnitude;  ///< the largest |v| of the window and channel
};

/// softmax(q qᵀ) v of one window: q and v are [tokens][channels].
inline void attendWindow(const std::vector<Values>& q, const std::vector<Values>& v, std::vector<Values>& y,
                         Values& magnitude) {
    const std::size_t tokens = q.size();
    for (std::size_t i = 0; i < tokens; ++i) {
        Values score(tokens, 0.0);
        magnitude[i] = 0.0;
        for (std::size_t j = 0; j < tokens; ++j) {
            double absolute = 0.0;
            for (std::size_t c = 0; c < q[i].size(); ++c) {
                score[j] += q[i][c] * q[j][c];
                absolute += std::abs(q[i][c] * q[j][c]);
            }
            if (std::isfinite(absolute)) magnitude[i] = std::max(magnitude[i], absolute);
        }
        const double largest = *std::max_element(score.begin(), score.end());
        double sum = 0.0;
        for (double& s : score) sum += s = std::exp(s - largest);
        for (std::size_t c = 0; c < v[i].size(); ++c) {
            y[i][c] = 0.0;
            for (std::size_t j = 0; j < tokens; ++j) y[i][c] += score[j] / sum * v[j][c];
        }
    }
}

/// `projected` [batch, 2 · channels, height, width]; `values` [batch, channels, height, width] or empty.
inline AttentionResult windowAttentionReference(const Values& projected, const Values& values, const ImageShape& shape,
                                                const std::vector<std::size_t>& windows, bool shifted) {
    const std::size_t plane = shape.plane();
    const std::size_t perGroup = shape.channels / windows.size();
    AttentionResult result;
    result.y.resize(shape.batch * shape.channels * plane);
    result.scoreMagnitude.resize(result.y.size());
    result.valueMagnitude.resize(result.y.size());
    for (std::size_t b = 0; b < shape.batch; ++b) {
        for (std::size_t group = 0; group < windows.size(); ++group) {
            const std::size_t w = windows[group];
            const std::ptrdiff_t by = shifted ? static_cast<std::ptrdiff_t>(w / 2) : 0;
            const std::size_t channel = b * shape.channels + group * perGroup;
            std::vector<Values> q;
            std::vector<Values> v;
            for (std::size_t c = 0; c < perGroup; ++c) {
                const double* queries = projected.data() + (2 * channel + c) * plane;
                const double* own = values.empty() ? queries + perGroup * plane : values.data() + (channel + c) * plane;
                q.push_back(rolled(queries, shape.height, shape.width, -by));
                v.push_back(rolled(own, shape.height, shape.width, -by));
            }
            std::vector<Values> y(perGroup, Values(plane));
            std::vector<Values> scores(perGroup, Values(plane));
            std::vector<Values> largest(perGroup, Values(plane));
            for (std::size_t row = 0; row < shape.height; row += w) {
                for (std::size_t column = 0; column < shape.width; column += w) {
                    std::vector<Values> tq(w * w, Values(perGroup));
                    std::vector<Values> tv = tq;
                    std::vector<Values> ty = tq;
                    Values magnitude(w * w);
                    const auto at = [&](std::size_t token) {
                        return (row + token / w) * shape.width + column + token % w;
                    };
                    for (std::size_t t = 0; t < w * w; ++t) {
                        for (std::size_t c = 0; c < perGroup; ++c) {
                            tq[t][c] = q[c][at(t)];
                            tv[t][c] = v[c][at(t)];
                        }
                    }
                    attendWindow(tq, tv, ty, magnitude);
                    for (std::size_t c = 0; c < perGroup; ++c) {
                        double most = 0.0;
                        for (std::size_t t = 0; t < w * w; ++t) most = std::max(most, std::abs(tv[t][c]));
                        for (std::size_t t = 0; t < w * w; ++t) {
                            y[c][at(t)] = ty[t][c];
                            scores[c][at(t)] = magnitude[t];
                            largest[c][at(t)] = most;
                        }
                    }
                }
            }
            for (std::size_t c = 0; c < perGroup; ++c) {
                const auto place = static_cast<std::ptrdiff_t>((channel + c) * plane);
                const auto put = [&](const std::vector<Values>& from, Values& to) {
                    const Values back = rolled(from[c].data(), shape.height, shape.width, by);
                    std::copy(back.begin(), back.end(), to.begin() + place);
                };
                put(y, result.y);
                put(scores, result.scoreMagnitude);
                put(largest, result.valueMagnitude);
            }
        }
    }
    return result;
}

}  // namespace assay::testing
