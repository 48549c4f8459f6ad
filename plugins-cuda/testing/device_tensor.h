// Tensors on the GPU for tests, with room around them that must stay untouched.
#pragma once

#include <cuda_runtime_api.h>

#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "testing/check.h"
#include "testing/values.h"

namespace assay::testing {

inline void must(cudaError_t status, const char* what) {
    if (status != cudaSuccess) throw std::runtime_error(std::string(what) + ": " + cudaGetErrorString(status));
}

/// Whether a block of the GPU may have the 80 KiB of shared memory that a row of 20,000 values takes.
inline bool holdsWideRows() {
    int device = 0;
    int bytes = 0;
    must(cudaGetDevice(&device), "cudaGetDevice");
    must(cudaDeviceGetAttribute(&bytes, cudaDevAttrMaxSharedMemoryPerBlockOptin, device), "shared memory of a block");
    return !emulated() && bytes >= 96 * 1024;
}

/// Bytes on the GPU, `shift` bytes behind an address that is a multiple of 256. Before and after lie guards; a write
/// beyond either end fails the test that owns it.
class DeviceBytes {
public:
    DeviceBytes(const std::vector<unsigned char>& bytes, std::size_t shift, std::string name)
        : size_(bytes.size()), before_(GUARD + shift), name_(std::move(name)) {
        must(cudaMalloc(&base_, before_ + size_ + GUARD), "cudaMalloc");
        std::vector<unsigned char> all(before_ + size_ + GUARD, FILL);
        if (size_ > 0) std::memcpy(all.data() + before_, bytes.data(), size_);
        must(cudaMemcpy(base_, all.data(), all.size(), cudaMemcpyHostToDevice), "copy to the GPU");
    }
    ~DeviceBytes() {
        std::vector<unsigned char> all(before_ + size_ + GUARD);
        if (cudaMemcpy(all.data(), base_, all.size(), cudaMemcpyDeviceToHost) == cudaSuccess) {
            for (std::size_t i = 0; i < all.size(); ++i) {
                const bool guard = i < before_ || i >= before_ + size_;
                if (guard && all[i] != FILL) {
                    CHECK(all[i] == FILL, name_ << ": written " << (i < before_ ? "before" : "past") << " its end");
                    break;
                }
            }
        }
        cudaFree(base_);
    }
    DeviceBytes(const DeviceBytes&) = delete;
    DeviceBytes& operator=(const DeviceBytes&) = delete;

    void* data() const { return static_cast<unsigned char*>(base_) + before_; }

    std::vector<unsigned char> read() const {
        std::vector<unsigned char> bytes(size_);
        must(cudaDeviceSynchronize(), "kernel");
        if (size_ > 0) must(cudaMemcpy(bytes.data(), data(), size_, cudaMemcpyDeviceToHost), "copy from the GPU");
        return bytes;
    }

private:
    static constexpr std::size_t GUARD = 256;
    static constexpr unsigned char FILL = 0xff;  // NaN in every type: what is read beyond the ends shows

    void* base_ = nullptr;
    std::size_t size_;
    std::size_t before_;
    std::string name_;
};

/// An input or output of a kernel; `shift` elements off alignment.
class DeviceTensor {
public:
    DeviceTensor(Element element, const Values& values, std::size_t shift = 0, const char* name = "input")
        : element_(element), bytes_(encode(element, values), shift * bytesOf(element), name) {}

    /// An output of `count` elements, full of NaN.
    static DeviceTensor output(Element element, std::size_t count, std::size_t shift = 0) {
        return DeviceTensor(element, Values(count, NOT_A_NUMBER), shift, "output");
    }

    void* data() const { return bytes_.data(); }
    Values read() const { return decode(element_, bytes_.read()); }
    std::vector<unsigned char> readBytes() const { return bytes_.read(); }

private:
    Element element_;
    DeviceBytes bytes_;
};

/// Runs `enqueue` 100 times (5 on the emulation) and asks for the same bits in `output` every time.
template <typename Enqueue>
void expectRepeatable(const std::string& what, const DeviceTensor& output, Enqueue enqueue) {
    std::vector<unsigned char> first;
    const int repeats = emulated() ? 5 : 100;
    for (int i = 0; i < repeats; ++i) {
        must(enqueue(), what.c_str());
        const std::vector<unsigned char> now = output.readBytes();
        if (i == 0) first = now;
        if (now != first) {
            CHECK(now == first, what << ": run " << i << " gave other bits than the first");
            return;
        }
    }
}

}  // namespace assay::testing
