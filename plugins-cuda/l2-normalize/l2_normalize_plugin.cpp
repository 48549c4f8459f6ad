// AssayL2Normalize: x [..., width] to y, shaped as x, every row divided by its length.
#include <algorithm>

#include "l2-normalize/l2_normalize.h"
#include "plugin/plugin.h"

namespace assay::plugin {
namespace {

class L2NormalizePlugin final : public Cloning<L2NormalizePlugin> {
public:
    static constexpr const char* NAME = "AssayL2Normalize";

    static Fields declared() {
        return Fields({Field::ofNumber("epsilon", 1e-12f),
                       Field::ofChoice("epsilon_form", {"maximum", "inside_root"}, "maximum"),
                       Field::ofChoice("variant",
                                       {"auto", "naive", "warp", "block", "split", "cluster", "cluster-once",
                                        "cluster-wide", "cluster-three", "cluster-ring", "whole"},
                                       "auto")});
    }

    using Cloning::Cloning;

    /// A row is at least one value long and more rows need more: the widest layout of the profile bounds all.
    std::size_t getWorkspaceSize(const nvinfer1::DynamicPluginTensorDesc* inputs, int32_t,
                                 const nvinfer1::DynamicPluginTensorDesc*, int32_t) const noexcept override {
        const nvinfer1::Dims& most = inputs[0].max;
        const std::int64_t rows = std::min<std::int64_t>(volume(most, 0, most.nbDims - 1), 65535);
        return l2NormalizeWorkspace(rows, most.d[most.nbDims - 1]);
    }

protected:
    int inputCount() const override { return 1; }

    std::string shapes(const ShapeContext& context) const override {
        if (context.inputs[0].nbDims < 1) return "x has no dimension to normalise over";
        context.outputs[0] = context.inputs[0];
        return "";
    }

    cudaError_t launch(const Invocation& call) const override {
        const nvinfer1::Dims& dims = call.inputs[0].dims;
        L2NormalizeCall normalize;
        normalize.x = call.in[0];
        normalize.y = call.out[0];
        normalize.rows = volume(dims, 0, dims.nbDims - 1);
        normalize.width = dims.d[dims.nbDims - 1];
        normalize.workspace = l2NormalizeWorkspace(normalize.rows, normalize.width) > 0 ? call.workspace : nullptr;
        normalize.epsilon = fields().number("epsilon");
        normalize.form = static_cast<EpsilonForm>(fields().choice("epsilon_form"));
        normalize.element = elementOf(call.inputs[0].type);
        normalize.variant = static_cast<L2NormalizeVariant>(fields().choice("variant"));
        return l2Normalize(normalize, call.stream);
    }
};

}  // namespace

nvinfer1::IPluginCreatorInterface* l2NormalizeCreator() {
    static Creator<L2NormalizePlugin> creator;
    return &creator;
}

}  // namespace assay::plugin
