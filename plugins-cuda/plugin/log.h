// Messages of the plugins: to TensorRT's logger where one was given, else to stderr.
#pragma once

#include <NvInfer.h>

#include <string>

namespace assay::plugin {

void useLoggerOf(nvinfer1::ILoggerFinder* finder);

void logError(const std::string& message) noexcept;

}  // namespace assay::plugin
