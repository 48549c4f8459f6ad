#include "gelu/gelu.h"

#include <algorithm>

#include "gelu/gelu_reference.h"
#include "testing/check.h"
#include "testing/device_tensor.h"

namespace assay::testing {
namespace {

constexpr GeluVariant VARIANTS[] = {GeluVariant::AUTO, GeluVariant::NAIVE, GeluVariant::VECTOR, GeluVariant::SHORT,
                                    GeluVariant::SINGLE};
constexpr const char* NAMES[] = {"auto", "naive", "vector", "short", "single"};

struct Case {
    Element element = Element::FLOAT32;
    GeluVariant variant = GeluVariant::AUTO;
    GeluForm form = GeluForm::ERF;
    std::size_t shift = 0;
    Values x;
    Values bias;

    std::string name() const {
        return std::string("gelu ") + (form == GeluForm::ERF ? "erf " : "tanh ") + NAMES[static_cast<int>(variant)] +
               " [" + std::to_string(x.size()) + "] shift " + std::to_string(shift);
    }
};

// With u = 2^-24, phi(x) = gelu(x) / x in [0, 1] and dx = u |x| if a bias was added (else x is exact):
//   naive    1 + erf and 1 + tanh: absolute, 4 u in the function and in the sum. Error 4 u |x|. tanh's argument is off
//            by 4 u |w|, w = its value, which moves tanh by 4 u |w| (1 - tanh²) ≤ 4 u · 0.45 < 2 u. Sum: 6 u |x|.
//   vector   relative: polynomial 1.9e-7 = 3.2 u, 14 roundings, 4 u of hardware functions, and the exponent e (z² or
//            2u) off by 4 u e, which is a relative error of the result: (22 + 4 e) u phi |x|.
// The derivative of both forms is at most 1.13, so a bias adds 1.2 dx. Results below 2^-120 may flush to 0.
double tolerance(const Case& c, double x, double added, double y) {
    const double cubic = 0.79788456 * (std::abs(x) + 0.044715 * std::abs(x * x * x));
    const double exponent = std::min(c.form == GeluForm::ERF ? x * x / 2 : 2 * cubic, 110.0);
    const double relative = (22 + 4 * exponent) * std::abs(y);
    const double absolute = c.variant == GeluVariant::NAIVE ? 6 * std::abs(x) : 0.0;
    return FP32_UNIT * (relative + absolute + 1.2 * added) + 0x1p-120;
}

void run(const Case& c, bool repeat = false) {
    const DeviceTensor x(c.element, c.x, c.shift);
    const DeviceTensor bias(c.element, c.bias, c.shift);
    const DeviceTensor y = DeviceTensor::output(c.element, c.x.size(), c.shift);
    GeluCall call;
    call.x = x.data();
    call.bias = c.bias.empty() ? nullptr : bias.data();
    call.y = y.data();
    call.count = static_cast<std::int64_t>(c.x.size());
    call.width = c.bias.empty() ? 1 : static_cast<int>(c.bias.size());
    call.form = c.form;
    call.element = c.element;
    call.variant = c.variant;
    must(gelu(call, nullptr), c.name().c_str());
    Values expected(c.x.size());
    Values allowed(c.x.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const double sum = c.x[i] + (c.bias.empty() ? 0.0 : c.bias[i % c.bias.size()]);
        expected[i] = c.form == GeluForm::ERF ? geluErf(sum) : geluTanh(sum);
        allowed[i] = tolerance(c, sum, c.bias.empty() ? 0.0 : std::abs(sum), expected[i]);
    }
    expectClose(c.name(), c.element, y.read(), expected, [&](std::size_t i) { return allowed[i]; });
    if (repeat) expectRepeatable(c.name(), y, [&] { return gelu(call, nullptr); });
}

template <typename Body>
void forAll(Body body) {
    for (const Element element : ELEMENTS) {
        for (const GeluVariant variant : VARIANTS) {
            for (const GeluForm form : {GeluForm::ERF, GeluForm::TANH}) {
                Case c;
                c.element = element;
                c.variant = variant;
                c.form = form;
                body(c);
            }
        }
    }
}

}  // namespace

CPU_TEST("gelu reference: both forms differ by at most 4.8e-4, and do differ") {
    // Known: largest difference 4.73e-4 near x = 2.70; Φ(1) = 0.8413447460685429.
    double worst = 0.0;
    double where = 0.0;
    for (double x = -6.0; x <= 6.0; x += 0.001) {
        const double difference = std::abs(geluErf(x) - geluTanh(x));
        if (difference > worst) {
            worst = difference;
            where = std::abs(x);
        }
    }
    CHECK(worst > 4.7e-4 && worst < 4.8e-4 && where > 2.6 && where < 2.8, worst << " at " << where);
    CHECK(std::abs(geluErf(1.0) - 0.8413447460685429) < 1e-15, geluErf(1.0));
    CHECK(std::abs(geluTanh(1.0) - 0.8411919906082768) < 1e-15, geluTanh(1.0));
}

GPU_TEST("gelu: counts odd and even, aligned and not") {
    for (const std::size_t count : {1, 7, 8, 9, 1023, 4096, 8191, 33333}) {
        forAll([&](Case c) {
            c.x = uniform(c.element, count, -6.0, 6.0, count);
            for (c.shift = 0; c.shift < 2; ++c.shift) run(c);
        });
    }
}

GPU_TEST("gelu: a bias of every width") {
    for (const std::size_t width : {1, 3, 8, 62, 64, 256}) {
        forAll([&](Case c) {
            c.x = uniform(c.element, width * 37, -4.0, 4.0, width);
            c.bias = uniform(c.element, width, -2.0, 2.0, 5);
            for (c.shift = 0; c.shift < 2; ++c.shift) run(c);
        });
    }
}

GPU_TEST("gelu: the far tail, the far right, the limits of FP16") {
    for (const double range : {1e-30, 1e-3, 14.0, 100.0, 65504.0}) {
        forAll([&](Case c) {
            c.x = uniform(c.element, 5000, -range, range, 8);
            run(c);
        });
    }
}

GPU_TEST("gelu: NaN, infinities, zeros") {
    forAll([&](Case c) {
        c.x = uniform(c.element, 40, -1.0, 1.0, 8);
        c.x[3] = NOT_A_NUMBER;
        c.x[9] = INF;
        c.x[17] = -INF;
        c.x[30] = 0.0;
        c.x[39] = NOT_A_NUMBER;
        run(c);
    });
}

GPU_TEST("gelu: repeats are bitwise equal") {
    forAll([&](Case c) {
        c.x = uniform(c.element, 4001, -6.0, 6.0, 8);
        run(c, true);
    });
}

GPU_TEST("gelu: refuses what it cannot do") {
    GeluCall call;
    call.count = 10;
    CHECK(gelu(call, nullptr) == cudaErrorInvalidValue, "null pointers");
    const DeviceTensor some = DeviceTensor::output(Element::FLOAT32, 10);
    call.x = call.bias = some.data();
    call.y = some.data();
    call.width = 3;
    CHECK(gelu(call, nullptr) == cudaErrorInvalidValue, "a bias that does not divide the count");
    call.count = 0;
    CHECK(gelu(call, nullptr) == cudaSuccess, "nothing to do");
}

}  // namespace assay::testing
