// Values in registers: conversion to and from FP32, and packs that are read and written by one instruction.
#pragma once

#ifdef ASSAY_EMULATE
#include "emulation/device.h"
#else
#include <cuda_runtime.h>

/// Declares the block's dynamic shared memory as an array of TYPE.
#define ASSAY_DYNAMIC_SHARED(TYPE, NAME)                           \
    extern __shared__ __align__(16) unsigned char dynamicShared[]; \
    TYPE* NAME = reinterpret_cast<TYPE*>(dynamicShared)
#endif
#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include "common/element.h"

namespace assay {

__device__ inline float toFloat(float x) { return x; }
__device__ inline float toFloat(__half x) { return __half2float(x); }
__device__ inline float toFloat(__nv_bfloat16 x) { return __bfloat162float(x); }

/// Rounds to nearest even. Past the largest value of the type the result is infinite, never clamped: a network
/// that leaves the range of FP16 has to show it.
template <typename T>
__device__ inline T fromFloat(float x);
template <>
__device__ inline float fromFloat<float>(float x) {
    return x;
}
template <>
__device__ inline __half fromFloat<__half>(float x) {
    return __float2half_rn(x);
}
template <>
__device__ inline __nv_bfloat16 fromFloat<__nv_bfloat16>(float x) {
    return __float2bfloat16_rn(x);
}

__device__ inline unsigned short bitsOf(__half x) { return __half_as_ushort(x); }
__device__ inline unsigned short bitsOf(__nv_bfloat16 x) { return __bfloat16_as_ushort(x); }

template <int BYTES>
struct WordOf;
template <>
struct WordOf<2> {
    using type = unsigned short;
};
template <>
struct WordOf<4> {
    using type = unsigned int;
};
template <>
struct WordOf<8> {
    using type = uint2;
};
template <>
struct WordOf<16> {
    using type = uint4;
};

/// N values that lie side by side and travel as one word of 2, 4, 8 or 16 bytes.
template <typename T, int N>
union Pack {
    using Word = typename WordOf<sizeof(T) * N>::type;
    Word word;
    T value[N];
};

template <typename T, int N>
__device__ inline Pack<T, N> loadPack(const T* at) {
    Pack<T, N> pack;
    pack.word = *reinterpret_cast<const typename Pack<T, N>::Word*>(at);
    return pack;
}

/// Writes a pack by one instruction. In PTX by hand: from C++, nvcc 13.0 makes four stores of 4 bytes
/// of most stores of eight halves, which reach 0.7 of the bandwidth that one store of 16 bytes has.
template <typename T, int N>
__device__ inline void storePack(T* at, const Pack<T, N>& pack) {
#ifndef ASSAY_EMULATE
    if constexpr (sizeof(T) == 2 && N == 8) {
        unsigned words[4];
#pragma unroll
        for (int i = 0; i < 4; ++i) {
            words[i] = static_cast<unsigned>(bitsOf(pack.value[2 * i])) |
                       static_cast<unsigned>(bitsOf(pack.value[2 * i + 1])) << 16;
        }
        asm volatile("st.v4.b32 [%0], {%1, %2, %3, %4};"  // global or shared: the address says which
                     :
                     : "l"(at), "r"(words[0]), "r"(words[1]), "r"(words[2]), "r"(words[3])
                     : "memory");
        return;
    }
#endif
    *reinterpret_cast<typename Pack<T, N>::Word*>(at) = pack.word;
}

/// loadPack of what nothing else reads, past the L1; FULL packs only, others as ever.
template <typename T, int N>
__device__ inline Pack<T, N> loadPackOnce(const T* at) {
#ifndef ASSAY_EMULATE
    if constexpr (sizeof(T) * N == 16) {
        Pack<T, N> pack;
        asm("ld.global.nc.L1::no_allocate.v4.u32 {%0, %1, %2, %3}, [%4];"
            : "=r"(pack.word.x), "=r"(pack.word.y), "=r"(pack.word.z), "=r"(pack.word.w)
            : "l"(at));
        return pack;
    }
#endif
    return loadPack<T, N>(at);
}

/// storePack of what nothing reads soon: the first to leave the caches.
template <typename T, int N>
__device__ inline void storePackOnce(T* at, const Pack<T, N>& pack) {
#ifndef ASSAY_EMULATE
    if constexpr (sizeof(T) * N == 16) {
        unsigned words[4];
#pragma unroll
        for (int i = 0; i < 4; ++i) {
            if constexpr (sizeof(T) == 2) {
                words[i] = static_cast<unsigned>(bitsOf(pack.value[2 * i])) |
                           static_cast<unsigned>(bitsOf(pack.value[2 * i + 1])) << 16;
            } else {
                words[i] = __float_as_uint(pack.value[i]);
            }
        }
        asm volatile("st.global.cs.v4.b32 [%0], {%1, %2, %3, %4};"
                     :
                     : "l"(at), "r"(words[0]), "r"(words[1]), "r"(words[2]), "r"(words[3])
                     : "memory");
        return;
    }
#endif
    storePack<T, N>(at, pack);
}

/// How many values of T one 16-byte word holds.
template <typename T>
constexpr int FULL_PACK = 16 / static_cast<int>(sizeof(T));

}  // namespace assay
