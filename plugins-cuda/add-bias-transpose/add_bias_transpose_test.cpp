#include "add-bias-transpose/add_bias_transpose.h"

#include <cmath>

#include "add-bias-transpose/add_bias_transpose_reference.h"
#include "testing/check.h"
#include "testing/device_tensor.h"

namespace assay::testing {
namespace {

constexpr AddBiasTransposeVariant VARIANTS[] = {AddBiasTransposeVariant::AUTO, AddBiasTransposeVariant::NAIVE,
                                                AddBiasTransposeVariant::VECTOR, AddBiasTransposeVariant::SHORT};
constexpr const char* NAMES[] = {"auto", "naive", "vector", "short"};

struct Case {
    Element element = Element::FLOAT32;
    AddBiasTransposeVariant variant = AddBiasTransposeVariant::AUTO;
    HeadShape shape;
    std::size_t shift = 0;
    double scale = 1.0;
    double range = 3.0;
    bool odd = false;
    bool repeat = false;
};

void run(const Case& c) {
    Values x = uniform(c.element, c.shape.count(), -c.range, c.range, 1);
    const Values bias = uniform(c.element, c.shape.heads * c.shape.perHead, -c.range, c.range, 2);
    if (c.odd) {
        x[0] = NOT_A_NUMBER;
        x[x.size() / 2] = INF;
        x[x.size() - 1] = -INF;
    }
    const DeviceTensor from(c.element, x, c.shift);
    const DeviceTensor add(c.element, bias, c.shift);
    const DeviceTensor to = DeviceTensor::output(c.element, x.size(), c.shift);
    AddBiasTransposeCall call;
    call.x = from.data();
    call.bias = add.data();
    call.y = to.data();
    call.batch = static_cast<std::int64_t>(c.shape.batch);
    call.length = static_cast<std::int64_t>(c.shape.length);
    call.heads = static_cast<int>(c.shape.heads);
    call.perHead = static_cast<int>(c.shape.perHead);
    call.scale = static_cast<float>(c.scale);
    call.element = c.element;
    call.variant = c.variant;
    const std::string name = std::string("add-bias-transpose ") + NAMES[static_cast<int>(c.variant)] + " [" +
                             std::to_string(c.shape.batch) + ", " + std::to_string(c.shape.length) + ", " +
                             std::to_string(c.shape.heads) + " x " + std::to_string(c.shape.perHead) + "] shift " +
                             std::to_string(c.shift);
    must(addBiasTranspose(call, nullptr), name.c_str());
    const Values expected = addBiasTransposeReference(x, bias, c.shape, call.scale);
    // One addition and one product in FP32. Values and biases differ in sign, so the sum's rounding counts relative to
    // itself, which expected is, up to the scale.
    expectClose(name, c.element, to.read(), expected,
                [&](std::size_t i) { return 2 * FP32_UNIT * std::abs(expected[i]); });
    if (c.repeat) expectRepeatable(name, to, [&] { return addBiasTranspose(call, nullptr); });
}

template <typename Body>
void forAll(Body body) {
    for (const Element element : ELEMENTS) {
        for (const AddBiasTransposeVariant variant : VARIANTS) {
            Case c;
            c.element = element;
            c.variant = variant;
            body(c);
        }
    }
}

}  // namespace

CPU_TEST("add-bias-transpose reference: a tensor of two batches, two positions, two heads") {
    const Values y = addBiasTransposeReference({0, 1, 2, 3, 4, 5, 6, 7}, {10, 20}, HeadShape{2, 2, 2, 1}, 2.0);
    const Values expected{20, 24, 42, 46, 28, 32, 50, 54};
    CHECK(y == expected, y[1]);
}

GPU_TEST("add-bias-transpose: batches, heads and widths odd and even, aligned and not (the seeds: batch 1, 8 heads)") {
    const HeadShape shapes[] = {{1, 7, 8, 32},  {3, 100, 8, 32}, {2, 5, 3, 7},   {5, 1, 1, 1},
                                {2, 33, 4, 31}, {4, 9, 16, 64},  {2, 11, 2, 10}, {1, 3, 300, 8}};
    for (const HeadShape& shape : shapes) {
        forAll([&](Case c) {
            c.shape = shape;
            c.scale = 0.1767766922712326;
            for (c.shift = 0; c.shift < 2; ++c.shift) run(c);
        });
    }
}

GPU_TEST("add-bias-transpose: NaN, infinities, and sums past FP16's largest value") {
    forAll([&](Case c) {
        c.shape = HeadShape{2, 6, 4, 8};
        c.odd = true;
        run(c);
        c.range = 65504.0;
        run(c);
        c.scale = 0.25;  // in FP32 the sum does not overflow before it is scaled
        run(c);
    });
}

GPU_TEST("add-bias-transpose: repeats are bitwise equal") {
    forAll([&](Case c) {
        c.shape = HeadShape{2, 50, 8, 32};
        c.repeat = true;
        run(c);
    });
}

GPU_TEST("add-bias-transpose: refuses what it cannot do") {
    AddBiasTransposeCall call;
    call.batch = call.length = 1;
    call.heads = call.perHead = 1;
    CHECK(addBiasTranspose(call, nullptr) == cudaErrorInvalidValue, "null pointers");
    call.heads = 0;
    CHECK(addBiasTranspose(call, nullptr) == cudaErrorInvalidValue, "no heads");
}

}  // namespace assay::testing
