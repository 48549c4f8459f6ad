#include "testing/values.h"

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <sstream>

#include "testing/check.h"

namespace assay::testing {
namespace {

/// The largest finite value of a type, and the smallest distance of two values of it.
double largest(Element element) {
    switch (element) {
        case Element::FLOAT32: return std::numeric_limits<float>::max();
        case Element::FLOAT16: return 65504.0;
        case Element::BFLOAT16: return 3.3895313892515355e38;
    }
    return 0.0;
}

int significandBits(Element element) {
    return element == Element::FLOAT32 ? 24 : (element == Element::FLOAT16 ? 11 : 8);
}

int smallestExponent(Element element) { return element == Element::FLOAT16 ? -14 : -126; }

/// One step of splitmix64: short, and the same on every machine.
double nextUnit(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15ull;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

}  // namespace

const char* nameOf(Element element) {
    return element == Element::FLOAT32 ? "FP32" : (element == Element::FLOAT16 ? "FP16" : "BF16");
}

double roundingError(Element element, double value) {
    if (!std::isfinite(value)) return 0.0;
    const int exponent =
        value == 0.0 ? smallestExponent(element) : std::max(std::ilogb(value), smallestExponent(element));
    return std::ldexp(0.5, exponent - significandBits(element) + 1);
}

double rounded(Element element, double value) {
    if (!std::isfinite(value)) return value;
    const double unit = 2.0 * roundingError(element, value);
    const double nearest = std::nearbyint(value / unit) * unit;  // ties to even, the default mode
    return std::abs(nearest) > largest(element) ? std::copysign(INF, value) : nearest;
}

Values uniform(Element element, std::size_t count, double low, double high, std::uint64_t seed) {
    Values values(count);
    std::uint64_t state = seed * 0x2545f4914f6cdd1dull + 1;
    for (double& value : values) value = rounded(element, low + (high - low) * nextUnit(state));
    return values;
}

std::vector<unsigned char> encode(Element element, const Values& values) {
    std::vector<unsigned char> bytes(values.size() * bytesOf(element));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float value = static_cast<float>(values[i]);
        unsigned char* at = bytes.data() + i * bytesOf(element);
        if (element == Element::FLOAT32) {
            std::memcpy(at, &value, 4);
        } else if (element == Element::FLOAT16) {
            const __half half = __float2half_rn(value);
            std::memcpy(at, &half, 2);
        } else {
            const __nv_bfloat16 brain = __float2bfloat16_rn(value);
            std::memcpy(at, &brain, 2);
        }
    }
    return bytes;
}

Values decode(Element element, const std::vector<unsigned char>& bytes) {
    Values values(bytes.size() / bytesOf(element));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const unsigned char* at = bytes.data() + i * bytesOf(element);
        if (element == Element::FLOAT32) {
            float value;
            std::memcpy(&value, at, 4);
            values[i] = value;
        } else if (element == Element::FLOAT16) {
            __half half;
            std::memcpy(static_cast<void*>(&half), at, 2);
            values[i] = __half2float(half);
        } else {
            __nv_bfloat16 brain;
            std::memcpy(static_cast<void*>(&brain), at, 2);
            values[i] = __bfloat162float(brain);
        }
    }
    return values;
}

void expectClose(const std::string& what, Element element, const Values& actual, const Values& expected,
                 const std::function<double(std::size_t)>& tolerance) {
    if (actual.size() != expected.size()) {
        CHECK(actual.size() == expected.size(), what << ": sizes " << actual.size() << ", " << expected.size());
        return;
    }
    double worst = 0.0;
    std::size_t where = 0;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        double excess = 0.0;
        if (std::isnan(expected[i]) || std::isinf(expected[i])) {
            const bool same = std::isnan(expected[i]) ? std::isnan(actual[i]) : actual[i] == expected[i];
            excess = same ? 0.0 : INF;
        } else {
            const double allowed = tolerance(i) + roundingError(element, expected[i]);
            const double nearest = std::abs(expected[i]) - allowed;  // what may come nearest to being finite
            if (std::isinf(actual[i])) {
                const bool mayOverflow = std::isinf(rounded(element, std::abs(expected[i]) + allowed));
                excess = mayOverflow && (actual[i] > 0) == (expected[i] > 0) ? 0.0 : INF;
            } else if (std::isinf(rounded(element, nearest))) {
                excess = INF;
            } else {
                const double distance = std::abs(actual[i] - expected[i]);
                excess =
                    distance <= allowed ? distance / allowed * 1e-9 : (std::isnan(distance) ? INF : distance / allowed);
            }
        }
        if (excess > 1.0) ++wrong;
        if (excess > worst) {
            worst = excess;
            where = i;
        }
    }
    CHECK(wrong == 0, what << " " << nameOf(element) << ": " << wrong << " of " << actual.size()
                           << " elements are off; worst is element " << where << ": " << actual[where] << " for "
                           << expected[where] << ", " << worst << " times its tolerance");
}

}  // namespace assay::testing
