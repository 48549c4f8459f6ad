#include "bench/measure.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace assay::bench {
namespace {

struct Event {
    Event() { must(cudaEventCreate(&event), "event"); }
    ~Event() { cudaEventDestroy(event); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    cudaEvent_t event = nullptr;
};

struct Graph {
    ~Graph() {
        if (executable) cudaGraphExecDestroy(executable);
        if (graph) cudaGraphDestroy(graph);
    }
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t executable = nullptr;
};

/// Seconds between two recorded events, once the second has happened.
double elapsed(const Event& begin, const Event& end) {
    must(cudaEventSynchronize(end.event), "the second event");
    float milliseconds = 0.0f;
    must(cudaEventElapsedTime(&milliseconds, begin.event, end.event), "elapsed time");
    return milliseconds * 1e-3;
}

constexpr double WARM_SECONDS = 0.05;
constexpr double ENOUGH_SECONDS = 1.0;  // slow kernels get fewer samples, of fewer launches each
constexpr std::size_t FEWEST_SAMPLES = 5;

}  // namespace

void must(cudaError_t status, const char* what) {
    if (status != cudaSuccess) throw std::runtime_error(std::string(what) + ": " + cudaGetErrorString(status));
}

Buffers::~Buffers() {
    for (void* pointer : owned_) cudaFree(pointer);
}

void* Buffers::make(std::size_t bytes, const std::vector<unsigned char>& pattern) {
    void* pointer = nullptr;
    must(cudaMalloc(&pointer, bytes), "cudaMalloc");
    owned_.push_back(pointer);
    unsigned char* at = static_cast<unsigned char*>(pointer);
    std::size_t done = std::min(pattern.size(), bytes);
    must(cudaMemcpy(at, pattern.data(), done, cudaMemcpyHostToDevice), "copy to the GPU");
    while (done > 0 && done < bytes) {  // doubles what is there, on the GPU
        const std::size_t more = std::min(done, bytes - done);
        must(cudaMemcpy(at + done, at, more, cudaMemcpyDeviceToDevice), "copy on the GPU");
        done += more;
    }
    return pointer;
}

Timing measure(const Launch& launch, int sets, int launches, int samples, cudaStream_t stream) {
    must(launch(0, stream), "first launch");
    must(cudaStreamSynchronize(stream), "first launch's end");
    const Event begin;
    const Event end;
    must(cudaEventRecord(begin.event, stream), "event");
    must(launch(1 % sets, stream), "second launch");
    must(cudaEventRecord(end.event, stream), "event");
    const double once = std::max(elapsed(begin, end), 1e-7);
    launches = std::max(sets, std::min(launches, static_cast<int>(ENOUGH_SECONDS / 10 / once)));
    Graph graph;
    must(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "begin of capture");
    cudaError_t status = cudaSuccess;
    for (int i = 0; i < launches && status == cudaSuccess; ++i) status = launch(i % sets, stream);
    const cudaError_t ended = cudaStreamEndCapture(stream, &graph.graph);
    must(status, "captured launch");
    must(ended, "end of capture");
    must(cudaGraphInstantiate(&graph.executable, graph.graph, 0), "graph");
    std::vector<double> seconds;
    double warm = 0.0;
    double spent = 0.0;
    while (static_cast<int>(seconds.size()) < samples && (seconds.size() < FEWEST_SAMPLES || spent < ENOUGH_SECONDS)) {
        must(cudaEventRecord(begin.event, stream), "event");
        must(cudaGraphLaunch(graph.executable, stream), "graph launch");
        must(cudaEventRecord(end.event, stream), "event");
        const double one = elapsed(begin, end);
        if (warm < WARM_SECONDS) {
            warm += one;
        } else {
            spent += one;
            seconds.push_back(one / launches);
        }
    }
    std::sort(seconds.begin(), seconds.end());
    const auto at = [&](double q) {
        return seconds[static_cast<std::size_t>(q * static_cast<double>(seconds.size() - 1) + 0.5)];
    };
    return Timing{at(0.5), at(0.25), at(0.75), launches, static_cast<int>(seconds.size())};
}

}  // namespace assay::bench
