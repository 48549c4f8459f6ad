// AssayMaskedSoftmax: x [..., length, width] and mask [batch, width] (INT32 or BOOL) to y, shaped as x.
#include "masked-softmax/masked_softmax.h"
#include "plugin/plugin.h"

namespace assay::plugin {
namespace {

class MaskedSoftmaxPlugin final : public Cloning<MaskedSoftmaxPlugin> {
public:
    static constexpr const char* NAME = "AssayMaskedSoftmax";

    static Fields declared() {
        return Fields({Field::ofRequiredChoice("mask", {"valid", "padding"}),
                       Field::ofChoice("variant",
                                       {"auto", "naive", "warp", "block", "stream", "tile", "pipe", "burst",
                                        "burst-streaming", "thread", "whole"},
                                       "auto")});
    }

    using Cloning::Cloning;

protected:
    int inputCount() const override { return 2; }

    bool accepts(int place, nvinfer1::DataType type, nvinfer1::DataType first) const override {
        return place == 1 ? isMask(type) : Plugin::accepts(place, type, first);
    }

    std::string shapes(const ShapeContext& context) const override {
        if (context.inputs[0].nbDims < 2) return "x needs two dimensions at least";
        if (context.inputs[1].nbDims != 2) return "the mask is not [batch, width]";
        context.outputs[0] = context.inputs[0];
        return "";
    }

    cudaError_t launch(const Invocation& call) const override {
        const nvinfer1::Dims& dims = call.inputs[0].dims;
        const nvinfer1::Dims& mask = call.inputs[1].dims;
        const std::int64_t rows = volume(dims, 0, dims.nbDims - 1);
        const std::int64_t batch = mask.d[0];
        // The first dimension of x counts batches or batches times heads, so it is a multiple of the mask's.
        if (mask.d[1] != dims.d[dims.nbDims - 1] || batch < 1 || dims.d[0] % batch != 0) return cudaErrorInvalidValue;
        MaskedSoftmaxCall softmax;
        softmax.x = call.in[0];
        softmax.mask = call.in[1];
        softmax.y = call.out[0];
        softmax.batch = batch;
        softmax.rowsPerBatch = rows / batch;
        softmax.width = static_cast<int>(mask.d[1]);
        softmax.element = elementOf(call.inputs[0].type);
        softmax.maskElement = maskElementOf(call.inputs[1].type);
        softmax.polarity = static_cast<MaskPolarity>(fields().choice("mask"));
        softmax.variant = static_cast<MaskedSoftmaxVariant>(fields().choice("variant"));
        return maskedSoftmax(softmax, call.stream);
    }
};

}  // namespace

nvinfer1::IPluginCreatorInterface* maskedSoftmaxCreator() {
    static Creator<MaskedSoftmaxPlugin> creator;
    return &creator;
}

}  // namespace assay::plugin
