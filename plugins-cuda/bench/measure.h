// How a kernel's time is taken: launches over rotating buffers in one CUDA graph, timed by events.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <functional>
#include <vector>

namespace assay::bench {

/// One launch on buffer set `index` of many; the sets differ in addresses alone.
using Launch = std::function<cudaError_t(int index, cudaStream_t stream)>;

/// Allocates what a measurement needs and frees all of it at the end.
class Buffers {
public:
    Buffers() = default;
    ~Buffers();
    Buffers(const Buffers&) = delete;
    Buffers& operator=(const Buffers&) = delete;

    /// `bytes` on the GPU, filled with `pattern` repeated.
    void* make(std::size_t bytes, const std::vector<unsigned char>& pattern);

private:
    std::vector<void*> owned_;
};

struct Timing {
    double medianSeconds = 0.0;  ///< of one launch
    double lowSeconds = 0.0;     ///< first and third quartile
    double highSeconds = 0.0;
    int launches = 0;  ///< in one graph
    int samples = 0;
};

/// Captures `launches` launches, which take the buffer sets 0 … sets - 1 in turn, into a graph, replays it until warm,
/// then `samples` times between events. Throws std::runtime_error, saying which step failed.
Timing measure(const Launch& launch, int sets, int launches, int samples, cudaStream_t stream);

void must(cudaError_t status, const char* what);

}  // namespace assay::bench
