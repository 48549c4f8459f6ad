#include <algorithm>

#include "layernorm/layer_norm.h"
#include "layernorm/layer_norm_reference.h"
#include "testing/check.h"
#include "testing/device_tensor.h"

namespace assay::testing {
namespace {

constexpr LayerNormVariant VARIANTS[] = {LayerNormVariant::AUTO, LayerNormVariant::NAIVE, LayerNormVariant::WARP,
                                         LayerNormVariant::BLOCK, LayerNormVariant::STREAM, LayerNormVariant::TILE,
                                         LayerNormVariant::PIPE, LayerNormVariant::BURST,
                                         LayerNormVariant::BURST_STREAMING, LayerNormVariant::THREAD,
                                         LayerNormVariant::WHOLE};

constexpr const char* NAMES[] = {"auto", "naive", "warp", "block", "stream", "tile", "pipe", "burst",
                                 "burst-streaming", "thread", "whole"};

const char* nameOf(LayerNormVariant variant) { return NAMES[static_cast<int>(variant)]; }

struct Case {
    Element element = Element::FLOAT32;
    LayerNormVariant variant = LayerNormVariant::AUTO;
    std::size_t width = 0;
    double epsilon = 1e-5;
    std::size_t shift = 0;
    bool emitSum = false;
    Values x;
    Values residual;
    Values bias;
    Values gamma;
    Values beta;

