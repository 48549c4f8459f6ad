// AssayAddBiasTranspose: form q, x [batch, length, channels] to [batch · heads, length, channels / heads]; form v,
// x [batch, height, width, channels] to [batch · heads, height, width · channels / heads]. Batches outermost.
#include "add-bias-transpose/add_bias_transpose.h"
#include "plugin/plugin.h"

namespace assay::plugin {
namespace {

class AddBiasTransposePlugin final : public Cloning<AddBiasTransposePlugin> {
public:
    static constexpr const char* NAME = "AssayAddBiasTranspose";

    static Fields declared() {
        return Fields({Field::ofRequiredChoice("form", {"q", "v"}), Field::ofInteger("heads", 1, 65535, 8),
                       Field::ofNumber("scale", 1.0f),
                       Field::ofChoice("variant", {"auto", "naive", "vector", "short"}, "auto")});
    }

    using Cloning::Cloning;

protected:
    int inputCount() const override { return 2; }

    std::string shapes(const ShapeContext& context) const override {
        const nvinfer1::DimsExprs& x = context.inputs[0];
        if (x.nbDims != rank())
            return "x has " + std::to_string(x.nbDims) + " dimensions, not " + std::to_string(rank());
        const int heads = fields().integer("heads");
        const nvinfer1::IDimensionExpr* perHead = context.over(x.d[x.nbDims - 1], heads);
        nvinfer1::DimsExprs& y = context.outputs[0];
        y.nbDims = 3;
        y.d[0] = context.times(x.d[0], context.builder.constant(heads));
        y.d[1] = x.d[1];
        y.d[2] = isQueries() ? perHead : context.times(x.d[2], perHead);
        return "";
    }

    cudaError_t launch(const Invocation& call) const override {
        const nvinfer1::Dims& dims = call.inputs[0].dims;
        const std::int64_t channels = dims.d[dims.nbDims - 1];
        const nvinfer1::Dims& bias = call.inputs[1].dims;
        AddBiasTransposeCall split;
        split.heads = fields().integer("heads");
        if (channels % split.heads != 0 || volume(bias, 0, bias.nbDims) != channels) return cudaErrorInvalidValue;
        split.x = call.in[0];
        split.bias = call.in[1];
        split.y = call.out[0];
        split.batch = dims.d[0];
        split.length = volume(dims, 1, dims.nbDims - 1);
        split.perHead = static_cast<int>(channels / split.heads);
        split.scale = fields().number("scale");
        split.element = elementOf(call.inputs[0].type);
        split.variant = static_cast<AddBiasTransposeVariant>(fields().choice("variant"));
        return addBiasTranspose(split, call.stream);
    }

private:
    bool isQueries() const { return fields().choice("form") == 0; }
    int rank() const { return isQueries() ? 3 : 4; }
};

}  // namespace

nvinfer1::IPluginCreatorInterface* addBiasTransposeCreator() {
    static Creator<AddBiasTransposePlugin> creator;
    return &creator;
}

}  // namespace assay::plugin
