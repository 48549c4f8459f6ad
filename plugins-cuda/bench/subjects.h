// What is measured: every variant of every kernel at sizes of the networks, and larger.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/copy.h"
#include "bench/measure.h"
#include "common/element.h"

namespace assay::bench {

/// Prepares one more set of buffers and returns its launch.
using Prepare = std::function<std::function<cudaError_t(cudaStream_t)>(Buffers&)>;

struct Subject {
    std::string kernel;
    std::string variant;
    std::string shape;
    Element element = Element::FLOAT32;
    /// Unique bytes of global memory that the mathematics has to read and write: the roofline's numerator.
    std::size_t bytes = 0;
    double flops = 0.0;  ///< 0 where arithmetic does not matter
    Prepare prepare;
};

std::vector<Subject> subjects();

/// A copy of `bytes` read and `bytes` written by 16-byte words: what the others are measured against.
Subject copyOf(std::size_t bytes, CopyForm form);

}  // namespace assay::bench
