// Attributes of a plugin: declared once, and from that advertised, checked, read and serialised.
#pragma once

#include <NvInfer.h>

#include <string>
#include <vector>

namespace assay::plugin {

/// One attribute. ONNX floats, integers and strings arrive as FLOAT32, INT32 and CHAR fields.
struct Field {
    std::string name;
    nvinfer1::PluginFieldType type = nvinfer1::PluginFieldType::kUNKNOWN;
    bool required = false;
    std::vector<std::string> choices;  ///< of a CHAR field
    float number = 0.0f;               ///< of a FLOAT32 field
    std::string text;                  ///< of a CHAR field
    std::vector<int> integers;         ///< of an INT32 field
    int fewest = 1;                    ///< how many integers
    int most = 1;
    int least = 0;  ///< each integer lies in [least, greatest]
    int greatest = 0x7fffffff;

    static Field ofNumber(std::string name, float byDefault);
    static Field ofFlag(std::string name);
    static Field ofInteger(std::string name, int least, int greatest, int byDefault);
    static Field ofIntegers(std::string name, int fewest, int most, int least, int greatest);
    static Field ofChoice(std::string name, std::vector<std::string> choices, std::string byDefault);
    /// Without a default: who uses the plugin has to say which.
    static Field ofRequiredChoice(std::string name, std::vector<std::string> choices);
};

/// The attributes of one plugin instance.
class Fields {
public:
    explicit Fields(std::vector<Field> declared) : fields_(std::move(declared)) {}

    /// Takes over what a collection holds. Returns what is wrong with it, all of it, or an empty string: unknown names,
    /// wrong types or lengths, values out of range, required ones missing.
    std::string read(const nvinfer1::PluginFieldCollection& collection);

    float number(const std::string& name) const { return find(name).number; }
    int integer(const std::string& name) const { return find(name).integers.front(); }
    bool flag(const std::string& name) const { return integer(name) != 0; }
    const std::vector<int>& integers(const std::string& name) const { return find(name).integers; }
    /// Which of the field's choices was taken.
    int choice(const std::string& name) const;

    /// The fields with their values, pointing into this object.
    std::vector<nvinfer1::PluginField> values() const;
    /// The fields' names and types, pointing into this object.
    std::vector<nvinfer1::PluginField> names() const;
    /// name=value of all fields: equal strings, equal plugins.
    std::string describe() const;

private:
    const Field& find(const std::string& name) const;

    std::vector<Field> fields_;
};

}  // namespace assay::plugin
