// Test data: values as the kernels see them, and the comparison of results with FP64.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "common/element.h"

namespace assay::testing {

/// Exact values of a tensor, each representable in the element type it was made for.
using Values = std::vector<double>;

constexpr Element ELEMENTS[] = {Element::FLOAT32, Element::FLOAT16, Element::BFLOAT16};
/// Widths of rows that the variants WHOLE have as a constant of a kernel.
constexpr std::size_t WHOLE_WIDTHS[] = {32, 64, 128, 256, 512, 1024};
constexpr bool isWhole(std::size_t width, std::size_t most = 1024) {
    return width >= 32 && width <= most && (width & (width - 1)) == 0;
}
/// The same for variants that give a block to a row of more than 1024 values.
constexpr std::size_t WHOLE_BLOCK_WIDTHS[] = {2048, 4096, 8192};
constexpr std::size_t WIDEST_WHOLE_BLOCK = 8192;
/// Whether the variants BURST have packs for so many values: of four at least, or of two in FP32.
constexpr bool isBurst(Element element, std::size_t width) {
    return width <= 1024 && width % (element == Element::FLOAT32 ? 2 : 4) == 0;
}

constexpr double INF = std::numeric_limits<double>::infinity();
constexpr double NOT_A_NUMBER = std::numeric_limits<double>::quiet_NaN();

const char* nameOf(Element element);

/// `value` rounded to the nearest one of the type.
double rounded(Element element, double value);

/// `count` values, uniform in [low, high], rounded to the type. The same seed gives the same values everywhere.
Values uniform(Element element, std::size_t count, double low, double high, std::uint64_t seed);

/// The most by which rounding to the type moves `value`: half a unit in its last place, also of subnormal ones.
double roundingError(Element element, double value);

/// 2^-24: what one operation in FP32 adds to the relative error at most.
constexpr double FP32_UNIT = 1.0 / 16777216.0;

/// Raw bytes as the type stores them, and back.
std::vector<unsigned char> encode(Element element, const Values& values);
Values decode(Element element, const std::vector<unsigned char>& bytes);

/// Fails the running test, naming `what` and the worst element, unless every element of `actual` is within
/// `tolerance(index)` of `expected` (which is not yet rounded to the type). NaN must meet NaN and an infinity the same
/// infinity. Where expected rounds to infinity, infinity is asked for, unless the tolerance reaches back to finite.
void expectClose(const std::string& what, Element element, const Values& actual, const Values& expected,
                 const std::function<double(std::size_t)>& tolerance);

}  // namespace assay::testing
