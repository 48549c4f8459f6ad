// Where the pixels of windows lie, and which blocks work on which windows.
#pragma once

#include <cstdint>

#include "common/launch.cuh"
#include "window-attention/window_attention.h"

namespace assay::window {

/// One group of channels as the kernels see it.
struct Group {
    int window;      // side, in pixels
    int tokens;      // window²
    int shift;       // by how much the image is rolled, in pixels
    int across;      // windows in a row of the image
    int count;       // windows in the image
    int index;       // its place among the groups' channels
    int firstBlock;  // blocks before are of other groups
};

template <typename T>
struct Arguments {
    const T* projected;
    const T* values;
    T* y;
    int perGroup;  // channels
    int groups;
    int height;
    int width;
    Group group[MOST_WINDOW_GROUPS];

    __device__ std::int64_t plane() const { return static_cast<std::int64_t>(height) * width; }

    /// First channel of a group's queries, of batch `batch`.
    __device__ const T* queries(const Group& g, std::int64_t batch) const {
        return projected + (batch * groups + g.index) * 2 * perGroup * plane();
    }
    __device__ const T* valuesOf(const Group& g, std::int64_t batch) const {
        return values ? values + (batch * groups + g.index) * perGroup * plane()
                      : queries(g, batch) + perGroup * plane();
    }
    __device__ T* output(const Group& g, std::int64_t batch) const {
        return y + (batch * groups + g.index) * perGroup * plane();
    }

    /// The group that block `block` works for.
    __device__ const Group& groupOf(int block) const {
        int found = 0;
#pragma unroll
        for (int i = 1; i < MOST_WINDOW_GROUPS; ++i) {
            if (i < groups && block >= group[i].firstBlock) found = i;
        }
        return group[found];
    }

    /// Place of a token within a plane. Rolling by -shift, cutting, and rolling back means: windows begin at `shift`
    /// and wrap around, and results go where the queries came from.
    __device__ int pixel(const Group& g, int windowIndex, int token) const {
        int row = windowIndex / g.across * g.window + token / g.window + g.shift;
        int column = windowIndex % g.across * g.window + token % g.window + g.shift;
        if (row >= height) row -= height;
        if (column >= width) column -= width;
        return row * width + column;
    }
};

/// The arguments with groups in order of falling windows, so that the longest blocks start first. `blocksOf(group)`
/// says how many blocks of one image a group takes; `blocks` becomes their sum.
template <typename T, typename BlocksOf>
Arguments<T> argumentsOf(const WindowAttentionCall& call, int& blocks, BlocksOf&& blocksOf) {
    Arguments<T> a{};
    a.projected = static_cast<const T*>(call.projected);
    a.values = static_cast<const T*>(call.values);
    a.y = static_cast<T*>(call.y);
    a.perGroup = call.channels / call.groups;
    a.groups = call.groups;
    a.height = call.height;
    a.width = call.width;
    for (int i = 0; i < call.groups; ++i) {
        const int w = call.window[i];
        int place = i;
        for (; place > 0 && a.group[place - 1].window < w; --place) a.group[place] = a.group[place - 1];
        a.group[place] =
            Group{w, w * w, call.shifted ? w / 2 : 0, call.width / w, (call.width / w) * (call.height / w), i, 0};
    }
    blocks = 0;
    for (int i = 0; i < call.groups; ++i) {
        a.group[i].firstBlock = blocks;
        blocks += blocksOf(a.group[i]);
    }
    return a;
}

/// The variants' launchers. Sizes were checked before; they check what is theirs alone.
template <typename T>
cudaError_t enqueueNaive(const WindowAttentionCall& call, cudaStream_t stream);
template <typename T>
cudaError_t enqueueTiled(const WindowAttentionCall& call, cudaStream_t stream);
template <typename T>
cudaError_t enqueueTensor(const WindowAttentionCall& call, cudaStream_t stream);

}  // namespace assay::window
