// What TensorRT asks of a plugin library before any kernel runs, held against the built library on any machine.
#include <dlfcn.h>

#include <cmath>
#include <cstdlib>
#include <set>
#include <stdexcept>

#include "plugin/loaded.h"
#include "testing/check.h"

namespace assay::testing {
namespace {

using nvinfer1::PluginField;
using nvinfer1::PluginFieldCollection;
using nvinfer1::PluginFieldType;

void* library() {
    static void* handle = [] {
        const char* path = std::getenv("ASSAY_PLUGINS");
        void* loaded = dlopen(path ? path : "./libassay_plugins.so", RTLD_NOW | RTLD_LOCAL);
        if (!loaded) throw std::runtime_error(dlerror());
        return loaded;
    }();
    return handle;
}

const std::set<std::string> NAMES = {"AssayLayerNorm",   "AssayMaskedSoftmax", "AssayAddBiasTranspose", "AssayMask2Pos",
                                     "AssayL2Normalize", "AssayGelu",          "AssayWindowAttention"};

/// A value of another type than the field's.
Given wronglyTyped(const PluginField& field) {
    Given given;
    const double wide = 1.0;
    const int integer = 1;
    if (field.type == PluginFieldType::kFLOAT32) given.wide(field.name, wide);
    else if (field.type == PluginFieldType::kINT32) given.number(field.name, 1.0f);
    else given.add(field.name, PluginFieldType::kINT32, &integer, sizeof integer, 1);
    return given;
}

}  // namespace

const std::vector<nvinfer1::IPluginCreatorV3One*>& creators() {
    static const std::vector<nvinfer1::IPluginCreatorV3One*> all = [] {
        using Get = nvinfer1::IPluginCreatorInterface* const* (*)(int32_t&);
        const auto get = reinterpret_cast<Get>(dlsym(library(), "getCreators"));
        if (!get) throw std::runtime_error("no getCreators");
        int32_t count = 0;
        nvinfer1::IPluginCreatorInterface* const* found = get(count);
        std::vector<nvinfer1::IPluginCreatorV3One*> typed;
        for (int i = 0; i < count; ++i) typed.push_back(static_cast<nvinfer1::IPluginCreatorV3One*>(found[i]));
        return typed;
    }();
    return all;
}

nvinfer1::IPluginCreatorV3One& creatorOf(const std::string& name) {
    for (nvinfer1::IPluginCreatorV3One* creator : creators()) {
        if (name == creator->getPluginName()) return *creator;
    }
    throw std::runtime_error("no creator of " + name);
}

CPU_TEST("contract: the library has both entry points, or TensorRT loads nothing and says nothing") {
    CHECK(dlsym(library(), "setLoggerFinder") != nullptr, "setLoggerFinder");
    CHECK(dlsym(library(), "getCreators") != nullptr, "getCreators");
}

CPU_TEST("contract: seven creators of the V3 kind, version 1, no namespace") {
    std::set<std::string> names;
    for (nvinfer1::IPluginCreatorV3One* creator : creators()) {
        names.insert(creator->getPluginName());
        CHECK(std::string(creator->getInterfaceInfo().kind) == "PLUGIN CREATOR_V3ONE",
              creator->getInterfaceInfo().kind);
        CHECK(std::string(creator->getPluginVersion()) == "1", creator->getPluginVersion());
        CHECK(std::string(creator->getPluginNamespace()).empty(), creator->getPluginNamespace());
    }
    CHECK(names == NAMES, "other names");
}

CPU_TEST("contract: every field is advertised with its type, and what is serialised is what is advertised") {
    for (nvinfer1::IPluginCreatorV3One* creator : creators()) {
        std::set<std::string> advertised;
        const PluginFieldCollection* fields = creator->getFieldNames();
        for (int i = 0; i < fields->nbFields; ++i) {
            const PluginField& field = fields->fields[i];
            advertised.insert(field.name);
            const bool typed = field.type == PluginFieldType::kFLOAT32 || field.type == PluginFieldType::kINT32 ||
                               field.type == PluginFieldType::kCHAR;
            CHECK(typed, creator->getPluginName() << "." << field.name);
        }
        const auto plugin = create(creator->getPluginName(), leastFields(creator->getPluginName()));
        CHECK(plugin != nullptr, creator->getPluginName());
        if (!plugin) continue;
        std::set<std::string> written;
        for (const auto& [name, value] : serialized(*plugin)) written.insert(name);
        CHECK(written == advertised, creator->getPluginName());
    }
}

CPU_TEST("contract: fields survive the way into an engine and back, and a clone has the same") {
    const std::pair<std::string, Given (*)()> samples[] = {
        {"AssayLayerNorm",
         [] {
             return std::move(Given()
                                  .number("epsilon", 3.5e-7f)
                                  .integers("residual", {1})
                                  .integers("emit_sum", {1})
                                  .text("variant", "block"));
         }},
        {"AssayMaskedSoftmax", [] { return std::move(Given().text("mask", "valid").text("variant", "warp")); }},
        {"AssayAddBiasTranspose",
         [] { return std::move(Given().text("form", "q").integers("heads", {12}).number("scale", 0.125f)); }},
        {"AssayMask2Pos",
         [] {
             return std::move(Given()
                                  .text("mask", "padding")
                                  .integers("channels", {128})
                                  .number("temperature", 20.0f)
                                  .text("output", "bf16"));
         }},
        {"AssayL2Normalize",
         [] {
             return std::move(
                 Given().number("epsilon", 1e-6f).text("epsilon_form", "inside_root").text("variant", "split"));
         }},
        {"AssayGelu", [] { return std::move(Given().text("form", "erf").integers("bias", {1})); }},
        {"AssayWindowAttention", [] {
             return std::move(Given()
                                  .integers("windows", {16, 4})
                                  .integers("shifted", {1})
                                  .integers("shared", {1})
                                  .text("variant", "tiled"));
         }}};
    for (const auto& [name, fields] : samples) {
        const Given given = fields();
        const auto first = create(name, given);
        CHECK(first != nullptr, name);
        if (!first) continue;
        const auto values = serialized(*first);
        const PluginFieldCollection sent = given.collection();
        for (int i = 0; i < sent.nbFields; ++i) {
            const PluginField& field = sent.fields[i];
            const std::size_t bytes =
                static_cast<std::size_t>(field.length) * (field.type == PluginFieldType::kCHAR ? 1 : 4);
            const std::string want = std::to_string(static_cast<int>(field.type)) + ":" +
                                     std::string(static_cast<const char*>(field.data), bytes);
            CHECK(values.at(field.name) == want, name << "." << field.name);
        }
        auto& runtime = capability<nvinfer1::IPluginV3OneRuntime>(*first, nvinfer1::PluginCapabilityType::kRUNTIME);
        const std::unique_ptr<nvinfer1::IPluginV3> second(
            creatorOf(name).createPlugin("", runtime.getFieldsToSerialize(), nvinfer1::TensorRTPhase::kRUNTIME));
        CHECK(second && serialized(*second) == values, name << " read back");
        std::unique_ptr<nvinfer1::IPluginV3> original = create(name, given);
        const std::unique_ptr<nvinfer1::IPluginV3> clone(original->clone());
        original.reset();
        CHECK(clone && serialized(*clone) == values, name << " cloned");
    }
}

CPU_TEST("contract: a field of the wrong type is refused (the seeds read a float64 epsilon as -3e-19)") {
    for (nvinfer1::IPluginCreatorV3One* creator : creators()) {
        const std::string name = creator->getPluginName();
        const PluginFieldCollection* fields = creator->getFieldNames();
        for (int i = 0; i < fields->nbFields; ++i) {
            Given given = leastFields(name);
            const Given wrong = wronglyTyped(fields->fields[i]);
            const PluginField& field = wrong.collection().fields[0];
            given.add(field.name, field.type, field.data, field.type == PluginFieldType::kFLOAT64 ? 8 : 4, 1);
            CHECK(create(name, given) == nullptr, name << "." << field.name);
        }
    }
}

CPU_TEST("contract: unknown fields, unknown choices, missing fields and bad values are refused") {
    for (nvinfer1::IPluginCreatorV3One* creator : creators()) {
        const std::string name = creator->getPluginName();
        CHECK(create(name, std::move(leastFields(name).number("eps", 1.0f))) == nullptr, name << " unknown field");
        CHECK(create(name, std::move(leastFields(name).text("variant", "fastest"))) == nullptr,
              name << " unknown variant");
        const bool needsNothing = leastFields(name).collection().nbFields == 0;
        CHECK((create(name, Given()) != nullptr) == needsNothing, name << " without fields");
    }
    CHECK(create("AssayLayerNorm", std::move(Given().integers("residual", {2}))) == nullptr, "a flag of 2");
    CHECK(create("AssayLayerNorm", std::move(Given().number("epsilon", NAN))) == nullptr, "an epsilon of NaN");
    CHECK(create("AssayWindowAttention", std::move(Given().integers("windows", {}))) == nullptr, "no windows");
    CHECK(create("AssayWindowAttention", std::move(Given().integers("windows", {1, 2, 4, 8, 16}))) == nullptr,
          "five windows");
    CHECK(create("AssayAddBiasTranspose", std::move(Given().text("form", "q").integers("heads", {0}))) == nullptr,
          "no heads");
    const char terminated[] = "erf";
    Given withZero;
    withZero.add("form", PluginFieldType::kCHAR, terminated, sizeof terminated, sizeof terminated);
    CHECK(create("AssayGelu", withZero) != nullptr, "a terminating zero belongs to no choice, and does no harm");
}

}  // namespace assay::testing
