#include "window-attention/window_attention.h"

#include <cmath>

#include "testing/check.h"
#include "testing/device_tensor.h"
#include "window-attention/window_attention_reference.h"

namespace assay::testing {
namespace {

constexpr WindowAttentionVariant VARIANTS[] = {WindowAttentionVariant::AUTO, WindowAttentionVariant::NAIVE,
                                               WindowAttentionVariant::TILED, WindowAttentionVariant::TENSOR,
                                               WindowAttentionVariant::TENSOR_TF32};
constexpr const char* NAMES[] = {"auto", "naive", "tiled", "tensor", "tensor-tf32"};

struct Case {
    Element element = Element::FLOAT32;
    WindowAttentionVariant variant = WindowAttentionVariant::AUTO;
    ImageShape shape;
    std::vector<std::size_t> windows = {4, 8, 16};
    bool shifted = false;
    std::size_t shift = 0;
    Values projected;
    Values values;
    bool alone = false;  ///< every query's own score is so far above all others that its result is its own value

    std::string name() const {
        return std::string("window attention ") + NAMES[static_cast<int>(variant)] + " [" +
               std::to_string(shape.batch) + ", " + std::to_string(shape.channels) + ", " +
               std::to_string(shape.height) + ", " + std::to_string(shape.width) + "]" + (shifted ? " shifted" : "") +
               (values.empty() ? "" : " shared") + " off " + std::to_string(shift);
    }
};

Case plain(Element element, WindowAttentionVariant variant, const ImageShape& shape) {
    Case c;
    c.element = element;
    c.variant = variant;
    c.shape = shape;
    const double range = 3.0 / std::sqrt(static_cast<double>(shape.channels) / 3);  // scores of a few units
    c.projected = uniform(element, 2 * shape.batch * shape.channels * shape.plane(), -range, range, shape.channels);
    return c;
}

// With u = 2^-24, c channels a group, n keys, S the largest sum of |q k| of a query: a score is off by (c + 2) u S,
// twice that where tensor cores cut off instead of rounding; subtraction and exponential add 6 u S. So shares are off
// by d = (2 c + 16) u S relatively, numerator and sum together by expm1(2 d), and the running softmax rescales at most
// four times, 40 u. Summing n values adds 2 n u. The tensor variant rounds shares to the type: r relatively, and n
// 2^-25 for FP16's subnormal ones. TF32 rounds queries and keys (2^-10 S on the score), shares and values (2^-11 each).
// All relative to the largest |v| of the window.
double tolerance(const Case& c, double scores, double values) {
    if (c.alone) return c.variant == WindowAttentionVariant::TENSOR_TF32 ? 0x1p-11 * values : 0.0;
    double keys = 0.0;
    for (const std::size_t w : c.windows) keys = std::max(keys, static_cast<double>(w * w));
    const double channels = static_cast<double>(c.shape.channels / c.windows.size());
    const bool tf32 = c.variant == WindowAttentionVariant::TENSOR_TF32;
    const bool half = c.element != Element::FLOAT32 &&
                      (c.variant == WindowAttentionVariant::TENSOR || c.variant == WindowAttentionVariant::AUTO);
    const double d = (2 * channels + 16) * FP32_UNIT * scores + (tf32 ? 0x1p-10 * scores : 0.0);
    double relative = std::expm1(2 * d) + (40 + 2 * keys) * FP32_UNIT;
    if (tf32) relative += 2 * 0x1p-11;
    if (half) relative += roundingError(c.element, 1.0) + keys * 0x1p-25;
    return relative * values;
}

bool takes(const Case& c) {
    const std::size_t perGroup = c.shape.channels / c.windows.size();
    const bool half = c.element != Element::FLOAT32;
    switch (c.variant) {
        case WindowAttentionVariant::AUTO:
        case WindowAttentionVariant::NAIVE: return true;
        case WindowAttentionVariant::TILED: return perGroup <= 64;
        case WindowAttentionVariant::TENSOR:
        case WindowAttentionVariant::TENSOR_TF32:
            if (half != (c.variant == WindowAttentionVariant::TENSOR) || perGroup > 64) return false;
            for (const std::size_t w : c.windows) {
                if (w != 4 && w != 8 && w != 16) return false;
            }
            return true;
    }
    return false;
}

void run(const Case& c, bool repeat = false) {
    if (!takes(c)) return;
    const DeviceTensor projected(c.element, c.projected, c.shift);
    const DeviceTensor values(c.element, c.values, c.shift);
    const std::size_t count = c.shape.batch * c.shape.channels * c.shape.plane();
    const DeviceTensor y = DeviceTensor::output(c.element, count, c.shift);
    WindowAttentionCall call;
    call.projected = projected.data();
    call.values = c.values.empty() ? nullptr : values.data();
    call.y = y.data();
    call.batch = static_cast<std::int64_t>(c.shape.batch);
    call.channels = static_cast<int>(c.shape.channels);
    call.height = static_cast<int>(c.shape.height);
    call.width = static_cast<int>(c.shape.width);
    call.groups = static_cast<int>(c.windows.size());
    for (std::size_t i = 0; i < c.windows.size(); ++i) call.window[i] = static_cast<int>(c.windows[i]);
    call.shifted = c.shifted;
    call.element = c.element;
    call.variant = c.variant;
    const cudaError_t status = windowAttention(call, nullptr);
    if (status == cudaErrorNotSupported) return;  // tensor cores before 8.0
    must(status, c.name().c_str());
    const AttentionResult expected = windowAttentionReference(c.projected, c.values, c.shape, c.windows, c.shifted);
    expectClose(c.name(), c.element, y.read(), expected.y,
                [&](std::size_t i) { return tolerance(c, expected.scoreMagnitude[i], expected.valueMagnitude[i]); });
    if (repeat) expectRepeatable(c.name(), y, [&] { return windowAttention(call, nullptr); });
}

template <typename Body>
void forAll(const ImageShape& shape, Body body) {
    for (const Element element : ELEMENTS) {
        for (const WindowAttentionVariant variant : VARIANTS) {
            // Minutes on the emulation: what AUTO and NAIVE do there shows in FP32 alone.
            const bool plainPath = variant == WindowAttentionVariant::AUTO || variant == WindowAttentionVariant::NAIVE;
            if (emulated() && plainPath && element != Element::FLOAT32) continue;
            for (const bool shifted : {false, true}) {
                if (emulated() && plainPath && shifted) continue;
                Case c = plain(element, variant, shape);
                c.shifted = shifted;
                body(c);
            }
        }
    }
}

}  // namespace

CPU_TEST("window attention reference: equal queries average the window, distinct ones keep to themselves") {
    // One channel, a 2 x 2 window each: queries of 0 score 0 everywhere; a query of 40 sees only itself.
    const AttentionResult even =
        windowAttentionReference({0, 0, 0, 0, 1, 2, 3, 6}, {}, ImageShape{1, 1, 2, 2}, {2}, false);
    CHECK(even.y == Values({3, 3, 3, 3}), even.y[0]);
    const AttentionResult own =
        windowAttentionReference({40, -40, 0, 0, 1, 2, 3, 6}, {}, ImageShape{1, 1, 2, 2}, {2}, false);
    CHECK(own.y[0] == 1.0 && own.y[1] == 2.0 && own.y[2] == 3.0, own.y[0]);
}

CPU_TEST("window attention reference: shifted windows wrap around the edges") {
    // Windows of 2 x 1 would not show it; 4 x 4 image, window 2, shift 1: corners of the image form one window.
    Values projected(32, 0.0);
    for (std::size_t i = 0; i < 16; ++i) projected[16 + i] = static_cast<double>(i);
    const AttentionResult y = windowAttentionReference(projected, {}, ImageShape{1, 1, 4, 4}, {2}, true);
    CHECK(y.y[0] == (0 + 3 + 12 + 15) / 4.0 && y.y[15] == y.y[0], y.y[0]);
    CHECK(y.y[5] == (5 + 6 + 9 + 10) / 4.0, y.y[5]);
}

CPU_TEST("window attention reference: roll moves as torch.roll does") {
    const Values plane{1, 2, 3, 4};
    CHECK(rolled(plane.data(), 1, 4, -1) == Values({2, 3, 4, 1}), "roll(-1)");
    CHECK(rolled(plane.data(), 1, 4, 1) == Values({4, 1, 2, 3}), "roll(+1)");
}

GPU_TEST("window attention: ELAN's groups, light and full, batch 2, shifted and not, aligned and not") {
    for (const std::size_t channels : {60, 180}) {
        const std::size_t rows = emulated() ? 16 : 32;
        forAll(ImageShape{2, channels, rows, 48}, [&](Case c) {
            if (emulated() && channels > 60 && c.shifted) return;
            for (c.shift = 0; c.shift < 2; ++c.shift) {
                if (emulated() && c.shift == 1 && (channels > 60 || c.shifted)) continue;
                run(c);
            }
        });
    }
}

GPU_TEST("window attention: values of a later attention with the scores of an earlier one") {
    forAll(ImageShape{2, 60, 16, 32}, [&](Case c) {
        c.values = uniform(c.element, 2 * 60 * 16 * 32, -2.0, 2.0, 77);
        run(c);
    });
}

GPU_TEST("window attention: other windows and channels, one group, images of one window") {
    struct Other {
        ImageShape shape;
        std::vector<std::size_t> windows;
    };
    const Other others[] = {
        {{1, 7, 12, 18}, {6}},  {{2, 6, 15, 10}, {5, 1}}, {{1, 32, 16, 16}, {16}},         {{1, 33, 8, 8}, {8}},
        {{3, 2, 4, 4}, {4, 2}}, {{1, 70, 8, 16}, {8}},    {{1, 8, 12, 12}, {2, 3, 4, 12}}, {{1, 64, 24, 40}, {4, 8}}};
    for (const Other& other : others) {
        for (const Element element : ELEMENTS) {
            for (const WindowAttentionVariant variant : VARIANTS) {
                for (const bool shifted : {false, true}) {
                    Case c = plain(element, variant, other.shape);
                    c.windows = other.windows;
                    c.shifted = shifted;
                    run(c);
                }
            }
        }
    }
}

GPU_TEST("window attention: scores past FP16's largest value stay in FP32 (unfused in FP16 they overflow)") {
    forAll(ImageShape{1, 60, 16, 16}, [&](Case c) {
        // |q|² near 20 · 200² / 3 = 3e5 with another query's product far below: exp of the difference is 0.
        c.projected = uniform(c.element, c.projected.size(), -200.0, 200.0, 13);
        c.alone = true;
        run(c);
    });
}

GPU_TEST("window attention: NaN and infinities stay within their window") {
    for (const double odd : {NOT_A_NUMBER, INF}) {
        forAll(ImageShape{1, 60, 16, 32}, [&](Case c) {
            const std::size_t plane = 16 * 32;
            c.projected[3 * plane + 37] = odd;                      // a query of the 4 x 4 windows
            c.projected[(40 + 5) * plane + 100] = odd;              // of the 8 x 8 windows
            c.projected[(20 + 5) * plane + 511] = NOT_A_NUMBER;     // a value of the 4 x 4 windows
            c.projected[(80 + 20 + 7) * plane + 8] = NOT_A_NUMBER;  // a value of the 16 x 16 windows
            run(c);
        });
    }
}

GPU_TEST("window attention: constant images average") {
    forAll(ImageShape{1, 12, 16, 16}, [&](Case c) {
        std::fill(c.projected.begin(), c.projected.end(), 0.5);
        run(c);
    });
}

GPU_TEST("window attention: repeats are bitwise equal") {
    forAll(ImageShape{1, 60, 16, 16}, [&](Case c) { run(c, true); });
}

GPU_TEST("window attention: refuses what it cannot do") {
    const DeviceTensor some = DeviceTensor::output(Element::FLOAT32, 3 * 2 * 20 * 16);
    WindowAttentionCall call;
    call.projected = some.data();
    call.y = some.data();
    call.batch = 1;
    call.channels = 3;
    call.height = 20;
    call.width = 16;
    call.groups = 1;
    call.window[0] = 8;
    CHECK(windowAttention(call, nullptr) == cudaErrorInvalidValue, "20 is no multiple of 8");
    call.height = 16;
    call.groups = 2;
    call.window[1] = 4;
    CHECK(windowAttention(call, nullptr) == cudaErrorInvalidValue, "3 channels in 2 groups");
    call.groups = 1;
    call.variant = WindowAttentionVariant::TENSOR;
    CHECK(windowAttention(call, nullptr) == cudaErrorInvalidValue, "FP32 by 16-bit products");
}

}  // namespace assay::testing