    std::string name() const {
        return std::string("layer norm ") + nameOf(variant) + " [" + std::to_string(x.size() / width) + ", " +
               std::to_string(width) + "] shift " + std::to_string(shift);
    }
};

Case plain(Element element, LayerNormVariant variant, std::size_t rows, std::size_t width) {
    Case c;
    c.element = element;
    c.variant = variant;
    c.width = width;
    c.x = uniform(element, rows * width, -2.0, 3.0, width);
    c.gamma = uniform(element, width, 0.5, 1.5, 2);
    c.beta = uniform(element, width, -1.0, 1.0, 3);
    return c;
}

// How far FP32 may be off, with u = 2^-24, k the longest chain of additions of any variant, D the largest distance of
// a value from the row's first one, s = sqrt(variance + epsilon) and n the normalised value:
//   x + residual + bias       two roundings of values up to M, in the value, the pivot and the mean:   6 u M / s
//   subtraction of the pivot  one rounding; mean of the differences: k roundings:               (k + 3) u D / s
//   variance, rsqrt           k additions, three operations a term, 2 units of rsqrt, halved by the root:
//                                                                                                (k + 4) u |n|
//   times gamma, plus beta    one rounding each:                                               2 u (|y| + |beta|)
// The rounding to the stored type comes on top, in expectClose.
Values tolerances(const Case& c, const Values& sum, const Values& y) {
    Values tolerance(y.size());
    const double chain = static_cast<double>(c.width) / 128 + 42;
    for (std::size_t start = 0; start < y.size(); start += c.width) {
        const RowMoments moments = momentsOf(sum.data() + start, c.width, c.epsilon);
        double distance = 0.0;
        double magnitude = 0.0;
        for (std::size_t i = start; i < start + c.width; ++i) {
            distance = std::max(distance, std::abs(sum[i] - sum[start]));
            const double more = c.residual.empty() ? 0.0 : std::abs(c.residual[i]);
            magnitude =
                std::max(magnitude, std::abs(c.x[i]) + more + (c.bias.empty() ? 0.0 : std::abs(c.bias[i - start])));
        }
        const bool fused = !c.residual.empty() || !c.bias.empty();
        for (std::size_t i = 0; i < c.width; ++i) {
            const double normal = std::abs((sum[start + i] - moments.mean) / moments.deviation);
            const double relative = (fused ? 6 * magnitude / moments.deviation : 0.0) +
                                    (chain + 3) * distance / moments.deviation + (chain + 4) * normal;
            tolerance[start + i] =
                FP32_UNIT * (std::abs(c.gamma[i]) * relative + 2 * (std::abs(y[start + i]) + std::abs(c.beta[i])));
        }
    }
    return tolerance;
}

/// Whether the variant promises to take such tensors. What it does not take it must refuse.
bool takes(const Case& c) {
    const std::size_t bytes = bytesOf(c.element);
    if (c.variant == LayerNormVariant::STREAM) return c.width * bytes % 16 == 0 && c.shift == 0 && c.width <= 16384;
    if (c.variant == LayerNormVariant::THREAD && c.width != 31 && c.width != 50) return false;
    if (c.variant == LayerNormVariant::BURST || c.variant == LayerNormVariant::BURST_STREAMING) {
        const bool wide = c.width > 1024 && c.width <= 16384 && c.width * bytes % 16 == 0;
        return (wide || isBurst(c.element, c.width)) && c.shift == 0;
    }
    if (c.variant == LayerNormVariant::WHOLE) return c.shift == 0 && isWhole(c.width, WIDEST_WHOLE_BLOCK);
    if (c.variant == LayerNormVariant::TILE || c.variant == LayerNormVariant::PIPE ||
        c.variant == LayerNormVariant::THREAD) {
        return bytes == 2 && c.width <= 128 && c.shift == 0 && c.residual.empty() && !c.emitSum;
    }
    return true;
}

void run(const Case& c, bool repeat = false) {
    const DeviceTensor x(c.element, c.x, c.shift);
    const DeviceTensor residual(c.element, c.residual, c.shift);
    const DeviceTensor bias(c.element, c.bias, c.shift);
    const DeviceTensor gamma(c.element, c.gamma, c.shift);
    const DeviceTensor beta(c.element, c.beta, c.shift);
    const DeviceTensor y = DeviceTensor::output(c.element, c.x.size(), c.shift);
    const DeviceTensor sum = DeviceTensor::output(c.element, c.emitSum ? c.x.size() : 0, c.shift);
    LayerNormCall call;
    call.x = x.data();
    call.residual = c.residual.empty() ? nullptr : residual.data();
    call.bias = c.bias.empty() ? nullptr : bias.data();
    call.gamma = gamma.data();
    call.beta = beta.data();
    call.y = y.data();
    call.sum = c.emitSum ? sum.data() : nullptr;
    call.width = static_cast<int>(c.width);
    call.rows = static_cast<std::int64_t>(c.x.size() / c.width);
    call.epsilon = static_cast<float>(c.epsilon);
    call.element = c.element;
    call.variant = c.variant;
    if (!takes(c)) {
        CHECK(layerNorm(call, nullptr) == cudaErrorInvalidValue, c.name() << " is taken");
        return;
    }
    must(layerNorm(call, nullptr), c.name().c_str());
    const Values added = addedInputs(c.x, c.residual, c.bias);
    const Values expected = layerNormReference(added, c.gamma, c.beta, call.epsilon);
    const Values tolerance = tolerances(c, added, expected);
    expectClose(c.name(), c.element, y.read(), expected, [&](std::size_t i) { return tolerance[i]; });
    if (c.emitSum) {
        // Two additions in FP32, the second after a rounding of the first.
        expectClose(c.name() + " sum", c.element, sum.read(), added, [&](std::size_t i) {
            return 2 * FP32_UNIT *
                   (std::abs(c.x[i]) + (c.residual.empty() ? 0.0 : std::abs(c.residual[i])) +
                    (c.bias.empty() ? 0.0 : std::abs(c.bias[i % c.width])));
        });
    }
    if (repeat) expectRepeatable(c.name(), y, [&] { return layerNorm(call, nullptr); });
}

template <typename Body>
void forAll(std::size_t width, Body body) {
    for (const Element element : ELEMENTS) {
        for (const LayerNormVariant variant : VARIANTS) {
            if (variant == LayerNormVariant::WARP && width > 1024) continue;
            body(element, variant);
        }
    }
}

}  // namespace

CPU_TEST("layer norm reference: hand-computed rows") {
    // mean 2, variance 2/3; and a constant row, which is beta whatever gamma is
    const Values y = layerNormReference({1, 2, 3, 5, 5, 5}, {1, 1, 2}, {0, 10, 0}, 0.0 + 1e-300);
    const double s = std::sqrt(1.5);
    const Values expected{-s, 10, 2 * s, 0, 10, 0};
    for (std::size_t i = 0; i < y.size(); ++i) CHECK(std::abs(y[i] - expected[i]) < 1e-14, i << ": " << y[i]);
}

CPU_TEST("layer norm reference: epsilon is added to the variance, not to the deviation") {
    const Values y = layerNormReference({-1, 1}, {1, 1}, {0, 0}, 3.0);
    CHECK(std::abs(y[1] - 0.5) < 1e-15, y[1]);
}

CPU_TEST("layer norm: what auto takes, by type, width and rows as measured") {
    struct Choice {
        Element element;
        std::int64_t rows;
        int width;
        bool residual;
        const char* variant;
    };
    constexpr std::size_t SHARED = 227 * 1024;
    alignas(16) static unsigned char memory[32];
    const auto choice = [](const Choice& c, int shift, bool fast = true) {
        LayerNormCall call;
        call.gamma = call.beta = call.y = memory;
        call.x = memory + shift;
        call.residual = c.residual ? memory : nullptr;
        call.element = c.element;
        call.rows = c.rows;
        call.width = c.width;
        return std::string(nameOf(layerNormChoice(call, SHARED, fast)));
    };
    for (const Element element : {Element::FLOAT16, Element::BFLOAT16}) {
        for (const Choice& c : {Choice{element, 249856, 31, false, "thread"},
                                {element, 8659208, 31, false, "thread"},
                                {element, 8659208, 31, true, "warp"},
                                {element, 8659208, 32, false, "burst-streaming"},
                                {element, 8659208, 33, false, "pipe"},
                                {element, 2164802, 124, false, "burst-streaming"},
                                {element, 2097152, 128, false, "burst-streaming"},
                                {element, 2500, 256, false, "burst-streaming"},
                                {element, 2500, 256, true, "burst-streaming"},
                                {element, 2500, 124, true, "warp"},
                                {element, 524288, 256, true, "burst"},
                                {element, 1048576, 256, false, "burst-streaming"},
                                {element, 1048576, 260, false, "warp"},
                                {element, 524288, 512, false, "burst-streaming"},
                                {element, 262144, 1024, false, "warp"},
                                {element, 65536, 4096, false, "stream"},
                                {element, 2500, 4096, false, "block"},
                                {element, 65536, 4097, false, "block"},
                                {element, 65536, 16384, false, "stream"},
                                {element, 65536, 16392, false, "block"},
                                {element, 65536, 60000, false, "naive"}}) {
            CHECK(choice(c, 0) == c.variant, c.rows << " x " << c.width << ": " << choice(c, 0));
            const std::string unaligned = c.width <= 1024 ? "warp" : (c.width <= 58000 ? "block" : "naive");
            CHECK(choice(c, 2) == unaligned, c.rows << " x " << c.width << " off by 2 bytes: " << choice(c, 2));
            CHECK(choice(c, 2, false) == unaligned, "slower memory, off by 2 bytes: " << choice(c, 2, false));
        }
        for (const Choice& c : {Choice{element, 8659208, 31, false, "thread"},
                                {element, 2500, 256, false, "whole"},
                                {element, 2500, 256, true, "whole"},
                                {element, 2500, 248, true, "burst-streaming"},
                                {element, 524288, 256, true, "burst-streaming"},
                                {element, 65536, 4096, false, "whole"},
                                {element, 65536, 4096, true, "whole"},
                                {element, 2500, 4096, false, "block"},
                                {element, 65536, 4104, false, "block"}}) {
            CHECK(choice(c, 0, false) == c.variant, "slower memory, " << c.rows << " x " << c.width << ": "
                                                                      << choice(c, 0, false));
        }
    }
    for (const auto& [width, variant] :
         {std::pair{31, "warp"}, {256, "warp"}, {1022, "warp"}, {1024, "burst"}, {4096, "block"}}) {
        const Choice c{Element::FLOAT32, 1 << 20, width, false, variant};
        CHECK(choice(c, 0) == variant, "FP32, " << width << ": " << choice(c, 0));
        const char* slower = width == 4096 ? "whole" : variant;
        CHECK(choice(c, 0, false) == slower, "FP32, slower memory, " << width << ": " << choice(c, 0, false));
        CHECK(choice(c, 4) == (width > 1024 ? "block" : "warp"), "FP32, unaligned, " << width << ": " << choice(c, 4));
    }
}

GPU_TEST("layer norm: widths odd and even, aligned and not, every variant") {
    // 12288 floats are 48 KiB: with the block's own memory just over what needs no asking.
    const std::vector<std::size_t> wide = {1500, 2048, 4097, 8192, 12288};
    std::vector<std::size_t> widths = {1,   2,   3,   8,   31,  32,  33,  62,   64,   100, 124,
                                       128, 180, 250, 256, 257, 512, 776, 1023, 1024, 1025};
    if (!emulated()) widths.insert(widths.end(), wide.begin(), wide.end());
    if (holdsWideRows()) widths.insert(widths.end(), {16384, 16392, 20001});  // the last of registers; shared memory
    for (const std::size_t width : widths) {
        forAll(width, [&](Element element, LayerNormVariant variant) {
            for (const std::size_t shift : {0, 1}) {
                Case c = plain(element, variant, emulated() ? 3 : 131, width);
                c.shift = shift;
                run(c);
            }
        });
    }
}

GPU_TEST("layer norm: a grid that fills the GPU goes on to the rows that are left") {
    const bool few = emulated();
    for (const auto& [rows, width] : {std::pair<std::size_t, std::size_t>{few ? 2100 : 70003, 32},
                                      {few ? 600 : 9001, 256},
                                      {few ? 70 : 3001, 1000},
                                      {few ? 41 : 1301, 4096}}) {
        for (const Element element : ELEMENTS) {
            Case c = plain(element, LayerNormVariant::STREAM, rows, width);
            run(c);
            c.bias = uniform(element, width, -2.0, 2.0, 12);
            c.residual = uniform(element, c.x.size(), -4.0, 4.0, 11);
            c.emitSum = true;
            run(c);
        }
    }
}

GPU_TEST("layer norm: tiles of narrow rows of every width, the last one not full") {
    for (std::size_t width = 1; width <= 128; width += emulated() ? 9 : 1) {
        for (const Element element : {Element::FLOAT16, Element::BFLOAT16}) {
            for (const std::size_t rows : {128, 141}) {
                Case c = plain(element, LayerNormVariant::TILE, rows, width);
                if (width % 3 == 0) c.bias = uniform(element, width, -2.0, 2.0, 12);
                run(c);
            }
        }
    }
}

GPU_TEST("layer norm: pipes of narrow rows of every width, several tiles a warp, the last one not full") {
    for (std::size_t width = 1; width <= 128; width += emulated() ? 9 : 1) {
        for (const Element element : {Element::FLOAT16, Element::BFLOAT16}) {
            for (const std::size_t rows : {3, 157, emulated() ? 5300 : 200003}) {
                if (rows > 157 && width % 9 != 1) continue;
                Case c = plain(element, LayerNormVariant::PIPE, rows, width);
                if (width % 3 == 0) c.bias = uniform(element, width, -2.0, 2.0, 12);
                run(c);
            }
        }
    }
    Case c = plain(Element::FLOAT16, LayerNormVariant::PIPE, emulated() ? 5300 : 200003, 31);
    c.x[31 * 4097 + 5] = NOT_A_NUMBER;
    run(c, true);
}

GPU_TEST("layer norm: threads with whole rows, several tiles a warp, the last one not full") {
    for (const std::size_t width : {31, 50}) {
        for (const Element element : {Element::FLOAT16, Element::BFLOAT16}) {
            for (const std::size_t rows : {1, 3, 157, emulated() ? 5300 : 200003}) {
                Case c = plain(element, LayerNormVariant::THREAD, rows, width);
                run(c, true);
                c.bias = uniform(element, width, -2.0, 2.0, 12);
                run(c);
            }
        }
    }
}

GPU_TEST("layer norm: bursts of rows of every layout, by packs of two, four and eight, and by blocks") {
    for (const std::size_t width : {4, 24, 28, 30, 32, 50, 56, 60, 122, 124, 128, 250, 252, 256, 500, 510, 512, 1000, 1018,
                                    1020, 1032, 2064, 4096, 16384}) {
        for (const Element element : ELEMENTS) {
            if (!isBurst(element, width) && width <= 1024) continue;
            if (width > 4096 && !holdsWideRows()) continue;
            for (const std::size_t rows : {1, width > 1024 ? 5 : 67}) {
                Case c = plain(element, LayerNormVariant::BURST_STREAMING, rows, width);
                run(c, true);
                c.variant = LayerNormVariant::BURST;
                run(c, true);
                c.residual = uniform(element, c.x.size(), -4.0, 4.0, 11);
                c.bias = uniform(element, width, -2.0, 2.0, 12);
                c.emitSum = true;
                run(c);
            }
        }
    }
}

GPU_TEST("layer norm: rows whose width is a constant, the last group of rows not full") {
    const auto all = [](std::size_t rows, std::size_t width) {
        for (const Element element : ELEMENTS) {
            Case c = plain(element, LayerNormVariant::WHOLE, rows, width);
            run(c, true);
            c.residual = uniform(element, c.x.size(), -4.0, 4.0, 11);
            run(c);
            c.bias = uniform(element, width, -2.0, 2.0, 12);
            c.emitSum = true;
            run(c, true);
        }
    };
    for (const std::size_t width : WHOLE_WIDTHS) {
        for (const std::size_t rows : {1, 67, 128}) all(rows, width);
    }
    for (const std::size_t width : WHOLE_BLOCK_WIDTHS) all(3, width);
}

GPU_TEST("layer norm: residual, bias and the sum, alone and together") {
    for (const std::size_t width : {31, 96, 256, 1032}) {
        forAll(width, [&](Element element, LayerNormVariant variant) {
            for (int parts = 1; parts < 8; ++parts) {
                Case c = plain(element, variant, 9, width);
                if (parts & 1) c.residual = uniform(element, c.x.size(), -4.0, 4.0, 11);
                if (parts & 2) c.bias = uniform(element, width, -2.0, 2.0, 12);
                c.emitSum = parts & 4;
                run(c);
            }
        });
    }
}

GPU_TEST("layer norm: epsilon counts where the spread is small (the seeds read -3e-19 or ignored it)") {
    for (const double epsilon : {1e-12, 1e-6, 1e-5, 1e-3, 1.0}) {
        forAll(256, [&](Element element, LayerNormVariant variant) {
            Case c = plain(element, variant, 5, 256);
            c.epsilon = epsilon;
            for (const double spread : {1e-3, 3e-3, 1e-2}) {
                c.x = uniform(element, c.x.size(), -spread, spread, 21);
                run(c);
            }
        });
    }
}

GPU_TEST("layer norm: constant rows give beta (the seeds gave NaN)") {
    for (const double value : {0.0, 0.1, 1000.0, -3.0e4}) {
        forAll(256, [&](Element element, LayerNormVariant variant) {
            Case c = plain(element, variant, 3, 256);
            c.x.assign(c.x.size(), rounded(element, value));
            run(c);
        });
    }
}

GPU_TEST("layer norm: large offsets keep their digits (the seeds lost 0.67 at offset 1000)") {
    for (const double offset : {100.0, 1000.0, 1.0e4}) {
        forAll(256, [&](Element element, LayerNormVariant variant) {
            Case c = plain(element, variant, 5, 256);
            c.x = uniform(element, c.x.size(), offset - 1.0, offset + 1.0, 31);
            run(c);
        });
    }
}

GPU_TEST("layer norm: one value far from all others") {
    forAll(256, [&](Element element, LayerNormVariant variant) {
        for (const std::size_t place : {0, 100, 255}) {
            Case c = plain(element, variant, 2, 256);
            c.x[place] = rounded(element, 3.0e4);
            run(c);
        }
    });
}

GPU_TEST("layer norm: NaN and infinities stay in their row") {
    for (const double odd : {NOT_A_NUMBER, INF, -INF}) {
        forAll(256, [&](Element element, LayerNormVariant variant) {
            for (const std::size_t place : {256, 300}) {
                Case c = plain(element, variant, 4, 256);
                c.x[place] = odd;
                run(c);
            }
        });
    }
}

GPU_TEST("layer norm: FP16 at its limits, in and out") {
    forAll(64, [&](Element element, LayerNormVariant variant) {
        if (element != Element::FLOAT16) return;
        Case c = plain(element, variant, 4, 64);
        c.x = uniform(element, c.x.size(), -65504.0, 65504.0, 41);  // squares overflow FP16, and must not
        run(c);
        c.gamma.assign(64, 65504.0);  // |normalised| > 1 leaves the range: infinite, not clamped
        c.beta.assign(64, 0.0);
        run(c);
        c.residual = uniform(element, c.x.size(), -65504.0, 65504.0, 42);
        c.emitSum = true;
        run(c);
    });
}

GPU_TEST("layer norm: more rows than one grid's first dimension used to hold") {
    Case c = plain(Element::FLOAT16, LayerNormVariant::WARP, emulated() ? 300 : 70000, 31);
    run(c);
    c.variant = LayerNormVariant::NAIVE;
    run(c);
}

GPU_TEST("layer norm: repeats are bitwise equal") {
    for (const std::size_t width : {31, 124, 256, 2048}) {
        forAll(width,
               [&](Element element, LayerNormVariant variant) { run(plain(element, variant, 17, width), true); });
    }
}

GPU_TEST("layer norm: refuses what it cannot do") {
    LayerNormCall call;
    call.rows = 2;
    call.width = 1025;
    call.variant = LayerNormVariant::WARP;
    CHECK(layerNorm(call, nullptr) == cudaErrorInvalidValue, "null pointers");
    const DeviceTensor some = DeviceTensor::output(Element::FLOAT32, 4100);
    call.x = call.gamma = call.beta = some.data();
    call.y = some.data();
    CHECK(layerNorm(call, nullptr) == cudaErrorInvalidValue, "a row wider than registers");
    call.rows = 0;
    CHECK(layerNorm(call, nullptr) == cudaSuccess, "no rows are nothing to do");
}

}  // namespace assay::testing
