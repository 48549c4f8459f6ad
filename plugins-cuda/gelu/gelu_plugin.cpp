// AssayGelu: x, and a bias [width] for its last dimension if the flag is set, to y, shaped as x.
#include "gelu/gelu.h"
#include "plugin/plugin.h"

namespace assay::plugin {
namespace {

class GeluPlugin final : public Cloning<GeluPlugin> {
public:
    static constexpr const char* NAME = "AssayGelu";

    /// The form is asked for: a plugin that silently computes the other one is off by 4.8e-4.
    static Fields declared() {
        return Fields({Field::ofRequiredChoice("form", {"erf", "tanh"}), Field::ofFlag("bias"),
                       Field::ofChoice("variant", {"auto", "naive", "vector", "short", "single"}, "auto")});
    }

    using Cloning::Cloning;

protected:
    int inputCount() const override { return 1 + fields().integer("bias"); }

    std::string shapes(const ShapeContext& context) const override {
        if (fields().flag("bias") && context.inputs[0].nbDims < 1) return "a bias needs a dimension";
        context.outputs[0] = context.inputs[0];
        return "";
    }

    cudaError_t launch(const Invocation& call) const override {
        const nvinfer1::Dims& dims = call.inputs[0].dims;
        GeluCall unit;
        unit.x = call.in[0];
        unit.y = call.out[0];
        unit.count = volume(dims, 0, dims.nbDims);
        if (fields().flag("bias")) {
            unit.bias = call.in[1];
            unit.width = static_cast<int>(dims.d[dims.nbDims - 1]);
            if (volume(call.inputs[1].dims, 0, call.inputs[1].dims.nbDims) != unit.width) return cudaErrorInvalidValue;
        }
        unit.form = static_cast<GeluForm>(fields().choice("form"));
        unit.element = elementOf(call.inputs[0].type);
        unit.variant = static_cast<GeluVariant>(fields().choice("variant"));
        return gelu(unit, call.stream);
    }
};

}  // namespace

nvinfer1::IPluginCreatorInterface* geluCreator() {
    static Creator<GeluPlugin> creator;
    return &creator;
}

}  // namespace assay::plugin
