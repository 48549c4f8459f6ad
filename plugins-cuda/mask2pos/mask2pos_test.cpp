#include "mask2pos/mask2pos.h"

#include <algorithm>

#include "mask2pos/mask2pos_reference.h"
#include "testing/check.h"
#include "testing/device_tensor.h"
#include "testing/masks.h"

namespace assay::testing {
namespace {

constexpr Mask2PosVariant VARIANTS[] = {Mask2PosVariant::AUTO, Mask2PosVariant::NAIVE, Mask2PosVariant::SCAN};
constexpr const char* NAMES[] = {"auto", "naive", "scan"};

struct Case {
    Element element = Element::FLOAT32;
    Mask2PosVariant variant = Mask2PosVariant::AUTO;
    MaskElement maskElement = MaskElement::INT32;
    MaskPolarity polarity = MaskPolarity::VALID;
    std::vector<bool> kept;
    std::size_t length = 1;
    std::size_t channels = 256;
    std::size_t shift = 0;
    double temperature = 10000.0;

    std::string name() const {
        return std::string("mask2pos ") + NAMES[static_cast<int>(variant)] + " [" +
               std::to_string(kept.size() / length) + ", " + std::to_string(length) + "] channels " +
               std::to_string(channels) + " shift " + std::to_string(shift);
    }
};

void run(const Case& c, bool repeat = false) {
    const DeviceBytes mask(encodeMask(c.kept, c.maskElement, c.polarity), 0, "mask");
    const DeviceTensor y = DeviceTensor::output(c.element, c.kept.size() * c.channels, c.shift);
    Mask2PosCall call;
    call.mask = mask.data();
    call.y = y.data();
    call.batch = static_cast<std::int64_t>(c.kept.size() / c.length);
    call.length = static_cast<int>(c.length);
    call.channels = static_cast<int>(c.channels);
    call.temperature = static_cast<float>(c.temperature);
    call.element = c.element;
    call.maskElement = c.maskElement;
    call.polarity = c.polarity;
    call.variant = c.variant;
    must(mask2Pos(call, nullptr), c.name().c_str());
    const Values phases = maskPhases(c.kept, c.length);
    // With u = 2^-24: the phase takes a quotient and a product by a rounded constant, 3 u. The frequency is a power
    // with an exponent e = 2k/channels ≤ 1 that is off by 2 u e, a relative error of 2 u e ln(temperature), and 8 u of
    // powf itself. One more u for their product. An angle off by d moves sine and cosine by d at most; they add 2 u.
    const double relative = 3 + 2 * std::log(c.temperature) + 8 + 1;
    expectClose(c.name(), c.element, y.read(), mask2PosReference(c.kept, c.length, c.channels, call.temperature),
                [&](std::size_t i) {
                    const double angle = maskAngle(phases[i / c.channels], i % c.channels, c.channels, c.temperature);
                    return FP32_UNIT * (relative * std::abs(angle) + 2);
                });
    if (repeat) expectRepeatable(c.name(), y, [&] { return mask2Pos(call, nullptr); });
}

template <typename Body>
void forAll(Body body) {
    for (const Element element : ELEMENTS) {
        for (const Mask2PosVariant variant : VARIANTS) {
            Case c;
            c.element = element;
            c.variant = variant;
            body(c);
        }
    }
}

}  // namespace

CPU_TEST("mask2pos reference: two of three cells count") {
    const Values phases = maskPhases({true, true, false}, 3);
    const double pi = 3.14159265358979323846;
    CHECK(std::abs(phases[0] - pi / 2) < 1e-15 && std::abs(phases[2] - 3 * pi / 2) < 1e-14, phases[0]);
    const Values y = mask2PosReference({true, true, false}, 3, 4, 100.0);
    CHECK(std::abs(y[0] - 1.0) < 1e-15 && std::abs(y[1]) < 1e-15, y[0]);
    CHECK(std::abs(y[2] - std::sin(pi / 20)) < 1e-15, "second pair: frequency 100^(-2/4)");
}

GPU_TEST("mask2pos: lengths below, at and above 256 with padding and batch 3 (the seeds wrote past the end)") {
    for (const std::size_t length : {1, 2, 15, 16, 17, 25, 50, 84, 255, 256, 257, 700}) {
        forAll([&](Case c) {
            c.length = length;
            c.kept = paddedMask(3, length, length / 3);
            if (emulated() && length > 257 && c.variant == Mask2PosVariant::NAIVE) return;
            run(c);
        });
    }
}

GPU_TEST("mask2pos: channels and temperatures other than the network's, aligned and not") {
    for (const std::size_t channels : {2, 6, 64, 128, 514, 1024}) {
        forAll([&](Case c) {
            c.length = 21;
            c.channels = channels;
            c.kept = paddedMask(2, 21, 4);
            for (c.shift = 0; c.shift < 2; ++c.shift) {
                c.temperature = c.shift == 0 ? 10000.0 : 20.0;
                run(c);
            }
        });
    }
}

GPU_TEST("mask2pos: every mask type and polarity, holes and padding in front") {
    for (const MaskElement type : {MaskElement::INT32, MaskElement::BOOL}) {
        for (const MaskPolarity polarity : {MaskPolarity::VALID, MaskPolarity::PADDING}) {
            forAll([&](Case c) {
                c.length = 19;
                c.maskElement = type;
                c.polarity = polarity;
                c.kept = paddedMask(2, 19, 5);
                c.kept[0] = false;
                c.kept[3] = false;
                run(c);
            });
        }
    }
}

GPU_TEST("mask2pos: a batch without a cell that counts is NaN, its neighbour is not") {
    forAll([&](Case c) {
        c.length = 9;
        c.channels = 8;
        c.kept = paddedMask(2, 9, 2);
        std::fill(c.kept.begin(), c.kept.begin() + 9, false);
        run(c);
    });
}

GPU_TEST("mask2pos: repeats are bitwise equal") {
    forAll([&](Case c) {
        c.length = 50;
        c.kept = paddedMask(2, 50, 7);
        run(c, true);
    });
}

GPU_TEST("mask2pos: refuses what it cannot do") {
    Mask2PosCall call;
    call.batch = 1;
    call.length = 4;
    call.channels = 3;
    CHECK(mask2Pos(call, nullptr) == cudaErrorInvalidValue, "odd channels");
    call.channels = 4;
    CHECK(mask2Pos(call, nullptr) == cudaErrorInvalidValue, "null pointers");
}

}  // namespace assay::testing
