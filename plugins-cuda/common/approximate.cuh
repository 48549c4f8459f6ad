// The hardware's own exponential and reciprocal, one instruction each.
#pragma once

#include "common/pack.cuh"

namespace assay {

/// 2 to the power of x, to 2 units in the last place. What lies below FP32's normal range becomes 0: __expf keeps it, by
/// three instructions more.
__device__ inline float exp2Flushed(float x) {
#ifdef ASSAY_EMULATE
    return std::exp2(x);
#else
    float y;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
#endif
}

/// 1 / x, to 1 unit in the last place. 0 where that lies below FP32's normal range, as for x past 2^126.
__device__ inline float reciprocalFlushed(float x) {
#ifdef ASSAY_EMULATE
    return 1.0f / x;
#else
    float y;
    asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
    return y;
#endif
}

}  // namespace assay
