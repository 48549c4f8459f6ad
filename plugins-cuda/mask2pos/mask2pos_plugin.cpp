// AssayMask2Pos: mask [batch, length] (INT32 or BOOL) to position embeddings [batch, length, channels].
#include "mask2pos/mask2pos.h"
#include "plugin/plugin.h"

namespace assay::plugin {
namespace {

class Mask2PosPlugin final : public Cloning<Mask2PosPlugin> {
public:
    static constexpr const char* NAME = "AssayMask2Pos";

    /// The output's type has no input to follow, so it is a field.
    static Fields declared() {
        return Fields({Field::ofRequiredChoice("mask", {"valid", "padding"}),
                       Field::ofInteger("channels", 2, 65536, 256), Field::ofNumber("temperature", 10000.0f),
                       Field::ofChoice("output", {"fp32", "fp16", "bf16"}, "fp32"),
                       Field::ofChoice("variant", {"auto", "naive", "scan"}, "auto")});
    }

    using Cloning::Cloning;

protected:
    int inputCount() const override { return 1; }

    bool accepts(int place, nvinfer1::DataType type, nvinfer1::DataType) const override {
        return place == 0 ? isMask(type) : type == outputType(nullptr);
    }

    nvinfer1::DataType outputType(const nvinfer1::DataType*) const override {
        constexpr nvinfer1::DataType TYPES[] = {nvinfer1::DataType::kFLOAT, nvinfer1::DataType::kHALF,
                                                nvinfer1::DataType::kBF16};
        return TYPES[fields().choice("output")];
    }

    std::string shapes(const ShapeContext& context) const override {
        if (context.inputs[0].nbDims != 2) return "the mask is not [batch, length]";
        if (fields().integer("channels") % 2 != 0) return "channels are odd";
        context.outputs[0] = context.inputs[0];
        context.outputs[0].nbDims = 3;
        context.outputs[0].d[2] = context.builder.constant(fields().integer("channels"));
        return "";
    }

    cudaError_t launch(const Invocation& call) const override {
        Mask2PosCall position;
        position.mask = call.in[0];
        position.y = call.out[0];
        position.batch = call.inputs[0].dims.d[0];
        position.length = static_cast<int>(call.inputs[0].dims.d[1]);
        position.channels = fields().integer("channels");
        position.temperature = fields().number("temperature");
        position.element = elementOf(call.outputs[0].type);
        position.maskElement = maskElementOf(call.inputs[0].type);
        position.polarity = static_cast<MaskPolarity>(fields().choice("mask"));
        position.variant = static_cast<Mask2PosVariant>(fields().choice("variant"));
        return mask2Pos(position, call.stream);
    }
};

}  // namespace

nvinfer1::IPluginCreatorInterface* mask2PosCreator() {
    static Creator<Mask2PosPlugin> creator;
    return &creator;
}

}  // namespace assay::plugin
