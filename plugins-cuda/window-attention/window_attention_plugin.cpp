// AssayWindowAttention: projected [batch, 2 · channels, height, width], and values [batch, channels, height, width] if
// the flag `shared` is set, to y [batch, channels, height, width].
#include "plugin/plugin.h"
#include "window-attention/window_attention.h"

namespace assay::plugin {
namespace {

class WindowAttentionPlugin final : public Cloning<WindowAttentionPlugin> {
public:
    static constexpr const char* NAME = "AssayWindowAttention";

    static Fields declared() {
        return Fields({Field::ofIntegers("windows", 1, MOST_WINDOW_GROUPS, 1, 1024), Field::ofFlag("shifted"),
                       Field::ofFlag("shared"),
                       Field::ofChoice("variant", {"auto", "naive", "tiled", "tensor", "tensor-tf32"}, "auto")});
    }

    using Cloning::Cloning;

protected:
    int inputCount() const override { return 1 + fields().integer("shared"); }

    std::string shapes(const ShapeContext& context) const override {
        const nvinfer1::DimsExprs& projected = context.inputs[0];
        if (projected.nbDims != 4) return "the projection is not [batch, channels, height, width]";
        context.outputs[0] = projected;
        context.outputs[0].d[1] = context.over(projected.d[1], 2);
        return "";
    }

    cudaError_t launch(const Invocation& call) const override {
        const nvinfer1::Dims& dims = call.inputs[0].dims;
        if (dims.d[1] % 2 != 0) return cudaErrorInvalidValue;
        WindowAttentionCall attention;
        attention.projected = call.in[0];
        attention.values = fields().flag("shared") ? call.in[1] : nullptr;
        attention.y = call.out[0];
        attention.batch = dims.d[0];
        attention.channels = static_cast<int>(dims.d[1] / 2);
        attention.height = static_cast<int>(dims.d[2]);
        attention.width = static_cast<int>(dims.d[3]);
        const std::vector<int>& windows = fields().integers("windows");
        attention.groups = static_cast<int>(windows.size());
        for (std::size_t i = 0; i < windows.size(); ++i) attention.window[i] = windows[i];
        attention.shifted = fields().flag("shifted");
        attention.element = elementOf(call.inputs[0].type);
        attention.variant = static_cast<WindowAttentionVariant>(fields().choice("variant"));
        if (attention.values &&
            volume(call.inputs[1].dims, 0, call.inputs[1].dims.nbDims) * 2 != volume(dims, 0, dims.nbDims)) {
            return cudaErrorInvalidValue;
        }
        return windowAttention(attention, call.stream);
    }
};

}  // namespace

nvinfer1::IPluginCreatorInterface* windowAttentionCreator() {
    static Creator<WindowAttentionPlugin> creator;
    return &creator;
}

}  // namespace assay::plugin
