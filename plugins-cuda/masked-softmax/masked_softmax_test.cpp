#include <algorithm>
#include <tuple>
#include <memory>

#include "masked-softmax/masked_softmax.h"
#include "masked-softmax/masked_softmax_reference.h"
#include "testing/check.h"
#include "testing/device_tensor.h"
#include "testing/masks.h"

namespace assay::testing {
namespace {

constexpr MaskedSoftmaxVariant VARIANTS[] = {MaskedSoftmaxVariant::AUTO, MaskedSoftmaxVariant::NAIVE,
                                             MaskedSoftmaxVariant::WARP, MaskedSoftmaxVariant::BLOCK,
                                             MaskedSoftmaxVariant::STREAM, MaskedSoftmaxVariant::TILE,
                                             MaskedSoftmaxVariant::PIPE, MaskedSoftmaxVariant::BURST,
                                             MaskedSoftmaxVariant::BURST_STREAMING, MaskedSoftmaxVariant::THREAD,
                                             MaskedSoftmaxVariant::WHOLE};
constexpr const char* NAMES[] = {"auto", "naive", "warp", "block", "stream", "tile", "pipe", "burst",
                                 "burst-streaming", "thread", "whole"};

struct Case {
    Element element = Element::FLOAT32;
    MaskedSoftmaxVariant variant = MaskedSoftmaxVariant::AUTO;
    MaskElement maskElement = MaskElement::INT32;
    MaskPolarity polarity = MaskPolarity::VALID;
    std::size_t batch = 1;
    std::size_t width = 1;
    std::size_t shift = 0;
    bool masked = true;
    Values x;
    std::vector<bool> kept;

