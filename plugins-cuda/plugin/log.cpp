#include "plugin/log.h"

#include <atomic>
#include <cstdio>

namespace assay::plugin {
namespace {

// TensorRT hands the finder over once per process, when it loads the library.
std::atomic<nvinfer1::ILoggerFinder*> loggerFinder{nullptr};

}  // namespace

void useLoggerOf(nvinfer1::ILoggerFinder* finder) { loggerFinder = finder; }

void logError(const std::string& message) noexcept {
    nvinfer1::ILoggerFinder* finder = loggerFinder;
    nvinfer1::ILogger* logger = finder ? finder->findLogger() : nullptr;
    if (logger) logger->log(nvinfer1::ILogger::Severity::kERROR, message.c_str());
    else std::fprintf(stderr, "assay_plugins: %s\n", message.c_str());
}

}  // namespace assay::plugin
