// A warp a query: what one writes first. Every key is read again for every query, from L1 at best.
#include "common/reduce.cuh"
#include "window-attention/geometry.cuh"

namespace assay::window {
namespace {

constexpr int WARPS = 4;
constexpr int MOST_TOKENS = 1024;

template <typename T>
__global__ void naiveKernel(Arguments<T> a) {
    __shared__ float scores[WARPS][MOST_TOKENS];
    const Group& g = a.group[0];
    const int lane = threadIdx.x % 32;
    float* mine = scores[threadIdx.x / 32];
    const std::int64_t all = static_cast<std::int64_t>(g.count) * g.tokens;
    // Warps past the end work on the last query once more, so that all reach the barriers; they write equal values.
    std::int64_t query = static_cast<std::int64_t>(blockIdx.x) * WARPS + threadIdx.x / 32;
    if (query >= all) query = all - 1;
    const int windowIndex = static_cast<int>(query / g.tokens);
    const T* q = a.queries(g, blockIdx.y);
    const T* v = a.valuesOf(g, blockIdx.y);
    const int here = a.pixel(g, windowIndex, static_cast<int>(query % g.tokens));
    float largest = -INFINITY;
    for (int key = lane; key < g.tokens; key += 32) {
        const int there = a.pixel(g, windowIndex, key);
        float score = 0.0f;
        for (int c = 0; c < a.perGroup; ++c) {
            score += toFloat(q[c * a.plane() + here]) * toFloat(q[c * a.plane() + there]);
        }
        mine[key] = score;
        largest = fmaxf(largest, score);
    }
    largest = groupMax<32>(largest);
    float sum = 0.0f;
    for (int key = lane; key < g.tokens; key += 32) {
        mine[key] = __expf(mine[key] - largest);
        sum += mine[key];
    }
    sum = groupSum<32>(sum);
    __syncwarp();
    for (int c = lane; c < a.perGroup; c += 32) {
        float total = 0.0f;
        for (int key = 0; key < g.tokens; ++key) {
            total += mine[key] * toFloat(v[c * a.plane() + a.pixel(g, windowIndex, key)]);
        }
        a.output(g, blockIdx.y)[c * a.plane() + here] = fromFloat<T>(total / sum);
    }
}

}  // namespace

template <typename T>
cudaError_t enqueueNaive(const WindowAttentionCall& call, cudaStream_t stream) {
    int none = 0;
    const Arguments<T> all = argumentsOf<T>(call, none, [](const Group&) { return 0; });
    for (int i = 0; i < call.groups; ++i) {
        if (all.group[i].tokens > MOST_TOKENS) return cudaErrorInvalidValue;
    }
    for (int i = 0; i < call.groups; ++i) {
        Arguments<T> a = all;
        a.group[0] = all.group[i];
        const std::int64_t queries = static_cast<std::int64_t>(a.group[0].count) * a.group[0].tokens;
        const dim3 grid(static_cast<unsigned>((queries + WARPS - 1) / WARPS), static_cast<unsigned>(call.batch));
        const cudaError_t status = launch(naiveKernel<T>, grid, dim3(32 * WARPS), 0, stream, a);
        if (status != cudaSuccess) return status;
    }
    return cudaSuccess;
}

template cudaError_t enqueueNaive<float>(const WindowAttentionCall&, cudaStream_t);
template cudaError_t enqueueNaive<__half>(const WindowAttentionCall&, cudaStream_t);
template cudaError_t enqueueNaive<__nv_bfloat16>(const WindowAttentionCall&, cudaStream_t);

}  // namespace assay::window
