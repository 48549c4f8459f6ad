#include "l2-normalize/l2_normalize.h"
#include "l2-normalize/l2_normalize_reference.h"
#include "testing/check.h"
#include "testing/device_tensor.h"

namespace assay::testing {
namespace {

constexpr L2NormalizeVariant VARIANTS[] = {L2NormalizeVariant::AUTO,  L2NormalizeVariant::NAIVE,
                                           L2NormalizeVariant::WARP,  L2NormalizeVariant::BLOCK,
                                           L2NormalizeVariant::SPLIT, L2NormalizeVariant::CLUSTER,
                                           L2NormalizeVariant::CLUSTER_ONCE, L2NormalizeVariant::CLUSTER_WIDE,
                                           L2NormalizeVariant::CLUSTER_THREE, L2NormalizeVariant::CLUSTER_RING,
                                           L2NormalizeVariant::WHOLE};
constexpr const char* NAMES[] = {"auto", "naive", "warp", "block", "split", "cluster",
                                 "cluster-once", "cluster-wide", "cluster-three", "cluster-ring", "whole"};

struct Case {
    Element element = Element::FLOAT32;
    L2NormalizeVariant variant = L2NormalizeVariant::AUTO;
    std::size_t width = 1;
    std::size_t shift = 0;
    double epsilon = 1e-12;
    EpsilonForm form = EpsilonForm::MAXIMUM;
    Values x;

