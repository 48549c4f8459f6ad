#include "plugin/fields.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <sstream>
#include <stdexcept>

namespace assay::plugin {
namespace {

using nvinfer1::PluginField;
using nvinfer1::PluginFieldType;

const char* nameOf(PluginFieldType type) {
    switch (type) {
        case PluginFieldType::kFLOAT16: return "FLOAT16";
        case PluginFieldType::kFLOAT32: return "FLOAT32";
        case PluginFieldType::kFLOAT64: return "FLOAT64";
        case PluginFieldType::kINT8: return "INT8";
        case PluginFieldType::kINT16: return "INT16";
        case PluginFieldType::kINT32: return "INT32";
        case PluginFieldType::kINT64: return "INT64";
        case PluginFieldType::kCHAR: return "CHAR";
        default: return "another type";
    }
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    return all;
}

std::string readText(Field& field, const PluginField& given) {
    std::string text(static_cast<const char*>(given.data), static_cast<std::size_t>(given.length));
    while (!text.empty() && text.back() == '\0') text.pop_back();  // some send the terminating zero along
    if (std::find(field.choices.begin(), field.choices.end(), text) == field.choices.end()) {
        return field.name + " is \"" + text + "\", but has to be one of " + joined(field.choices);
    }
    field.text = text;
    return "";
}

std::string readIntegers(Field& field, const PluginField& given) {
    if (given.length < field.fewest || given.length > field.most) {
        return field.name + " holds " + std::to_string(given.length) + " integers";
    }
    std::vector<int> integers(static_cast<std::size_t>(given.length));
    std::memcpy(integers.data(), given.data, integers.size() * sizeof(int));
    for (const int value : integers) {
        if (value < field.least || value > field.greatest) {
            return field.name + " is " + std::to_string(value) + ", outside of " + std::to_string(field.least) +
                   " to " + std::to_string(field.greatest);
        }
    }
    field.integers = integers;
    return "";
}

std::string readNumber(Field& field, const PluginField& given) {
    float number;
    if (given.length != 1) return field.name + " holds " + std::to_string(given.length) + " numbers";
    std::memcpy(&number, given.data, sizeof number);
    if (!std::isfinite(number)) return field.name + " is not finite";
    field.number = number;
    return "";
}

std::string readOne(Field& field, const PluginField& given) {
    if (given.type != field.type) {
        return field.name + " comes as " + nameOf(given.type) + ", but is a " + nameOf(field.type) + " field";
    }
    if (!given.data) return field.name + " has no data";
    if (field.type == PluginFieldType::kFLOAT32) return readNumber(field, given);
    return field.type == PluginFieldType::kCHAR ? readText(field, given) : readIntegers(field, given);
}

}  // namespace

Field Field::ofNumber(std::string name, float byDefault) {
    Field field;
    field.name = std::move(name);
    field.type = PluginFieldType::kFLOAT32;
    field.number = byDefault;
    return field;
}

Field Field::ofInteger(std::string name, int least, int greatest, int byDefault) {
    Field field;
    field.name = std::move(name);
    field.type = PluginFieldType::kINT32;
    field.integers = {byDefault};
    field.least = least;
    field.greatest = greatest;
    return field;
}

Field Field::ofFlag(std::string name) { return ofInteger(std::move(name), 0, 1, 0); }

Field Field::ofIntegers(std::string name, int fewest, int most, int least, int greatest) {
    Field field = ofInteger(std::move(name), least, greatest, least);
    field.required = true;
    field.fewest = fewest;
    field.most = most;
    return field;
}

Field Field::ofChoice(std::string name, std::vector<std::string> choices, std::string byDefault) {
    Field field;
    field.name = std::move(name);
    field.type = PluginFieldType::kCHAR;
    field.choices = std::move(choices);
    field.text = std::move(byDefault);
    return field;
}

Field Field::ofRequiredChoice(std::string name, std::vector<std::string> choices) {
    Field field = ofChoice(std::move(name), std::move(choices), "");
    field.required = true;
    return field;
}

std::string Fields::read(const nvinfer1::PluginFieldCollection& collection) {
    std::vector<std::string> problems;
    std::vector<std::string> seen;
    for (int i = 0; i < collection.nbFields; ++i) {
        const PluginField& given = collection.fields[i];
        const std::string name = given.name ? given.name : "";
        const auto field = std::find_if(fields_.begin(), fields_.end(), [&](const Field& f) { return f.name == name; });
        if (field == fields_.end()) {
            problems.push_back("there is no field \"" + name + "\"");
            continue;
        }
        seen.push_back(name);
        const std::string problem = readOne(*field, given);
        if (!problem.empty()) problems.push_back(problem);
    }
    for (const Field& field : fields_) {
        if (field.required && std::find(seen.begin(), seen.end(), field.name) == seen.end()) {
            const std::string hint = field.choices.empty() ? "" : " (one of " + joined(field.choices) + ")";
            problems.push_back("field " + field.name + " is missing" + hint);
        }
    }
    std::string all;
    for (const std::string& problem : problems) all += (all.empty() ? "" : "; ") + problem;
    return all;
}

const Field& Fields::find(const std::string& name) const {
    for (const Field& field : fields_) {
        if (field.name == name) return field;
    }
    throw std::logic_error("no field " + name);
}

int Fields::choice(const std::string& name) const {
    const Field& field = find(name);
    return static_cast<int>(std::find(field.choices.begin(), field.choices.end(), field.text) - field.choices.begin());
}

std::vector<PluginField> Fields::values() const {
    std::vector<PluginField> all;
    for (const Field& f : fields_) {
        if (f.type == PluginFieldType::kFLOAT32) {
            all.emplace_back(f.name.c_str(), &f.number, f.type, 1);
        } else if (f.type == PluginFieldType::kCHAR) {
            all.emplace_back(f.name.c_str(), f.text.data(), f.type, static_cast<int>(f.text.size()));
        } else {
            all.emplace_back(f.name.c_str(), f.integers.data(), f.type, static_cast<int>(f.integers.size()));
        }
    }
    return all;
}

std::vector<PluginField> Fields::names() const {
    std::vector<PluginField> all;
    for (const Field& f : fields_) all.emplace_back(f.name.c_str(), nullptr, f.type, f.most);
    return all;
}

std::string Fields::describe() const {
    std::ostringstream text;
    for (const Field& f : fields_) {
        text << f.name << '=';
        if (f.type == PluginFieldType::kFLOAT32) text << std::hexfloat << f.number;
        else if (f.type == PluginFieldType::kCHAR) text << f.text;
        else
            for (const int i : f.integers) text << i << ',';
        text << ';';
    }
    return text.str();
}

}  // namespace assay::plugin
