// The plugin library as a host loads it: by its file and two symbols, for the contract tests.
#pragma once

#include <NvInfer.h>

#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace assay::testing {

/// The creators of the library that ASSAY_PLUGINS names. Throws with the loader's own words if there is none.
const std::vector<nvinfer1::IPluginCreatorV3One*>& creators();

nvinfer1::IPluginCreatorV3One& creatorOf(const std::string& name);

/// Fields for createPlugin that own their values.
class Given {
public:
    Given& number(const std::string& name, float value) {
        return add(name, nvinfer1::PluginFieldType::kFLOAT32, &value, sizeof value, 1);
    }
    Given& wide(const std::string& name, double value) {
        return add(name, nvinfer1::PluginFieldType::kFLOAT64, &value, sizeof value, 1);
    }
    Given& integers(const std::string& name, const std::vector<int>& values) {
        return add(name, nvinfer1::PluginFieldType::kINT32, values.data(), values.size() * sizeof(int), values.size());
    }
    Given& text(const std::string& name, const std::string& value) {
        return add(name, nvinfer1::PluginFieldType::kCHAR, value.data(), value.size(), value.size());
    }
    Given& add(const std::string& name, nvinfer1::PluginFieldType type, const void* data, std::size_t bytes,
               std::size_t length) {
        names_.push_back(std::make_unique<std::string>(name));
        const auto* from = static_cast<const unsigned char*>(data);
        values_.push_back(std::make_unique<std::vector<unsigned char>>(from, from + bytes));
        fields_.emplace_back(names_.back()->c_str(), values_.back()->data(), type, static_cast<int32_t>(length));
        return *this;
    }
    nvinfer1::PluginFieldCollection collection() const {
        return {static_cast<int32_t>(fields_.size()), fields_.data()};
    }

private:
    std::vector<std::unique_ptr<std::string>> names_;
    std::vector<std::unique_ptr<std::vector<unsigned char>>> values_;
    std::vector<nvinfer1::PluginField> fields_;
};

/// What each plugin cannot do without.
inline Given leastFields(const std::string& plugin) {
    Given given;
    if (plugin == "AssayMaskedSoftmax" || plugin == "AssayMask2Pos") given.text("mask", "padding");
    if (plugin == "AssayAddBiasTranspose") given.text("form", "v");
    if (plugin == "AssayGelu") given.text("form", "tanh");
    if (plugin == "AssayWindowAttention") given.integers("windows", {4, 8, 16});
    return given;
}

inline std::unique_ptr<nvinfer1::IPluginV3> create(const std::string& plugin, const Given& given) {
    const nvinfer1::PluginFieldCollection fields = given.collection();
    return std::unique_ptr<nvinfer1::IPluginV3>(
        creatorOf(plugin).createPlugin("", &fields, nvinfer1::TensorRTPhase::kBUILD));
}

template <typename Capability>
Capability& capability(nvinfer1::IPluginV3& plugin, nvinfer1::PluginCapabilityType type) {
    return *static_cast<Capability*>(plugin.getCapabilityInterface(type));
}

inline nvinfer1::IPluginV3OneBuild& buildOf(nvinfer1::IPluginV3& plugin) {
    return capability<nvinfer1::IPluginV3OneBuild>(plugin, nvinfer1::PluginCapabilityType::kBUILD);
}

/// Name to raw value of what a plugin would write into an engine.
inline std::map<std::string, std::string> serialized(nvinfer1::IPluginV3& plugin) {
    auto& runtime = capability<nvinfer1::IPluginV3OneRuntime>(plugin, nvinfer1::PluginCapabilityType::kRUNTIME);
    const nvinfer1::PluginFieldCollection* fields = runtime.getFieldsToSerialize();
    std::map<std::string, std::string> values;
    for (int i = 0; i < fields->nbFields; ++i) {
        const nvinfer1::PluginField& field = fields->fields[i];
        const std::size_t size = field.type == nvinfer1::PluginFieldType::kCHAR ? 1 : 4;
        values[field.name] =
            std::to_string(static_cast<int>(field.type)) + ":" +
            std::string(static_cast<const char*>(field.data), size * static_cast<std::size_t>(field.length));
    }
    return values;
}

}  // namespace assay::testing
