// Tensor-core products of one warp, as functions. In all of them lane = 4 g + t holds rows g and g + 8.
#pragma once

#include "common/pack.cuh"

namespace assay::window {

/// c[16][8] += a[16][16] b[16][8] in FP16 or BF16 with FP32 sums. a: rows g | g + 8, columns 2t | 2t + 8 (two each);
/// b: rows 2t | 2t + 8 (two each) of column g; c: row g columns 2t, 2t + 1, then row g + 8.
template <typename T>
__device__ void multiply16(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]);

/// c[16][8] += a[16][8] b[8][8] in TF32. a: (g, t), (g + 8, t), (g, t + 4), (g + 8, t + 4); b: (t, g), (t + 4, g).
__device__ void multiplyTf32(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]);

/// Four 8 x 8 matrices of 16-bit values; lane l gives the address of row l % 8 of matrix l / 8. Register i gets matrix
/// i: row g, columns 2t and 2t + 1, or with TRANSPOSED column g, rows 2t and 2t + 1.
template <bool TRANSPOSED, typename T>
__device__ void loadMatrices(unsigned (&registers)[4], const T* row);

/// The nearest TF32 value, ties away from 0, as FP32 bits.
__device__ unsigned toTf32(float x);

#ifdef ASSAY_EMULATE

struct Fragments {
    unsigned a[4];
    unsigned b[2];
};

inline Fragments fragmentsOf(const unsigned char* all, int lane) {
    Fragments f;
    std::memcpy(&f, all + emulation::EXCHANGE_STRIDE * static_cast<std::size_t>(lane), sizeof f);
    return f;
}

template <typename T>
float halfOf(unsigned word, int which) {
    Pack<T, 2> pack;
    pack.word = word;
    return toFloat(pack.value[which]);
}

template <typename T>
void multiply16(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
    const Fragments mine{{a[0], a[1], a[2], a[3]}, {b[0], b[1]}};
    const unsigned char* all = emulation::exchange(&mine, sizeof mine);
    const int lane = emulation::laneOf();
    for (int i = 0; i < 4; ++i) {
        const int row = lane / 4 + 8 * (i / 2);
        const int column = 2 * (lane % 4) + i % 2;
        for (int k = 0; k < 16; ++k) {
            const Fragments left = fragmentsOf(all, row % 8 * 4 + k % 8 / 2);
            const Fragments right = fragmentsOf(all, column * 4 + k % 8 / 2);
            c[i] += halfOf<T>(left.a[row / 8 + 2 * (k / 8)], k % 2) * halfOf<T>(right.b[k / 8], k % 2);
        }
    }
    emulation::exchangeDone();
}

inline void multiplyTf32(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
    const Fragments mine{{a[0], a[1], a[2], a[3]}, {b[0], b[1]}};
    const unsigned char* all = emulation::exchange(&mine, sizeof mine);
    const int lane = emulation::laneOf();
    for (int i = 0; i < 4; ++i) {
        const int row = lane / 4 + 8 * (i / 2);
        const int column = 2 * (lane % 4) + i % 2;
        for (int k = 0; k < 8; ++k) {
            const Fragments from = fragmentsOf(all, row % 8 * 4 + k % 4);
            const Fragments with = fragmentsOf(all, column * 4 + k % 4);
            float left;
            float right;
            std::memcpy(&left, &from.a[row / 8 + 2 * (k / 4)], 4);
            std::memcpy(&right, &with.b[k / 4], 4);
            c[i] += left * right;
        }
    }
    emulation::exchangeDone();
}

template <bool TRANSPOSED, typename T>
void loadMatrices(unsigned (&registers)[4], const T* row) {
    const unsigned char* all = emulation::exchange(&row, sizeof row);
    const int lane = emulation::laneOf();
    for (int i = 0; i < 4; ++i) {
        Pack<T, 2> pack;
        for (int h = 0; h < 2; ++h) {
            const int r = TRANSPOSED ? 2 * (lane % 4) + h : lane / 4;
            const int column = TRANSPOSED ? lane / 4 : 2 * (lane % 4) + h;
            const T* from;
            std::memcpy(&from, all + emulation::EXCHANGE_STRIDE * static_cast<std::size_t>(8 * i + r), sizeof from);
            pack.value[h] = from[column];
        }
        registers[i] = pack.word;
    }
    emulation::exchangeDone();
}

inline unsigned toTf32(float x) {
    unsigned bits;
    std::memcpy(&bits, &x, 4);
    return std::isfinite(x) ? (bits + 0x1000u) & ~0x1fffu : bits;
}

#else

#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ < 800
#define ASSAY_NO_TENSOR_CORES  // the launcher refuses these GPUs: m16n8k16, BF16 and TF32 came with 8.0
#endif

template <>
__device__ inline void multiply16<__half>(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
#ifndef ASSAY_NO_TENSOR_CORES
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
}

template <>
__device__ inline void multiply16<__nv_bfloat16>(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
#ifndef ASSAY_NO_TENSOR_CORES
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
}

__device__ inline void multiplyTf32(float (&c)[4], const unsigned (&a)[4], const unsigned (&b)[2]) {
#ifndef ASSAY_NO_TENSOR_CORES
    asm volatile(
        "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
#endif
}

template <bool TRANSPOSED, typename T>
__device__ inline void loadMatrices(unsigned (&r)[4], const T* row) {
    const unsigned at = static_cast<unsigned>(__cvta_generic_to_shared(row));
    if constexpr (TRANSPOSED) {
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
                     : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                     : "r"(at)
                     : "memory");
    } else {
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
                     : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
                     : "r"(at)
                     : "memory");
    }
}

__device__ inline unsigned toTf32(float x) {
    unsigned bits = 0;
#ifndef ASSAY_NO_TENSOR_CORES
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(x));
#endif
    return bits;
}

#endif

}  // namespace assay::window
