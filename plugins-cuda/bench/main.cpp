// Times every variant of every kernel against the bandwidth of a copy, one JSON object a line.
//
// cold: launches take buffer sets in turn whose sum is more than four times the L2, so each finds its data in memory.
// hot: one set again and again, for what fits into L2.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "bench/subjects.h"

namespace assay::bench {
namespace {

constexpr int SAMPLES = 25;
constexpr int LAUNCHES = 24;
constexpr const char* ELEMENT_NAMES[] = {"fp32", "fp16", "bf16"};

struct Gpu {
    std::string name;
    std::size_t l2 = 0;
    std::size_t memory = 0;
};

Gpu gpu() {
    int device = 0;
    must(cudaGetDevice(&device), "no GPU");
    cudaDeviceProp properties{};
    must(cudaGetDeviceProperties(&properties, device), "properties");
    return Gpu{properties.name, static_cast<std::size_t>(properties.l2CacheSize), properties.totalGlobalMem};
}

/// How many sets of a subject make more than four times the L2; two at least, so that none is used twice in a row.
int setsFor(const Subject& subject, const Gpu& gpu) {
    const std::size_t wanted = 4 * gpu.l2 / std::max<std::size_t>(subject.bytes, 1) + 1;
    return static_cast<int>(std::max<std::size_t>(2, std::min<std::size_t>(wanted, 4096)));
}

Timing time(const Subject& subject, bool cold, const Gpu& gpu, cudaStream_t stream) {
    const int sets = cold ? setsFor(subject, gpu) : 1;
    Buffers buffers;
    std::vector<std::function<cudaError_t(cudaStream_t)>> launches;
    for (int i = 0; i < sets; ++i) launches.push_back(subject.prepare(buffers));
    return measure([&](int index, cudaStream_t on) { return launches[static_cast<std::size_t>(index)](on); }, sets,
                   std::max(LAUNCHES, sets), SAMPLES, stream);
}

void print(const Subject& subject, const char* cache, const Timing& timing, double copyBytesPerSecond) {
    const double rate = static_cast<double>(subject.bytes) / timing.medianSeconds;
    std::printf(
        "{\"schema\":\"assay.kernel/1\",\"kernel\":\"%s\",\"variant\":\"%s\",\"element\":\"%s\",\"shape\":%s,"
        "\"cache\":\"%s\",\"medianSeconds\":%.9g,\"q1Seconds\":%.9g,\"q3Seconds\":%.9g,\"bytes\":%zu,"
        "\"bytesPerSecond\":%.6g,\"ofCopy\":%.4f,\"flopsPerSecond\":%.6g,\"launches\":%d,\"samples\":%d}\n",
        subject.kernel.c_str(), subject.variant.c_str(), ELEMENT_NAMES[static_cast<int>(subject.element)],
        subject.shape.c_str(), cache, timing.medianSeconds, timing.lowSeconds, timing.highSeconds, subject.bytes, rate,
        rate / copyBytesPerSecond, subject.flops / timing.medianSeconds, timing.launches, timing.samples);
    std::fflush(stdout);
}

/// Both forms of the copy, timed one after the other.
struct Copies {
    std::vector<Subject> subjects;
    std::vector<Timing> timings;

    double fastest() const {
        double most = 0.0;
        for (std::size_t i = 0; i < subjects.size(); ++i) {
            most = std::max(most, static_cast<double>(subjects[i].bytes) / timings[i].medianSeconds);
        }
        return most;
    }

    void print(double copyBytesPerSecond) const {
        for (std::size_t i = 0; i < subjects.size(); ++i) {
            bench::print(subjects[i], "cold", timings[i], copyBytesPerSecond);
        }
    }
};

Copies timeCopies(const Gpu& gpu, cudaStream_t stream) {
    const std::size_t bytes = std::max<std::size_t>(8 * gpu.l2, 512u << 20);
    Copies copies;
    for (const CopyForm form : {CopyForm::LONG, CopyForm::SHORT}) {
        copies.subjects.push_back(copyOf(bytes, form));
        copies.timings.push_back(time(copies.subjects.back(), true, gpu, stream));
    }
    return copies;
}

/// The words ask for parts of "kernel variant element shape", all of them; a word after "-" leaves out what has it.
bool selected(const Subject& subject, int argc, char** argv) {
    const std::string all = subject.kernel + " " + subject.variant + " " +
                            ELEMENT_NAMES[static_cast<int>(subject.element)] + " " + subject.shape;
    for (int i = 1; i < argc; ++i) {
        const bool without = argv[i][0] == '-';
        const bool found = all.find(argv[i] + (without ? 1 : 0)) != std::string::npos;
        if (found == without) return false;
    }
    return true;
}

int run(int argc, char** argv) {
    const Gpu here = gpu();
    cudaStream_t stream = nullptr;
    must(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "stream");
    std::printf("{\"schema\":\"assay.kernel/1\",\"gpu\":\"%s\",\"l2Bytes\":%zu,\"memoryBytes\":%zu}\n",
                here.name.c_str(), here.l2, here.memory);
    const Copies copied = timeCopies(here, stream);
    const double copyRate = copied.fastest();
    copied.print(copyRate);
    int failed = 0;
    for (const Subject& subject : subjects()) {
        if (!selected(subject, argc, argv)) continue;
        for (const bool cold : {true, false}) {
            if (!cold && subject.bytes > here.l2) continue;
            try {
                print(subject, cold ? "cold" : "hot", time(subject, cold, here, stream), copyRate);
            } catch (const std::runtime_error& e) {
                // A variant that this GPU does not have is told and passed over; anything else fails the bench.
                const bool missing = std::strstr(e.what(), cudaGetErrorString(cudaErrorNotSupported)) != nullptr;
                std::fprintf(stderr, "%s %s %s %s: %s\n", subject.kernel.c_str(), subject.variant.c_str(),
                             ELEMENT_NAMES[static_cast<int>(subject.element)], subject.shape.c_str(), e.what());
                failed += missing ? 0 : 1;
                cudaGetLastError();  // else the next subject would be told of this one
            }
        }
    }
    timeCopies(here, stream).print(copyRate);  // how steady the machine was
    cudaStreamDestroy(stream);
    return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace assay::bench

int main(int argc, char** argv) {
    int count = 0;
    if (cudaGetDeviceCount(&count) != cudaSuccess || count == 0) {
        std::fprintf(stderr, "no GPU: nothing is measured\n");
        return 77;
    }
    try {
        return assay::bench::run(argc, argv);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
}