    std::string name() const {
        return std::string("l2 normalize ") + NAMES[static_cast<int>(variant)] + " [" +
               std::to_string(x.size() / width) + ", " + std::to_string(width) + "] shift " + std::to_string(shift);
    }
};

Case plain(Element element, L2NormalizeVariant variant, std::size_t rows, std::size_t width) {
    Case c;
    c.element = element;
    c.variant = variant;
    c.width = width;
    c.x = uniform(element, rows * width, -2.0, 3.0, width);
    return c;
}

// With u = 2^-24: all terms of the sum of squares are positive, so a chain of k additions and one product a term are
// off by (k + 1) u relatively, half of that after the root; the root, the quotient and the product add 2 u each at
// most. k is the longest chain of any variant: the naive one's width / 256, and 20 of the tree above it. Below
// FP32's normal range (rows of length under 2^-63, whose squares underflow) nothing relative can be promised.
double relativeError(std::size_t width) { return FP32_UNIT * ((static_cast<double>(width) / 128 + 52) / 2 + 6); }

/// Returns whether the GPU runs the variant.
bool run(const Case& c, bool repeat = false) {
    const std::int64_t rows = static_cast<std::int64_t>(c.x.size() / c.width);
    const DeviceTensor x(c.element, c.x, c.shift);
    const DeviceTensor y = DeviceTensor::output(c.element, c.x.size(), c.shift);
    const std::size_t workspaceBytes = l2NormalizeWorkspace(rows, static_cast<std::int64_t>(c.width));
    const DeviceBytes workspace(std::vector<unsigned char>(workspaceBytes, 0xff), 0, "workspace");
    L2NormalizeCall call;
    call.x = x.data();
    call.y = y.data();
    call.workspace = workspaceBytes > 0 ? workspace.data() : nullptr;
    call.rows = rows;
    call.width = static_cast<std::int64_t>(c.width);
    call.epsilon = static_cast<float>(c.epsilon);
    call.form = c.form;
    call.element = c.element;
    call.variant = c.variant;
    const cudaError_t status = l2Normalize(call, nullptr);
    if (status == cudaErrorNotSupported) return false;
    must(status, c.name().c_str());
    const Values expected = l2NormalizeReference(c.x, c.width, call.epsilon, c.form == EpsilonForm::INSIDE_ROOT);
    expectClose(c.name(), c.element, y.read(), expected,
                [&](std::size_t i) { return relativeError(c.width) * std::abs(expected[i]); });
    if (repeat) expectRepeatable(c.name(), y, [&] { return l2Normalize(call, nullptr); });
    return true;
}

bool takes(L2NormalizeVariant variant, std::size_t width) {
    if (variant == L2NormalizeVariant::WARP) return width <= 1024;
    if (variant == L2NormalizeVariant::CLUSTER_RING) return false;  // whole packs, aligned: tests of its own
    if (variant == L2NormalizeVariant::WHOLE) return false;  // likewise
    return variant != L2NormalizeVariant::SPLIT || width > 1024;
}

template <typename Body>
void forAll(std::size_t width, Body body) {
    for (const Element element : ELEMENTS) {
        for (const L2NormalizeVariant variant : VARIANTS) {
            if (takes(variant, width)) body(element, variant);
        }
    }
}

}  // namespace

CPU_TEST("l2 normalize reference: hand-computed rows, both forms of epsilon") {
    const Values y = l2NormalizeReference({3, 4, 0, 0}, 2, 1e-12, false);
    CHECK(y[0] == 0.6 && y[1] == 0.8 && y[2] == 0.0, y[0]);
    CHECK(l2NormalizeReference({3, 4}, 2, 11, true)[0] == 0.5, "epsilon inside the root");
    CHECK(l2NormalizeReference({3, 4}, 2, 10, false)[0] == 0.3, "epsilon as a floor");
}

CPU_TEST("l2 normalize: what auto takes, by type, width and GPU as measured") {
    struct Choice {
        Element element;
        std::int64_t rows;
        std::int64_t width;
        const char* withClusters;
        const char* without;
    };
    static unsigned char memory[4];
    const auto choice = [](const Choice& c, bool clusters, bool workspace, bool fast = true) {
        L2NormalizeCall call;
        call.workspace = workspace ? memory : nullptr;
        call.element = c.element;
        call.rows = c.rows;
        call.width = c.width;
        return std::string(NAMES[static_cast<int>(l2NormalizeChoice(call, clusters, 227 * 1024, fast))]);
    };
    for (const Choice& c : {Choice{Element::FLOAT16, 524288, 256, "warp", "warp"},
                            {Element::FLOAT16, 32768, 4096, "block", "block"},
                            {Element::FLOAT16, 31, 249856, "cluster-three", "split"},
                            {Element::BFLOAT16, 496, 249856, "cluster-three", "split"},
                            {Element::FLOAT16, 31, 409601, "split", "split"},
                            {Element::FLOAT16, 65536, 249856, "block", "block"},
                            {Element::FLOAT32, 524288, 256, "warp", "warp"},
                            {Element::FLOAT32, 32768, 4096, "block", "block"},
                            {Element::FLOAT32, 31, 204800, "cluster-three", "split"},
                            {Element::FLOAT32, 31, 249856, "cluster-ring", "split"},
                            {Element::FLOAT32, 31, 249857, "split", "split"},
                            {Element::FLOAT32, 31, 500000, "split", "split"},
                            {Element::FLOAT32, 496, 249856, "cluster-ring", "split"}}) {
        CHECK(choice(c, true, true) == c.withClusters, c.rows << " x " << c.width << ": " << choice(c, true, true));
        CHECK(choice(c, false, true) == c.without, c.rows << " x " << c.width << ": " << choice(c, false, true));
        const bool whole = c.element == Element::FLOAT32 && c.width == 4096;
        CHECK(choice(c, true, true, false) == (whole ? "whole" : c.withClusters),
              "slower memory, " << c.rows << " x " << c.width << ": " << choice(c, true, true, false));
    }
    const Choice c{Element::FLOAT32, 31, 249856, "", ""};
    CHECK(choice(c, true, false) == "cluster-ring", "no workspace: " << choice(c, true, false));
    CHECK(choice(c, false, false) == "block", "no workspace, no clusters: " << choice(c, false, false));
}

GPU_TEST("l2 normalize: widths odd and even, aligned and not, every variant") {
    std::vector<std::size_t> widths = {1, 2, 31, 33, 62, 64, 124, 256, 1000, 1023, 1024, 1025, 4096, 5003};
    if (!emulated()) widths.insert(widths.end(), {16385, 62464, 100003});
    for (const std::size_t width : widths) {
        forAll(width, [&](Element element, L2NormalizeVariant variant) {
            for (const std::size_t shift : {0, 1}) {
                Case c = plain(element, variant, emulated() || width > 5003 ? 3 : 131, width);
                c.shift = shift;
                run(c);
            }
        });
    }
}

GPU_TEST("l2 normalize: rows whose width is a constant, the last group of rows not full, zeros and NaN among them") {
    const auto all = [](std::size_t rows, std::size_t width) {
        for (const Element element : ELEMENTS) {
            Case c = plain(element, L2NormalizeVariant::WHOLE, rows, width);
            run(c, true);
            std::fill(c.x.begin(), c.x.begin() + static_cast<std::ptrdiff_t>(width), 0.0);
            c.x.back() = NOT_A_NUMBER;
            run(c);
        }
    };
    for (const std::size_t width : WHOLE_WIDTHS) {
        for (const std::size_t rows : {1, 67, 128}) all(rows, width);
    }
    for (const std::size_t width : WHOLE_BLOCK_WIDTHS) all(3, width);
}

GPU_TEST("l2 normalize: a width that no kernel has as its constant is refused, as are tensors that are not aligned") {
    alignas(16) static unsigned char memory[4096];
    L2NormalizeCall call;
    call.rows = 1;
    call.variant = L2NormalizeVariant::WHOLE;
    for (const auto& [width, shift] : {std::pair{96, 0}, {3072, 0}, {16384, 0}, {16, 0}, {256, 4}, {2048, 4}}) {
        call.x = memory + shift;
        call.y = memory;
        call.width = width;
        CHECK(l2Normalize(call, nullptr) == cudaErrorInvalidValue, width << " off by " << shift << " is taken");
    }
}

GPU_TEST("l2 normalize: 249856 values a row, whose sum of squares leaves FP16") {
    const std::size_t width = emulated() ? 20000 : 249856;
    forAll(width, [&](Element element, L2NormalizeVariant variant) {
        Case c = plain(element, variant, 2, width);
        c.x = uniform(element, c.x.size(), -1.0, 1.0, 3);  // RMS 0.58: over the 0.512 at which the seeds' sum overflows
        run(c);
    });
}

GPU_TEST("l2 normalize: rows about as wide as a cluster holds at once, and wider ones refused") {
    if (emulated()) return;
    // What eight and sixteen blocks hold at most, in FP32: shared memory alone, with registers, one pack more.
    for (const std::size_t width : {204800, 204804, 270336, 294912, 327680}) {
        for (const L2NormalizeVariant variant :
             {L2NormalizeVariant::CLUSTER_ONCE, L2NormalizeVariant::CLUSTER_WIDE, L2NormalizeVariant::CLUSTER}) {
            const std::size_t most = variant == L2NormalizeVariant::CLUSTER_ONCE ? 270336 : 327680;
            if (width <= most) run(plain(Element::FLOAT32, variant, 3, width), true);
        }
    }
    const DeviceTensor x = DeviceTensor::output(Element::FLOAT32, 327684);
    const DeviceTensor y = DeviceTensor::output(Element::FLOAT32, 327684);
    L2NormalizeCall call;
    call.x = x.data();
    call.y = y.data();
    call.rows = 1;
    for (const auto& [variant, width] : {std::pair{L2NormalizeVariant::CLUSTER_ONCE, 270340},
                                         std::pair{L2NormalizeVariant::CLUSTER_WIDE, 327684}}) {
        call.variant = variant;
        call.width = width;
        CHECK(l2Normalize(call, nullptr) != cudaSuccess, "a row wider than what a cluster holds: " << width);
    }
}

GPU_TEST("l2 normalize: clusters that read a part of a row twice, with several rows to a multiprocessor") {
    if (emulated()) return;
    // What eight blocks of 54 KiB and of 72 KiB hold, one pack more, and far more; the last one by single values.
    for (const std::size_t width : {110592, 110596, 147456, 147460, 249856, 249857}) {
        for (const L2NormalizeVariant variant : {L2NormalizeVariant::CLUSTER_THREE}) {
            run(plain(Element::FLOAT32, variant, 5, width), true);
        }
    }
}

GPU_TEST("l2 normalize: rings of rows that stay a step ahead, more rows than clusters") {
    if (emulated()) return;
    // Less than a pack for each block, a round and a pack more, half a ring, all of it; the last rows of NaN.
    for (const Element element : ELEMENTS) {
        for (const std::size_t width : {16, 16384, 16416, 131104, 249856}) {
            for (const std::size_t rows : {1, 3, 67}) {
                Case c = plain(element, L2NormalizeVariant::CLUSTER_RING, rows, width);
                run(c, rows == 3);
                if (rows != 67) continue;
                c.x[66 * width + 7] = NOT_A_NUMBER;
                run(c);
            }
        }
    }
}

GPU_TEST("l2 normalize: clusters, small") {
    if (emulated()) return;
    for (const L2NormalizeVariant variant : {L2NormalizeVariant::CLUSTER_THREE, L2NormalizeVariant::CLUSTER_RING}) {
        run(plain(Element::FLOAT32, variant, 2, 20000));
    }
}

GPU_TEST("l2 normalize: epsilon as a floor and inside the root are two things") {
    for (const EpsilonForm form : {EpsilonForm::MAXIMUM, EpsilonForm::INSIDE_ROOT}) {
        for (const double epsilon : {1e-12, 1e-4, 1.0, 50.0}) {
            for (const std::size_t width : {32, 1500}) {
                forAll(width, [&](Element element, L2NormalizeVariant variant) {
                    Case c = plain(element, variant, 2, width);
                    c.form = form;
                    c.epsilon = epsilon;
                    run(c);
                });
            }
        }
    }
}

GPU_TEST("l2 normalize: rows of zeros are 0 (in FP16 an epsilon of 1e-12 would be 0, and the row NaN)") {
    for (const std::size_t width : {100, 1500}) {
        forAll(width, [&](Element element, L2NormalizeVariant variant) {
            Case c = plain(element, variant, 2, width);
            std::fill(c.x.begin(), c.x.begin() + static_cast<std::ptrdiff_t>(width), 0.0);
            run(c);
        });
    }
}

GPU_TEST("l2 normalize: NaN spoils its row alone; infinity gives 0 and NaN, as the quotient does") {
    for (const double odd : {NOT_A_NUMBER, INF, -INF}) {
        for (const std::size_t width : {100, 1500}) {
            forAll(width, [&](Element element, L2NormalizeVariant variant) {
                Case c = plain(element, variant, 3, width);
                c.x[width + 7] = odd;
                run(c);
            });
        }
    }
}

GPU_TEST("l2 normalize: the limits of FP16") {
    forAll(1500, [&](Element element, L2NormalizeVariant variant) {
        if (element != Element::FLOAT16) return;
        Case c = plain(element, variant, 2, 1500);
        c.x = uniform(element, c.x.size(), -65504.0, 65504.0, 9);
        run(c);
        c.x = uniform(element, c.x.size(), -6e-5, 6e-5, 9);  // subnormal halves
        run(c);
    });
}

GPU_TEST("l2 normalize: repeats are bitwise equal") {
    for (const std::size_t width : {124, 4099}) {
        forAll(width,
               [&](Element element, L2NormalizeVariant variant) { run(plain(element, variant, 3, width), true); });
    }
}

GPU_TEST("l2 normalize: refuses what it cannot do") {
    L2NormalizeCall call;
    call.rows = 1;
    call.width = 1025;
    CHECK(l2Normalize(call, nullptr) == cudaErrorInvalidValue, "null pointers");
    const DeviceTensor some = DeviceTensor::output(Element::FLOAT32, 1025);
    call.x = some.data();
    call.y = some.data();
    call.variant = L2NormalizeVariant::WARP;
    CHECK(l2Normalize(call, nullptr) == cudaErrorInvalidValue, "a row wider than registers");
    call.variant = L2NormalizeVariant::SPLIT;
    CHECK(l2Normalize(call, nullptr) == cudaErrorInvalidValue, "no workspace");
}

}  // namespace assay::testing
