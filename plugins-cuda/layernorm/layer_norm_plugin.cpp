// AssayLayerNorm: inputs x, gamma, beta, then residual and bias if their flags are set; outputs y, then the sum.
#include "layernorm/layer_norm.h"
#include "plugin/plugin.h"

namespace assay::plugin {
namespace {

class LayerNormPlugin final : public Cloning<LayerNormPlugin> {
public:
    static constexpr const char* NAME = "AssayLayerNorm";

    static Fields declared() {
        return Fields({Field::ofNumber("epsilon", 1e-5f), Field::ofFlag("residual"), Field::ofFlag("bias"),
                       Field::ofFlag("emit_sum"),
                       Field::ofChoice("variant",
                                       {"auto", "naive", "warp", "block", "stream", "tile", "pipe", "burst",
                                        "burst-streaming", "thread", "whole"},
                                       "auto")});
    }

    using Cloning::Cloning;

    int32_t getNbOutputs() const noexcept override { return fields().flag("emit_sum") ? 2 : 1; }

protected:
    int inputCount() const override { return 3 + fields().integer("residual") + fields().integer("bias"); }

    std::string shapes(const ShapeContext& context) const override {
        if (context.inputs[0].nbDims < 1) return "x has no dimension to normalise over";
        for (int i = 0; i < getNbOutputs(); ++i) context.outputs[i] = context.inputs[0];
        return "";
    }

    cudaError_t launch(const Invocation& call) const override {
        const nvinfer1::Dims& dims = call.inputs[0].dims;
        LayerNormCall norm;
        norm.x = call.in[0];
        norm.gamma = call.in[1];
        norm.beta = call.in[2];
        int next = 3;
        if (fields().flag("residual")) norm.residual = call.in[next++];
        if (fields().flag("bias")) norm.bias = call.in[next++];
        norm.y = call.out[0];
        norm.sum = fields().flag("emit_sum") ? call.out[1] : nullptr;
        norm.rows = volume(dims, 0, dims.nbDims - 1);
        norm.width = static_cast<int>(dims.d[dims.nbDims - 1]);
        norm.epsilon = fields().number("epsilon");
        norm.element = elementOf(call.inputs[0].type);
        norm.variant = static_cast<LayerNormVariant>(fields().choice("variant"));
        const std::int64_t width = norm.width;
        const auto wide = [&](int input) {
            return volume(call.inputs[input].dims, 0, call.inputs[input].dims.nbDims) == width;
        };
        const bool fits =
            wide(1) && wide(2) && (!norm.bias || wide(next - 1)) &&
            (!norm.residual || volume(call.inputs[3].dims, 0, call.inputs[3].dims.nbDims) == norm.rows * width);
        return fits ? layerNorm(norm, call.stream) : cudaErrorInvalidValue;
    }
};

}  // namespace

nvinfer1::IPluginCreatorInterface* layerNormCreator() {
    static Creator<LayerNormPlugin> creator;
    return &creator;
}

}  // namespace assay::plugin
