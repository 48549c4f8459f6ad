// What all plugins have in common: life cycle, fields, formats. A plugin adds its mathematics' shapes and its launch.
#pragma once

#include <NvInfer.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "common/element.h"
#include "plugin/fields.h"
#include "plugin/log.h"

namespace assay::plugin {

constexpr const char* VERSION = "1";
constexpr const char* NAMESPACE = "";

inline bool isFloating(nvinfer1::DataType type) {
    return type == nvinfer1::DataType::kFLOAT || type == nvinfer1::DataType::kHALF || type == nvinfer1::DataType::kBF16;
}

inline bool isMask(nvinfer1::DataType type) {
    return type == nvinfer1::DataType::kINT32 || type == nvinfer1::DataType::kBOOL;
}

inline Element elementOf(nvinfer1::DataType type) {
    if (type == nvinfer1::DataType::kHALF) return Element::FLOAT16;
    return type == nvinfer1::DataType::kBF16 ? Element::BFLOAT16 : Element::FLOAT32;
}

inline MaskElement maskElementOf(nvinfer1::DataType type) {
    return type == nvinfer1::DataType::kBOOL ? MaskElement::BOOL : MaskElement::INT32;
}

/// The product of dimensions [from, to).
inline std::int64_t volume(const nvinfer1::Dims& dims, int from, int to) {
    std::int64_t product = 1;
    for (int i = from; i < to; ++i) product *= dims.d[i];
    return product;
}

/// The shapes of a call as expressions, and the arithmetic on them.
struct ShapeContext {
    const nvinfer1::DimsExprs* inputs;
    nvinfer1::DimsExprs* outputs;
    nvinfer1::IExprBuilder& builder;

    const nvinfer1::IDimensionExpr* times(const nvinfer1::IDimensionExpr* a, const nvinfer1::IDimensionExpr* b) const {
        return builder.operation(nvinfer1::DimensionOperation::kPROD, *a, *b);
    }
    const nvinfer1::IDimensionExpr* over(const nvinfer1::IDimensionExpr* a, std::int64_t by) const {
        return builder.operation(nvinfer1::DimensionOperation::kFLOOR_DIV, *a, *builder.constant(by));
    }
};

/// What enqueue gets.
struct Invocation {
    const nvinfer1::PluginTensorDesc* inputs;
    const nvinfer1::PluginTensorDesc* outputs;
    const void* const* in;
    void* const* out;
    void* workspace;
    cudaStream_t stream;
};

/// Base of all plugins. Each instance is immutable once created, so clones share nothing and threads need no locks.
class Plugin : public nvinfer1::IPluginV3,
               public nvinfer1::IPluginV3OneCore,
               public nvinfer1::IPluginV3OneBuild,
               public nvinfer1::IPluginV3OneRuntime {
public:
    Plugin(const char* name, Fields fields) : fields_(std::move(fields)), name_(name), id_(fields_.describe()) {}

    nvinfer1::IPluginCapability* getCapabilityInterface(nvinfer1::PluginCapabilityType type) noexcept final {
        switch (type) {
            case nvinfer1::PluginCapabilityType::kCORE: return static_cast<nvinfer1::IPluginV3OneCore*>(this);
            case nvinfer1::PluginCapabilityType::kBUILD: return static_cast<nvinfer1::IPluginV3OneBuild*>(this);
            case nvinfer1::PluginCapabilityType::kRUNTIME: return static_cast<nvinfer1::IPluginV3OneRuntime*>(this);
        }
        return nullptr;
    }

    nvinfer1::AsciiChar const* getPluginName() const noexcept final { return name_; }
    nvinfer1::AsciiChar const* getPluginVersion() const noexcept final { return VERSION; }
    nvinfer1::AsciiChar const* getPluginNamespace() const noexcept final { return NAMESPACE; }

    int32_t getNbOutputs() const noexcept override { return 1; }

    int32_t configurePlugin(const nvinfer1::DynamicPluginTensorDesc*, int32_t inputs,
                            const nvinfer1::DynamicPluginTensorDesc*, int32_t) noexcept final {
        return checkInputs(inputs) ? 0 : -1;
    }
    int32_t onShapeChange(const nvinfer1::PluginTensorDesc*, int32_t inputs, const nvinfer1::PluginTensorDesc*,
                          int32_t) noexcept final {
        return checkInputs(inputs) ? 0 : -1;
    }

    int32_t getOutputDataTypes(nvinfer1::DataType* outputs, int32_t count, const nvinfer1::DataType* inputs,
                               int32_t) const noexcept final {
        for (int i = 0; i < count; ++i) outputs[i] = outputType(inputs);
        return 0;
    }

    int32_t getOutputShapes(const nvinfer1::DimsExprs* inputs, int32_t count, const nvinfer1::DimsExprs*, int32_t,
                            nvinfer1::DimsExprs* outputs, int32_t, nvinfer1::IExprBuilder& builder) noexcept final {
        if (!checkInputs(count)) return -1;
        const std::string problem = shapes(ShapeContext{inputs, outputs, builder});
        if (!problem.empty()) logError(std::string(name_) + ": " + problem);
        return problem.empty() ? 0 : -1;
    }

    bool supportsFormatCombination(int32_t place, const nvinfer1::DynamicPluginTensorDesc* all, int32_t inputs,
                                   int32_t) noexcept final {
        if (inputs != inputCount() || all[place].desc.format != nvinfer1::TensorFormat::kLINEAR) return false;
        return accepts(place, all[place].desc.type, all[0].desc.type);
    }

    char const* getTimingCacheID() noexcept final { return id_.c_str(); }

    int32_t enqueue(const nvinfer1::PluginTensorDesc* inputs, const nvinfer1::PluginTensorDesc* outputs,
                    const void* const* in, void* const* out, void* workspace, cudaStream_t stream) noexcept final {
        const cudaError_t status = launch(Invocation{inputs, outputs, in, out, workspace, stream});
        if (status == cudaSuccess) return 0;
        logError(std::string(name_) + " [" + id_ + "] cannot run on this shape or GPU: " + cudaGetErrorString(status));
        return -1;
    }

    nvinfer1::IPluginV3* attachToContext(nvinfer1::IPluginResourceContext*) noexcept final { return clone(); }

    nvinfer1::PluginFieldCollection const* getFieldsToSerialize() noexcept final {
        serialized_ = fields_.values();
        collection_ = {static_cast<int32_t>(serialized_.size()), serialized_.data()};
        return &collection_;
    }

protected:
    virtual int inputCount() const = 0;

    /// Sets the outputs' shapes; says what is wrong with the inputs', or nothing.
    virtual std::string shapes(const ShapeContext& context) const = 0;

    virtual cudaError_t launch(const Invocation& call) const = 0;

    /// Whether the tensor at `place`, inputs first, may have `type`, given the type of the first one.
    virtual bool accepts(int place, nvinfer1::DataType type, nvinfer1::DataType first) const {
        return isFloating(type) && (place == 0 || type == first);
    }

    virtual nvinfer1::DataType outputType(const nvinfer1::DataType* inputs) const { return inputs[0]; }

    const Fields& fields() const { return fields_; }

private:
    bool checkInputs(int given) const noexcept {
        if (given == inputCount()) return true;
        logError(std::string(name_) + " with " + id_ + " takes " + std::to_string(inputCount()) + " inputs, got " +
                 std::to_string(given));
        return false;
    }

    Fields fields_;
    const char* name_;
    std::string id_;
    std::vector<nvinfer1::PluginField> serialized_;
    nvinfer1::PluginFieldCollection collection_{};
};

/// The creator of plugin P, which has NAME, declared() and a constructor from Fields.
template <typename P>
class Creator final : public nvinfer1::IPluginCreatorV3One {
public:
    Creator() : declared_(P::declared()), names_(declared_.names()) {
        collection_ = {static_cast<int32_t>(names_.size()), names_.data()};
    }

