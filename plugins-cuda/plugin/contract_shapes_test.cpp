// Types, formats and shapes that plugins declare, with expressions that are plain numbers.
#include <deque>

#include "plugin/loaded.h"
#include "testing/check.h"

namespace assay::testing {
namespace {

using nvinfer1::DataType;
using nvinfer1::TensorFormat;

/// A dimension that is a number.
class Number : public nvinfer1::IDimensionExpr {
public:
    explicit Number(int64_t value) : impl_(value) { mImpl = &impl_; }

private:
    class Impl : public nvinfer1::apiv::VDimensionExpr {
    public:
        explicit Impl(int64_t value) : value_(value) {}
        bool isConstant() const override { return true; }
        int64_t getConstantValue() const override { return value_; }
        bool isSizeTensor() const override { return false; }

    private:
        int64_t value_;
    };
    Impl impl_;
};

/// Builds expressions by computing them.
class Numbers : public nvinfer1::IExprBuilder {
public:
    Numbers() : impl_(*this) { mImpl = &impl_; }
    const nvinfer1::IDimensionExpr* make(int64_t value) { return &all_.emplace_back(value); }

private:
    class Impl : public nvinfer1::apiv::VExprBuilder {
    public:
        explicit Impl(Numbers& owner) : owner_(owner) {}
        const nvinfer1::IDimensionExpr* constant(int64_t value) override { return owner_.make(value); }
        const nvinfer1::IDimensionExpr* operation(nvinfer1::DimensionOperation op, const nvinfer1::IDimensionExpr& a,
                                                  const nvinfer1::IDimensionExpr& b) override {
            const int64_t x = a.getConstantValue();
            const int64_t y = b.getConstantValue();
            return owner_.make(op == nvinfer1::DimensionOperation::kPROD ? x * y : x / y);
        }
        const nvinfer1::IDimensionExpr* declareSizeTensor(int32_t, const nvinfer1::IDimensionExpr&,
                                                          const nvinfer1::IDimensionExpr&) override {
            return nullptr;
        }

    private:
        Numbers& owner_;
    };
    Impl impl_;
    std::deque<Number> all_;
};

using Shape = std::vector<int64_t>;

/// Shapes of all outputs; empty if the plugin refuses the inputs.
std::vector<Shape> outputShapes(nvinfer1::IPluginV3& plugin, const std::vector<Shape>& inputs) {
    Numbers numbers;
    std::vector<nvinfer1::DimsExprs> in(inputs.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        in[i].nbDims = static_cast<int32_t>(inputs[i].size());
        for (std::size_t d = 0; d < inputs[i].size(); ++d) in[i].d[d] = numbers.make(inputs[i][d]);
    }
    nvinfer1::IPluginV3OneBuild& build = buildOf(plugin);
    std::vector<nvinfer1::DimsExprs> out(static_cast<std::size_t>(build.getNbOutputs()));
    const int32_t status = build.getOutputShapes(in.data(), static_cast<int32_t>(in.size()), nullptr, 0, out.data(),
                                                 build.getNbOutputs(), numbers);
    std::vector<Shape> shapes;
    if (status != 0) return shapes;
    for (const nvinfer1::DimsExprs& dims : out) {
        Shape shape;
        for (int d = 0; d < dims.nbDims; ++d) shape.push_back(dims.d[d]->getConstantValue());
        shapes.push_back(shape);
    }
    return shapes;
}

/// Whether the plugin takes these types, inputs first, all LINEAR; asked place by place as TensorRT does.
bool takes(nvinfer1::IPluginV3& plugin, const std::vector<DataType>& types, int inputs,
           TensorFormat format = TensorFormat::kLINEAR) {
    std::vector<nvinfer1::DynamicPluginTensorDesc> all(types.size());
    for (std::size_t i = 0; i < types.size(); ++i) {
        all[i].desc.type = types[i];
        all[i].desc.format = format;
    }
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (!buildOf(plugin).supportsFormatCombination(static_cast<int32_t>(i), all.data(), inputs,
                                                       static_cast<int32_t>(types.size()) - inputs)) {
            return false;
        }
    }
    return true;
}

constexpr DataType F = DataType::kFLOAT;
constexpr DataType H = DataType::kHALF;
constexpr DataType B = DataType::kBF16;
constexpr DataType I = DataType::kINT32;

}  // namespace

CPU_TEST("contract: FP32, FP16 and BF16 alike in all tensors, linear, nothing else") {
    const auto norm = create("AssayLayerNorm", Given());
    for (const DataType type : {F, H, B}) CHECK(takes(*norm, {type, type, type, type}, 3), "alike");
    CHECK(!takes(*norm, {H, F, H, H}, 3), "FP16 with an FP32 gamma");
    CHECK(!takes(*norm, {H, H, H, F}, 3), "another output type");
    CHECK(!takes(*norm, {I, I, I, I}, 3), "INT32");
    CHECK(!takes(*norm, {DataType::kINT8, DataType::kINT8, DataType::kINT8, DataType::kINT8}, 3), "INT8");
    CHECK(!takes(*norm, {H, H, H, H}, 3, TensorFormat::kCHW2), "a vectorised format");
    CHECK(!takes(*norm, {H, H, H, H, H}, 4), "an input too many");
}

