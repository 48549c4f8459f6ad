#include "testing/check.h"

#include <cuda_runtime_api.h>

#include <cstdio>
#include <cstring>
#include <exception>
#include <vector>

namespace assay::testing {
namespace {

struct Test {
    std::string name;
    Needs needs;
    std::function<void()> body;
};

std::vector<Test>& tests() {
    static std::vector<Test> all;
    return all;
}

int& failures() {
    static int count = 0;
    return count;
}

constexpr int SHOWN_PER_TEST = 8;

/// Why no kernel can run here; empty if one can.
std::string missingGpu() {
    int count = 0;
    const cudaError_t status = cudaGetDeviceCount(&count);
    if (status != cudaSuccess) return std::string("CUDA says: ") + cudaGetErrorString(status);
    return count > 0 ? "" : "CUDA finds no GPU";
}

bool selected(const Test& test, const std::vector<std::string>& parts) {
    if (parts.empty()) return true;
    for (const std::string& part : parts) {
        if (test.name.find(part) != std::string::npos) return true;
    }
    return false;
}

}  // namespace

Registration::Registration(const char* name, Needs needs, std::function<void()> body) {
    tests().push_back(Test{name, needs, std::move(body)});
}

void fail(const char* file, int line, const std::string& message) {
    if (++failures() <= SHOWN_PER_TEST) std::fprintf(stderr, "  %s:%d: %s\n", file, line, message.c_str());
}

bool emulated() {
#ifdef ASSAY_EMULATE
    return true;
#else
    return false;
#endif
}

int runTests(int argc, char** argv) {
    bool cpu = true;
    bool gpu = true;
    std::vector<std::string> parts;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--cpu") == 0) gpu = false;
        else if (std::strcmp(argv[i], "--gpu") == 0) cpu = false;
        else parts.emplace_back(argv[i]);
    }
    const std::string missing = gpu ? missingGpu() : "";
    std::vector<std::string> failed;
    int passed = 0;
    int skipped = 0;
    for (const Test& test : tests()) {
        if (!selected(test, parts) || (test.needs == Needs::CPU ? !cpu : !gpu)) continue;
        if (test.needs == Needs::GPU && !missing.empty()) {
            ++skipped;
            continue;
        }
        std::printf("%s\n", test.name.c_str());
        std::fflush(stdout);
        failures() = 0;
        try {
            test.body();
        } catch (const std::exception& e) {
            fail(__FILE__, __LINE__, std::string("exception: ") + e.what());
        }
        if (failures() == 0) {
            ++passed;
        } else {
            std::fprintf(stderr, "FAILED %s (%d failures)\n", test.name.c_str(), failures());
            failed.push_back(test.name);
        }
    }
    std::printf("%d passed, %zu failed, %d skipped%s%s\n", passed, failed.size(), skipped,
                skipped > 0 ? ": no GPU, " : "", skipped > 0 ? missing.c_str() : "");
    for (const std::string& name : failed) std::printf("failed: %s\n", name.c_str());
    if (passed + static_cast<int>(failed.size()) + skipped == 0) {
        std::fprintf(stderr, "no test has such a name\n");
        return 1;
    }
    return !failed.empty() ? 1 : (skipped > 0 ? SKIPPED : 0);
}

}  // namespace assay::testing

int main(int argc, char** argv) { return assay::testing::runTests(argc, argv); }