    nvinfer1::IPluginV3* createPlugin(nvinfer1::AsciiChar const*, const nvinfer1::PluginFieldCollection* given,
                                      nvinfer1::TensorRTPhase) noexcept override {
        try {
            Fields fields = P::declared();
            const std::string problem = fields.read(given ? *given : nvinfer1::PluginFieldCollection{0, nullptr});
            if (problem.empty()) return new P(std::move(fields));
            logError(std::string(P::NAME) + " is not created: " + problem);
        } catch (const std::exception& e) {
            logError(std::string(P::NAME) + " is not created: " + e.what());
        }
        return nullptr;
    }

    nvinfer1::PluginFieldCollection const* getFieldNames() noexcept override { return &collection_; }
    nvinfer1::AsciiChar const* getPluginName() const noexcept override { return P::NAME; }
    nvinfer1::AsciiChar const* getPluginVersion() const noexcept override { return VERSION; }
    nvinfer1::AsciiChar const* getPluginNamespace() const noexcept override { return NAMESPACE; }

private:
    Fields declared_;
    std::vector<nvinfer1::PluginField> names_;
    nvinfer1::PluginFieldCollection collection_{};
};

/// A plugin class's clone(), for classes made from Fields.
template <typename P>
class Cloning : public Plugin {
public:
    explicit Cloning(Fields fields) : Plugin(P::NAME, std::move(fields)) {}

    nvinfer1::IPluginV3* clone() noexcept final {
        try {
            return new P(Fields(this->fields()));
        } catch (const std::exception& e) {
            logError(std::string(P::NAME) + " is not cloned: " + e.what());
            return nullptr;
        }
    }
};

/// The creators of this library, one a plugin; each lives in its plugin's file.
nvinfer1::IPluginCreatorInterface* layerNormCreator();
nvinfer1::IPluginCreatorInterface* maskedSoftmaxCreator();
nvinfer1::IPluginCreatorInterface* addBiasTransposeCreator();
nvinfer1::IPluginCreatorInterface* mask2PosCreator();
nvinfer1::IPluginCreatorInterface* l2NormalizeCreator();
nvinfer1::IPluginCreatorInterface* geluCreator();
nvinfer1::IPluginCreatorInterface* windowAttentionCreator();

}  // namespace assay::plugin