CPU_TEST("contract: masks are INT32 or BOOL, whatever the data") {
    const auto softmax = create("AssayMaskedSoftmax", leastFields("AssayMaskedSoftmax"));
    for (const DataType data : {F, H, B}) {
        for (const DataType mask : {I, DataType::kBOOL}) CHECK(takes(*softmax, {data, mask, data}, 2), "mask");
        CHECK(!takes(*softmax, {data, data, data}, 2), "a mask of the data's type");
    }
    const auto positions = create("AssayMask2Pos", std::move(leastFields("AssayMask2Pos").text("output", "fp16")));
    CHECK(takes(*positions, {I, H}, 1) && !takes(*positions, {I, F}, 1), "the output's type is the field's");
    DataType output = F;
    const DataType input = I;
    buildOf(*positions).getOutputDataTypes(&output, 1, &input, 1);
    CHECK(output == H, "declared output type");
}

CPU_TEST("contract: optional inputs and outputs are counted by their flags") {
    const auto norm = create(
        "AssayLayerNorm", std::move(Given().integers("residual", {1}).integers("bias", {1}).integers("emit_sum", {1})));
    const Shape x{2, 7, 31};
    CHECK(buildOf(*norm).getNbOutputs() == 2, "two outputs");
    CHECK(outputShapes(*norm, {x, {31}, {31}, x, {31}}) == std::vector<Shape>({x, x}), "shapes");
    CHECK(outputShapes(*norm, {x, {31}, {31}}).empty(), "inputs missing");
    const auto gelu = create("AssayGelu", std::move(leastFields("AssayGelu").integers("bias", {1})));
    CHECK(outputShapes(*gelu, {x, {31}}) == std::vector<Shape>({x}) && outputShapes(*gelu, {x}).empty(), "gelu's bias");
}

CPU_TEST("contract: shapes follow the batch (the seeds wrote 8 heads of batch 1)") {
    const auto q = create("AssayAddBiasTranspose", std::move(Given().text("form", "q")));
    CHECK(outputShapes(*q, {{3, 900, 256}, {256}}) == std::vector<Shape>({{24, 900, 32}}), "form q");
    CHECK(outputShapes(*q, {{3, 25, 25, 256}, {256}}).empty(), "form q takes three dimensions");
    const auto v = create("AssayAddBiasTranspose", std::move(Given().text("form", "v").integers("heads", {4})));
    CHECK(outputShapes(*v, {{3, 50, 40, 256}, {256}}) == std::vector<Shape>({{12, 50, 40 * 64}}), "form v");
    const auto positions = create("AssayMask2Pos", std::move(leastFields("AssayMask2Pos").integers("channels", {128})));
    CHECK(outputShapes(*positions, {{5, 84}}) == std::vector<Shape>({{5, 84, 128}}), "mask2pos");
    const auto softmax = create("AssayMaskedSoftmax", leastFields("AssayMaskedSoftmax"));
    CHECK(outputShapes(*softmax, {{16, 900, 50}, {2, 50}}) == std::vector<Shape>({{16, 900, 50}}), "softmax");
    CHECK(outputShapes(*softmax, {{16, 900, 50}, {50}}).empty(), "a mask without a batch");
    const auto norm = create("AssayL2Normalize", Given());
    CHECK(outputShapes(*norm, {{2, 4, 31, 15616}}) == std::vector<Shape>({{2, 4, 31, 15616}}), "l2 normalize");
}

CPU_TEST("contract: window attention halves the channels, or takes the values of a later attention") {
    const auto own = create("AssayWindowAttention", leastFields("AssayWindowAttention"));
    CHECK(outputShapes(*own, {{2, 360, 304, 208}}) == std::vector<Shape>({{2, 180, 304, 208}}), "own values");
    const auto shared =
        create("AssayWindowAttention", std::move(leastFields("AssayWindowAttention").integers("shared", {1})));
    CHECK(outputShapes(*shared, {{1, 120, 80, 80}, {1, 60, 80, 80}}) == std::vector<Shape>({{1, 60, 80, 80}}),
          "shared");
    CHECK(outputShapes(*shared, {{1, 120, 80, 80}}).empty(), "values missing");
}

CPU_TEST("contract: the workspace of the greatest shape of a profile is reserved") {
    const auto norm = create("AssayL2Normalize", std::move(Given().text("variant", "split")));
    nvinfer1::DynamicPluginTensorDesc input{};
    input.max.nbDims = 3;
    input.max.d[0] = 2;
    input.max.d[1] = 31;
    input.max.d[2] = 249856;
    CHECK(buildOf(*norm).getWorkspaceSize(&input, 1, nullptr, 1) == 2 * 31 * 32 * 4, "32 partial sums a row");
}

CPU_TEST("contract: equal plugins share a timing, different ones do not") {
    const auto a = create("AssayLayerNorm", std::move(Given().number("epsilon", 1e-5f)));
    const auto b = create("AssayLayerNorm", std::move(Given().number("epsilon", 1e-6f)));
    const auto c = create("AssayLayerNorm", std::move(Given().number("epsilon", 1e-6f)));
    const std::string id = buildOf(*b).getTimingCacheID();
    CHECK(id != buildOf(*a).getTimingCacheID() && id == buildOf(*c).getTimingCacheID(), id);
}

}  // namespace assay::testing
