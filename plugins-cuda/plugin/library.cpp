// The two entry points by which TensorRT's registry loads a library of plugins. Without the first, it loads nothing.
#include "plugin/log.h"
#include "plugin/plugin.h"

#define ASSAY_EXPORT extern "C" __attribute__((visibility("default")))

ASSAY_EXPORT void setLoggerFinder(nvinfer1::ILoggerFinder* finder) { assay::plugin::useLoggerOf(finder); }

ASSAY_EXPORT nvinfer1::IPluginCreatorInterface* const* getCreators(int32_t& count) {
    using namespace assay::plugin;
    static nvinfer1::IPluginCreatorInterface* const creators[] = {
        layerNormCreator(),   maskedSoftmaxCreator(), addBiasTransposeCreator(), mask2PosCreator(),
        l2NormalizeCreator(), geluCreator(),          windowAttentionCreator()};
    count = static_cast<int32_t>(sizeof creators / sizeof creators[0]);
    return creators;
}
