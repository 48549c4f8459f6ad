// A small test runner: tests register themselves, failures name what differed, nothing stops at the first.
#pragma once

#include <functional>
#include <sstream>
#include <string>

namespace assay::testing {

/// Exit code for "not run": ctest and automake read it as skipped.
constexpr int SKIPPED = 77;

/// What a test needs: nothing but the CPU, or a GPU (or the emulation of one).
enum class Needs { CPU, GPU };

struct Registration {
    Registration(const char* name, Needs needs, std::function<void()> body);
};

/// Records a failure of the running test.
void fail(const char* file, int line, const std::string& message);

/// Runs the tests that argv selects: `--cpu`, `--gpu`, and parts of names. Returns the exit code: 0 all passed, 1 some
/// failed, 77 tests of a GPU were wanted and none is here.
int runTests(int argc, char** argv);

/// Whether kernels run on the emulation: tests then take smaller sizes.
bool emulated();

}  // namespace assay::testing

#define ASSAY_TEST_NAME(A, B) A##B
#define ASSAY_TEST_AT(NAME, NEEDS, LINE)                                                                            \
    static void ASSAY_TEST_NAME(testBody, LINE)();                                                                  \
    static const assay::testing::Registration ASSAY_TEST_NAME(registration, LINE)(NAME, NEEDS,                      \
                                                                                  ASSAY_TEST_NAME(testBody, LINE)); \
    static void ASSAY_TEST_NAME(testBody, LINE)()
#define ASSAY_TEST_LINE(NAME, NEEDS, LINE) ASSAY_TEST_AT(NAME, NEEDS, LINE)
#define CPU_TEST(NAME) ASSAY_TEST_LINE(NAME, assay::testing::Needs::CPU, __LINE__)
#define GPU_TEST(NAME) ASSAY_TEST_LINE(NAME, assay::testing::Needs::GPU, __LINE__)

#define CHECK(CONDITION, MESSAGE)                                      \
    do {                                                               \
        if (!(CONDITION)) {                                            \
            std::ostringstream checkText;                              \
            checkText << #CONDITION << " does not hold: " << MESSAGE;  \
            assay::testing::fail(__FILE__, __LINE__, checkText.str()); \
        }                                                              \
    } while (false)