    std::string name() const {
        return std::string("softmax ") + NAMES[static_cast<int>(variant)] + " [" + std::to_string(batch) + ", " +
               std::to_string(x.size() / batch / width) + ", " + std::to_string(width) + "] shift " +
               std::to_string(shift);
    }
};

/// The last `padding` columns of batch b are padding, one more with each batch.
Case padded(Element element, MaskedSoftmaxVariant variant, std::size_t batch, std::size_t rows, std::size_t width,
            std::size_t padding) {
    Case c;
    c.element = element;
    c.variant = variant;
    c.batch = batch;
    c.width = width;
    c.x = uniform(element, batch * rows * width, -8.0, 8.0, width + batch);
    c.kept = paddedMask(batch, width, padding);
    return c;
}

// With u = 2^-24 and d the distance of a logit from its row's largest one: the subtraction rounds to u d, and the
// exponential of an argument off by e is off by e relatively; the exponential itself, ex2(x log2 e) of the hardware,
// has 2 units, and its argument a rounding of 2 u d more. The sum of k terms adds k u, the division and product 3 u.
double relativeError(double distance, std::size_t width) {
    return FP32_UNIT * (2 * (3 * distance + 4) + static_cast<double>(width) / 128 + 42 + 3);
}

Values tolerances(const Case& c, const Values& y) {
    Values tolerance(y.size(), 0.0);
    const std::size_t perBatch = c.x.size() / c.batch;
    for (std::size_t start = 0; start < y.size(); start += c.width) {
        double largest = -INF;
        double farthest = 0.0;
        for (int pass = 0; pass < 2; ++pass) {
            for (std::size_t i = 0; i < c.width; ++i) {
                const double x = c.x[start + i];
                if (!c.kept[start / perBatch * c.width + i] || !std::isfinite(x)) continue;
                largest = std::max(largest, x);
                // Terms farther off than 104 are below the smallest FP32 value and have no relative error to speak of.
                if (pass == 1) farthest = std::max(farthest, std::min(largest - x, 104.0));
            }
        }
        for (std::size_t i = 0; i < c.width; ++i) {
            // 2^-126: the hardware's exponential gives 0 for subnormal results
            tolerance[start + i] = std::abs(y[start + i]) * relativeError(farthest, c.width) + 0x1p-126;
        }
    }
    return tolerance;
}

/// Whether the variant promises to take such tensors. What it does not take it must refuse.
bool takes(const Case& c) {
    const std::size_t bytes = bytesOf(c.element);
    if (c.variant == MaskedSoftmaxVariant::STREAM) {
        return c.width * bytes % 16 == 0 && c.shift == 0 && c.width <= 16384;
    }
    if (c.variant == MaskedSoftmaxVariant::THREAD && c.width != 31 && c.width != 50) return false;
    if (c.variant == MaskedSoftmaxVariant::BURST || c.variant == MaskedSoftmaxVariant::BURST_STREAMING) {
        return isBurst(c.element, c.width) && c.shift == 0;
    }
    if (c.variant == MaskedSoftmaxVariant::WHOLE) return c.shift == 0 && isWhole(c.width);
    const bool tiles = c.variant == MaskedSoftmaxVariant::TILE || c.variant == MaskedSoftmaxVariant::PIPE ||
                       c.variant == MaskedSoftmaxVariant::THREAD;
    return !tiles || (bytes == 2 && c.width <= 128 && c.shift == 0);
}

void run(const Case& c, bool repeat = false) {
    const DeviceTensor x(c.element, c.x, c.shift);
    const DeviceBytes mask(encodeMask(c.kept, c.maskElement, c.polarity), 0, "mask");
    const DeviceTensor y = DeviceTensor::output(c.element, c.x.size(), c.shift);
    MaskedSoftmaxCall call;
    call.x = x.data();
    call.mask = c.masked ? mask.data() : nullptr;
    call.y = y.data();
    call.batch = static_cast<std::int64_t>(c.batch);
    call.rowsPerBatch = static_cast<std::int64_t>(c.x.size() / c.batch / c.width);
    call.width = static_cast<int>(c.width);
    call.element = c.element;
    call.maskElement = c.maskElement;
    call.polarity = c.polarity;
    call.variant = c.variant;
    if (!takes(c)) {
        CHECK(maskedSoftmax(call, nullptr) == cudaErrorInvalidValue, c.name() << " is taken");
        return;
    }
    must(maskedSoftmax(call, nullptr), c.name().c_str());
    const Values expected = maskedSoftmaxReference(c.x, c.kept, c.batch, c.width);
    const Values tolerance = tolerances(c, expected);
    const Values actual = y.read();
    expectClose(c.name(), c.element, actual, expected, [&](std::size_t i) { return tolerance[i]; });
    const std::size_t perBatch = c.x.size() / c.batch;
    for (std::size_t i = 0; i < actual.size(); ++i) {
        const bool kept = c.kept[i / perBatch * c.width + i % c.width];
        CHECK(kept || actual[i] == 0.0, c.name() << ": masked element " << i << " is " << actual[i] << ", not 0");
    }
    if (repeat) expectRepeatable(c.name(), y, [&] { return maskedSoftmax(call, nullptr); });
}

template <typename Body>
void forAll(std::size_t width, Body body) {
    for (const Element element : ELEMENTS) {
        for (const MaskedSoftmaxVariant variant : VARIANTS) {
            if (variant == MaskedSoftmaxVariant::WARP && width > 1024) continue;
            body(element, variant);
        }
    }
}

}  // namespace

CPU_TEST("softmax reference: hand-computed rows") {
    const Values y =
        maskedSoftmaxReference({0, std::log(3.0), 100, 1, 1, 1}, {true, true, false, false, false, false}, 2, 3);
    const Values expected{0.25, 0.75, 0, 0, 0, 0};
    for (std::size_t i = 0; i < y.size(); ++i) CHECK(std::abs(y[i] - expected[i]) < 1e-15, i << ": " << y[i]);
}

CPU_TEST("softmax reference: NaN that counts spoils its row, NaN behind the mask does not") {
    const Values y = maskedSoftmaxReference({NOT_A_NUMBER, 1, NOT_A_NUMBER, 1}, {false, true}, 1, 2);
    CHECK(y[1] == 1.0 && y[0] == 0.0 && y[3] == 1.0, y[1]);
    CHECK(std::isnan(maskedSoftmaxReference({NOT_A_NUMBER, 1}, {true, true}, 1, 2)[1]), "kept NaN");
}

CPU_TEST("softmax: what auto takes, by type, width and rows as measured") {
    struct Choice {
        Element element;
        std::int64_t rows;
        int width;
        const char* variant;
    };
    alignas(16) static unsigned char memory[32];
    const auto choice = [](const Choice& c, int shift, bool fast = true) {
        MaskedSoftmaxCall call;
        call.x = memory + shift;
        call.mask = call.y = memory;
        call.element = c.element;
        call.batch = 1;
        call.rowsPerBatch = c.rows;
        call.width = c.width;
        return std::string(NAMES[static_cast<int>(maskedSoftmaxChoice(call, 227 * 1024, fast))]);
    };
    for (const Element element : {Element::FLOAT16, Element::BFLOAT16}) {
        for (const Choice& c : {Choice{element, 20000, 50, "tile"},
                                {element, 2560000, 50, "thread"},
                                {element, 2097152, 64, "burst-streaming"},
                                {element, 2097152, 65, "pipe"},
                                {element, 524288, 256, "burst-streaming"},
                                {element, 131072, 1024, "stream"},
                                {element, 131072, 1023, "warp"},
                                {element, 2500, 1024, "warp"},
                                {element, 32768, 4096, "stream"},
                                {element, 2500, 4096, "block"},
                                {element, 32768, 16392, "block"},
                                {element, 32768, 60000, "naive"}}) {
            CHECK(choice(c, 0) == c.variant, c.rows << " x " << c.width << ": " << choice(c, 0));
            const std::string unaligned = c.width <= 1024 ? "warp" : (c.width <= 58000 ? "block" : "naive");
            CHECK(choice(c, 2) == unaligned, c.rows << " x " << c.width << " off by 2 bytes: " << choice(c, 2));
            CHECK(choice(c, 2, false) == unaligned, "slower memory, off by 2 bytes: " << choice(c, 2, false));
        }
        for (const Choice& c : {Choice{element, 20000, 50, "tile"},
                                {element, 2560000, 50, "tile"},
                                {element, 2097152, 64, "whole"},
                                {element, 524288, 248, "burst-streaming"},
                                {element, 524288, 256, "whole"},
                                {element, 131072, 1024, "stream"},
                                {element, 32768, 4096, "block"}}) {
            CHECK(choice(c, 0, false) == c.variant, "slower memory, " << c.rows << " x " << c.width << ": "
                                                                      << choice(c, 0, false));
        }
    }
    for (const auto& [width, variant, slower] : {std::tuple{50, "warp", "burst"},
                                                 {51, "warp", "warp"},
                                                 {60, "burst", "burst"},
                                                 {64, "burst", "whole"},
                                                 {256, "warp", "warp"},
                                                 {1024, "warp", "warp"},
                                                 {4096, "block", "block"}}) {
        const Choice c{Element::FLOAT32, 1 << 20, width, variant};
        CHECK(choice(c, 0) == variant, "FP32, " << width << ": " << choice(c, 0));
        CHECK(choice(c, 0, false) == slower, "FP32, slower memory, " << width << ": " << choice(c, 0, false));
    }
}

GPU_TEST("softmax: the seeds' limits of width, padding, batch 3, aligned and not") {
    std::vector<std::size_t> widths = {1, 2, 7, 31, 32, 33, 50, 64, 84, 128, 256, 257, 512, 1000, 1023, 1024, 1025};
    if (!emulated()) widths.insert(widths.end(), {3072, 3073, 4096, 4097, 12000});
    if (holdsWideRows()) widths.insert(widths.end(), {16384, 16392, 20001});
    for (const std::size_t width : widths) {
        forAll(width, [&](Element element, MaskedSoftmaxVariant variant) {
            for (const std::size_t shift : {0, 1}) {
                Case c = padded(element, variant, 3, emulated() ? 3 : 37, width, width / 4);
                c.shift = shift;
                run(c);
            }
        });
    }
}

GPU_TEST("softmax: every mask type and polarity (the seeds inverted it: all mass on the padding)") {
    for (const std::size_t width : {12, 64}) {
        forAll(width, [&](Element element, MaskedSoftmaxVariant variant) {
            for (const MaskElement type : {MaskElement::INT32, MaskElement::BOOL}) {
                for (const MaskPolarity polarity : {MaskPolarity::VALID, MaskPolarity::PADDING}) {
                    Case c = padded(element, variant, 2, 5, width, 3);
                    c.maskElement = type;
                    c.polarity = polarity;
                    run(c);
                }
            }
        });
    }
}

GPU_TEST("softmax: many heads and batches (the seeds' mask ignored the batch, heads were 8)") {
    forAll(50, [&](Element element, MaskedSoftmaxVariant variant) {
        run(padded(element, variant, emulated() ? 4 : 50, 5 * 7, 50, 1));
    });
}

GPU_TEST("softmax: a grid that fills the GPU goes on to the rows that are left, in whatever batch they are") {
    const bool few = emulated();
    // batches that a step of the grid skips, ends in the middle of, or never leaves
    for (const std::size_t batch : {1, 3, 700}) {
        for (const auto& [rows, width] : {std::pair<std::size_t, std::size_t>{few ? 2100 : 70000, 32},
                                          {few ? 700 : 9100, 256},
                                          {few ? 60 : 2100, 2048}}) {
            if (rows < batch) continue;
            for (const Element element : ELEMENTS) {
                run(padded(element, MaskedSoftmaxVariant::STREAM, batch, rows / batch, width, 3));
            }
        }
    }
}

GPU_TEST("softmax: tiles of narrow rows of every width, over several batches, the last one not full") {
    for (std::size_t width = 1; width <= 128; width += emulated() ? 9 : 1) {
        for (const Element element : {Element::FLOAT16, Element::BFLOAT16}) {
            for (const std::size_t batch : {1, 3, 70}) {
                run(padded(element, MaskedSoftmaxVariant::TILE, batch, 141 / batch, width, width / 4));
            }
        }
    }
}

GPU_TEST("softmax: pipes of narrow rows of every width, over several batches, several tiles a warp") {
    for (std::size_t width = 1; width <= 128; width += emulated() ? 9 : 1) {
        for (const Element element : {Element::FLOAT16, Element::BFLOAT16}) {
            for (const std::size_t batch : {1, 3, 70}) {
                run(padded(element, MaskedSoftmaxVariant::PIPE, batch, 157 / batch, width, width / 4));
            }
        }
    }
    for (const std::size_t batch : {1, 7, 600}) {
        const Case c = padded(Element::FLOAT16, MaskedSoftmaxVariant::PIPE, batch, (emulated() ? 5300 : 200003) / batch,
                              50, 9);
        run(c, batch == 7);
    }
}

GPU_TEST("softmax: threads with whole rows, over several batches, several tiles a warp") {
    for (const std::size_t width : {31, 50}) {
        for (const Element element : {Element::FLOAT16, Element::BFLOAT16}) {
            for (const std::size_t batch : {1, 7, 70}) {
                run(padded(element, MaskedSoftmaxVariant::THREAD, batch, 157 / batch, width, width / 4), true);
                run(padded(element, MaskedSoftmaxVariant::THREAD, batch, (emulated() ? 5300 : 200003) / batch, width, 0));
            }
        }
    }
}

GPU_TEST("softmax: bursts of rows of every layout, over several batches, some rows all masked") {
    for (const std::size_t width : {4, 24, 28, 32, 56, 60, 124, 128, 252, 256, 500, 512, 1000, 1020}) {
        for (const Element element : ELEMENTS) {
            for (const std::size_t batch : {1, 5, 67}) {
                Case c = padded(element, MaskedSoftmaxVariant::BURST_STREAMING, batch, 67 / batch, width, width / 4);
                run(c, true);
                c.variant = MaskedSoftmaxVariant::BURST;
                run(c, true);
                std::fill(c.kept.begin(), c.kept.begin() + static_cast<std::ptrdiff_t>(width), false);
                run(c);
            }
        }
    }
}

GPU_TEST("softmax: rows whose width is a constant, over several batches, some rows all masked") {
    for (const std::size_t width : WHOLE_WIDTHS) {
        for (const Element element : ELEMENTS) {
            for (const std::size_t batch : {1, 5, 67}) {
                Case c = padded(element, MaskedSoftmaxVariant::WHOLE, batch, 67 / batch, width, width / 4);
                run(c, true);
                std::fill(c.kept.begin(), c.kept.begin() + static_cast<std::ptrdiff_t>(width), false);
                run(c);
            }
        }
    }
}

GPU_TEST("softmax: rows of minus infinity, absent columns beside them, masked and not") {
    for (const std::size_t width : {20, 50, 52, 100}) {
        forAll(width, [&](Element element, MaskedSoftmaxVariant variant) {
            Case c = padded(element, variant, 2, 3, width, 5);
            std::fill(c.kept.begin(), c.kept.begin() + static_cast<std::ptrdiff_t>(width), false);
            run(c);
            std::fill(c.x.begin(), c.x.begin() + static_cast<std::ptrdiff_t>(4 * width), -INF);
            run(c);
        });
    }
}

GPU_TEST("softmax: no mask, and logits keep their digits (the seeds added -10000 to all)") {
    forAll(96, [&](Element element, MaskedSoftmaxVariant variant) {
        Case c = padded(element, variant, 2, 5, 96, 0);
        c.masked = false;
        c.kept.assign(c.kept.size(), true);
        run(c);
        c.masked = true;
        run(c);
    });
}

GPU_TEST("softmax: a row of padding alone is 0, and NaN or infinity behind the mask do no harm") {
    for (const double odd : {NOT_A_NUMBER, INF, -INF}) {
        forAll(40, [&](Element element, MaskedSoftmaxVariant variant) {
            Case c = padded(element, variant, 3, 2, 40, 0);
            std::fill(c.kept.begin() + 40, c.kept.begin() + 80, false);
            c.kept[5] = false;
            c.x[5] = odd;
            c.x[80 + 7] = odd;
            run(c);
        });
    }
}

GPU_TEST("softmax: NaN and infinities that count") {
    for (const double odd : {NOT_A_NUMBER, INF, -INF}) {
        forAll(40, [&](Element element, MaskedSoftmaxVariant variant) {
            Case c = padded(element, variant, 2, 3, 40, 4);
            c.x[3] = odd;
            run(c);
            std::fill(c.x.begin() + 80, c.x.begin() + 120, odd);
            run(c);
        });
    }
}

GPU_TEST("softmax: large logits, equal logits, FP16 at its limits") {
    for (const double magnitude : {50.0, 1000.0, 65504.0}) {
        forAll(64, [&](Element element, MaskedSoftmaxVariant variant) {
            Case c = padded(element, variant, 2, 4, 64, 2);
            c.x = uniform(element, c.x.size(), -magnitude, magnitude, 5);
            run(c);
            c.x.assign(c.x.size(), rounded(element, magnitude));
            run(c);
        });
    }
}

GPU_TEST("softmax: repeats are bitwise equal") {
    for (const std::size_t width : {50, 100, 256, 2048}) {
        forAll(width, [&](Element element, MaskedSoftmaxVariant variant) {
            run(padded(element, variant, 2, 9, width, 7), true);
        });
    }
}

GPU_TEST("softmax: refuses what it cannot do") {
    MaskedSoftmaxCall call;
    call.batch = call.rowsPerBatch = 1;
    call.width = 4;
    CHECK(maskedSoftmax(call, nullptr) == cudaErrorInvalidValue, "null pointers");
    const DeviceTensor some = DeviceTensor::output(Element::FLOAT32, 2000);
    call.x = some.data();
    call.y = some.data();
    call.width = 1025;
    call.variant = MaskedSoftmaxVariant::WARP;
    CHECK(maskedSoftmax(call, nullptr) == cudaErrorInvalidValue, "a row wider than registers");
    call.batch = 0;
    CHECK(maskedSoftmax(call, nullptr) == cudaSuccess, "no rows are nothing to do");
}

}  // namespace assay::testing
