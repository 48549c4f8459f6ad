#include "window-attention/window_attention.h"

#include <cuda_bf16.h>
#include <cuda_fp16.h>

namespace assay {
namespace window {

template <typename T>
cudaError_t enqueueNaive(const WindowAttentionCall& call, cudaStream_t stream);
template <typename T>
cudaError_t enqueueTiled(const WindowAttentionCall& call, cudaStream_t stream);
template <typename T>
cudaError_t enqueueTensor(const WindowAttentionCall& call, cudaStream_t stream);

}  // namespace window

namespace {

bool sizesFit(const WindowAttentionCall& call) {
    if (call.batch < 0 || call.batch > 65535 || call.channels < 1 || call.height < 1 || call.width < 1) return false;
    if (call.groups < 1 || call.groups > MOST_WINDOW_GROUPS || call.channels % call.groups != 0) return false;
    if (static_cast<std::int64_t>(call.height) * call.width > 0x3fffffff) return false;
    for (int i = 0; i < call.groups; ++i) {
        const int w = call.window[i];
        if (w < 1 || call.height % w != 0 || call.width % w != 0) return false;
    }
    return true;
}

template <typename T>
cudaError_t enqueue(const WindowAttentionCall& call, cudaStream_t stream) {
    const bool half = call.element != Element::FLOAT32;
    switch (call.variant) {
        case WindowAttentionVariant::NAIVE: return window::enqueueNaive<T>(call, stream);
        case WindowAttentionVariant::TILED: return window::enqueueTiled<T>(call, stream);
        case WindowAttentionVariant::TENSOR:
            return half ? window::enqueueTensor<T>(call, stream) : cudaErrorInvalidValue;
        case WindowAttentionVariant::TENSOR_TF32:
            return half ? cudaErrorInvalidValue : window::enqueueTensor<T>(call, stream);
        case WindowAttentionVariant::AUTO: break;
    }
    // A variant that does not take the call says so before anything is enqueued.
    if (half) {
        const cudaError_t status = window::enqueueTensor<T>(call, stream);
        if (status != cudaErrorInvalidValue && status != cudaErrorNotSupported) return status;
    }
    const cudaError_t status = window::enqueueTiled<T>(call, stream);
    return status == cudaErrorInvalidValue ? window::enqueueNaive<T>(call, stream) : status;
}

}  // namespace

cudaError_t windowAttention(const WindowAttentionCall& call, cudaStream_t stream) {
    if (!sizesFit(call)) return cudaErrorInvalidValue;
    if (call.batch == 0) return cudaSuccess;
    if (!call.projected || !call.y) return cudaErrorInvalidValue;
    switch (call.element) {
        case Element::FLOAT32: return enqueue<float>(call, stream);
        case Element::FLOAT16: return enqueue<__half>(call, stream);
        case Element::BFLOAT16: return enqueue<__nv_bfloat16>(call, stream);
    }
    return cudaErrorInvalidValue;
}

}  // namespace assay
