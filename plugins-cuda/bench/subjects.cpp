#include "bench/subjects.h"

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstring>
#include <memory>

#include "add-bias-transpose/add_bias_transpose.h"
#include "bench/copy.h"
#include "gelu/gelu.h"
#include "l2-normalize/l2_normalize.h"
#include "layernorm/layer_norm.h"
#include "mask2pos/mask2pos.h"
#include "masked-softmax/masked_softmax.h"
#include "window-attention/window_attention.h"

namespace assay::bench {
namespace {

using Size = std::int64_t;

/// Values in [-1, 1], different enough that power and branches are those of real data; 1 MiB, then repeated.
std::vector<unsigned char> noise(Element element) {
    std::vector<unsigned char> bytes(1 << 20);
    std::uint64_t state = 42;
    for (std::size_t i = 0; i < bytes.size() / bytesOf(element); ++i) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        const float value = static_cast<float>(state >> 40) * (2.0f / 16777216.0f) - 1.0f;
        unsigned char* at = bytes.data() + i * bytesOf(element);
        const __half half = __float2half_rn(value);
        const __nv_bfloat16 brain = __float2bfloat16_rn(value);
        if (element == Element::FLOAT32) std::memcpy(at, &value, 4);
        else if (element == Element::FLOAT16) std::memcpy(at, &half, 2);
        else std::memcpy(at, &brain, 2);
    }
    return bytes;
}

std::vector<unsigned char> ones() {
    std::vector<unsigned char> bytes(4096);
    for (std::size_t i = 0; i < bytes.size(); i += 4) bytes[i] = 1;
    return bytes;
}

std::string text(std::initializer_list<Size> dims) {
    std::string all = "[";
    for (const Size d : dims) all += (all.size() > 1 ? ", " : "") + std::to_string(d);
    return all + "]";
}

/// Subjects outlive it: what they capture are values, never a member.
class Collector {
public:
    explicit Collector(Element element)
        : element_(element),
          item_(bytesOf(element)),
          values_(std::make_shared<const std::vector<unsigned char>>(noise(element))) {}

    void layerNorms(Size rows, int width, bool residual) {
        for (const auto& [name, variant] :
             {std::pair{"auto", LayerNormVariant::AUTO}, std::pair{"naive", LayerNormVariant::NAIVE},
              std::pair{"warp", LayerNormVariant::WARP},
              std::pair{"block", LayerNormVariant::BLOCK}, std::pair{"stream", LayerNormVariant::STREAM},
              std::pair{"tile", LayerNormVariant::TILE},
              std::pair{"pipe", LayerNormVariant::PIPE}, std::pair{"burst", LayerNormVariant::BURST},
              std::pair{"burst-streaming", LayerNormVariant::BURST_STREAMING},
              std::pair{"thread", LayerNormVariant::THREAD}, std::pair{"whole", LayerNormVariant::WHOLE}}) {
            if (variant == LayerNormVariant::WARP && width > 1024) continue;
            if (variant == LayerNormVariant::STREAM && !fillsPacks(width)) continue;
            const bool tiles = variant == LayerNormVariant::TILE || variant == LayerNormVariant::PIPE;
            if (tiles && (residual || !fitsTile(width))) continue;
            const bool bursts = variant == LayerNormVariant::BURST || variant == LayerNormVariant::BURST_STREAMING;
            if (bursts && !fitsBurst(width) && !(width > 1024 && fillsPacks(width))) continue;
            if (variant == LayerNormVariant::WHOLE && !fitsWhole(width, 8192)) continue;
            if (variant == LayerNormVariant::THREAD && (item_ != 2 || (width != 31 && width != 50))) continue;
            const std::size_t data = static_cast<std::size_t>(rows) * width * item_;
            const std::size_t weights = static_cast<std::size_t>(width) * item_;
            add(residual ? "layer-norm+residual" : "layer-norm", name, text({rows, width}),
                data * (residual ? 3 : 2) + 2 * weights,
                [=, element = element_, values = values_, variant = variant](Buffers& buffers) {
                    LayerNormCall call;
                    call.x = buffers.make(data, *values);
                    call.residual = residual ? buffers.make(data, *values) : nullptr;
                    call.gamma = buffers.make(weights, *values);
                    call.beta = buffers.make(weights, *values);
                    call.y = buffers.make(data, {});
                    call.rows = rows;
                    call.width = width;
                    call.element = element;
                    call.variant = variant;
                    return [call](cudaStream_t stream) { return layerNorm(call, stream); };
                });
        }
    }

    void softmaxes(Size batch, Size rows, int width) {
        for (const auto& [name, variant] :
             {std::pair{"auto", MaskedSoftmaxVariant::AUTO}, std::pair{"naive", MaskedSoftmaxVariant::NAIVE},
              std::pair{"warp", MaskedSoftmaxVariant::WARP},
              std::pair{"block", MaskedSoftmaxVariant::BLOCK}, std::pair{"stream", MaskedSoftmaxVariant::STREAM},
              std::pair{"tile", MaskedSoftmaxVariant::TILE},
              std::pair{"pipe", MaskedSoftmaxVariant::PIPE}, std::pair{"burst", MaskedSoftmaxVariant::BURST},
              std::pair{"burst-streaming", MaskedSoftmaxVariant::BURST_STREAMING},
              std::pair{"thread", MaskedSoftmaxVariant::THREAD}, std::pair{"whole", MaskedSoftmaxVariant::WHOLE}}) {
            if (variant == MaskedSoftmaxVariant::WARP && width > 1024) continue;
            if (variant == MaskedSoftmaxVariant::STREAM && !fillsPacks(width)) continue;
            const bool tiles = variant == MaskedSoftmaxVariant::TILE || variant == MaskedSoftmaxVariant::PIPE;
            if (tiles && !fitsTile(width)) continue;
            const bool bursts = variant == MaskedSoftmaxVariant::BURST || variant == MaskedSoftmaxVariant::BURST_STREAMING;
            if (bursts && !fitsBurst(width)) continue;
            if (variant == MaskedSoftmaxVariant::WHOLE && !fitsWhole(width, 1024)) continue;
            if (variant == MaskedSoftmaxVariant::THREAD && (item_ != 2 || (width != 31 && width != 50))) continue;
            const std::size_t data = static_cast<std::size_t>(batch * rows) * width * item_;
            const std::size_t mask = static_cast<std::size_t>(batch) * width * 4;
            add("masked-softmax", name, text({batch, rows, width}), 2 * data + mask,
                [=, element = element_, values = values_, variant = variant](Buffers& buffers) {
                    MaskedSoftmaxCall call;
                    call.x = buffers.make(data, *values);
                    call.mask = buffers.make(mask, ones());
                    call.y = buffers.make(data, {});
                    call.batch = batch;
                    call.rowsPerBatch = rows;
                    call.width = width;
                    call.element = element;
                    call.variant = variant;
                    return [call](cudaStream_t stream) { return maskedSoftmax(call, stream); };
                });
        }
    }

    void splits(Size batch, Size length, int heads, int perHead) {
        for (const auto& [name, variant] : {std::pair{"auto", AddBiasTransposeVariant::AUTO},
                                            std::pair{"naive", AddBiasTransposeVariant::NAIVE},
                                            std::pair{"vector", AddBiasTransposeVariant::VECTOR},
                                            std::pair{"short", AddBiasTransposeVariant::SHORT}}) {
            const std::size_t width = static_cast<std::size_t>(heads) * perHead * item_;
            const std::size_t data = static_cast<std::size_t>(batch * length) * width;
            add("add-bias-transpose", name, text({batch, length, heads, perHead}), 2 * data + width,
                [=, element = element_, values = values_, variant = variant](Buffers& buffers) {
                    AddBiasTransposeCall call;
                    call.x = buffers.make(data, *values);
                    call.bias = buffers.make(width, *values);
                    call.y = buffers.make(data, {});
                    call.batch = batch;
                    call.length = length;
                    call.heads = heads;
                    call.perHead = perHead;
                    call.scale = 0.17677669f;
                    call.element = element;
                    call.variant = variant;
                    return [call](cudaStream_t stream) { return addBiasTranspose(call, stream); };
                });
        }
    }

    void normalisations(Size rows, Size width) {
        for (const auto& [name, variant] :
             {std::pair{"auto", L2NormalizeVariant::AUTO}, std::pair{"naive", L2NormalizeVariant::NAIVE},
              std::pair{"warp", L2NormalizeVariant::WARP},
              std::pair{"block", L2NormalizeVariant::BLOCK}, std::pair{"split", L2NormalizeVariant::SPLIT},
              std::pair{"cluster", L2NormalizeVariant::CLUSTER},
              std::pair{"cluster-once", L2NormalizeVariant::CLUSTER_ONCE},
              std::pair{"cluster-wide", L2NormalizeVariant::CLUSTER_WIDE},
              std::pair{"cluster-three", L2NormalizeVariant::CLUSTER_THREE},
              std::pair{"cluster-ring", L2NormalizeVariant::CLUSTER_RING},
              std::pair{"whole", L2NormalizeVariant::WHOLE}}) {
            if (variant == L2NormalizeVariant::WHOLE && !fitsWhole(width, 8192)) continue;
            const bool wide = variant >= L2NormalizeVariant::SPLIT && variant != L2NormalizeVariant::WHOLE;
            if (variant == L2NormalizeVariant::WARP ? width > 1024 : (wide && (width < 8192 || rows > 65535))) continue;
            const std::size_t data = static_cast<std::size_t>(rows * width) * item_;
            const std::size_t workspace = l2NormalizeWorkspace(rows, width) + 4;
            const auto prepare = [=, element = element_, values = values_, variant = variant](Buffers& buffers) {
                L2NormalizeCall call;
                call.x = buffers.make(data, *values);
                call.y = buffers.make(data, {});
                call.workspace = buffers.make(workspace, {});
                call.rows = rows;
                call.width = width;
                call.element = element;
                call.variant = variant;
                return [call](cudaStream_t stream) { return l2Normalize(call, stream); };
            };
            add("l2-normalize", name, text({rows, width}), 2 * data, prepare);
        }
    }

    void gelus(Size count) {
        for (const auto& [name, variant] :
             {std::pair{"auto", GeluVariant::AUTO}, std::pair{"naive", GeluVariant::NAIVE},
              std::pair{"vector", GeluVariant::VECTOR}, std::pair{"short", GeluVariant::SHORT},
              std::pair{"single", GeluVariant::SINGLE}}) {
            for (const auto& [formName, form] : {std::pair{"erf", GeluForm::ERF}, std::pair{"tanh", GeluForm::TANH}}) {
                const std::size_t data = static_cast<std::size_t>(count) * item_;
                add(std::string("gelu-") + formName, name, text({count}), 2 * data,
                    [=, element = element_, values = values_, variant = variant, form = form](Buffers& buffers) {
                        GeluCall call;
                        call.x = buffers.make(data, *values);
                        call.y = buffers.make(data, {});
                        call.count = count;
                        call.form = form;
                        call.element = element;
                        call.variant = variant;
                        return [call](cudaStream_t stream) { return gelu(call, stream); };
                    });
            }
        }
    }

    void positions(Size batch, int length, int channels) {
        for (const auto& [name, variant] :
             {std::pair{"auto", Mask2PosVariant::AUTO}, std::pair{"naive", Mask2PosVariant::NAIVE},
              std::pair{"scan", Mask2PosVariant::SCAN}}) {
            const std::size_t mask = static_cast<std::size_t>(batch) * length * 4;
            const std::size_t data = static_cast<std::size_t>(batch) * length * channels * item_;
            add("mask2pos", name, text({batch, length, channels}), mask + data,
                [=, element = element_, variant = variant](Buffers& buffers) {
                    Mask2PosCall call;
                    call.mask = buffers.make(mask, ones());
                    call.y = buffers.make(data, {});
                    call.batch = batch;
                    call.length = length;
                    call.channels = channels;
                    call.element = element;
                    call.variant = variant;
                    return [call](cudaStream_t stream) { return mask2Pos(call, stream); };
                });
        }
    }

    void attentions(Size batch, int channels, int height, int width, bool shifted) {
        for (const auto& [name, variant] :
             {std::pair{"naive", WindowAttentionVariant::NAIVE}, std::pair{"tiled", WindowAttentionVariant::TILED},
              std::pair{"tensor", WindowAttentionVariant::TENSOR},
              std::pair{"tensor-tf32", WindowAttentionVariant::TENSOR_TF32}}) {
            const bool single = element_ == Element::FLOAT32;
            if (variant == WindowAttentionVariant::NAIVE && batch > 1) continue;  // seconds a launch
            if (variant == WindowAttentionVariant::TENSOR && single) continue;
            if (variant == WindowAttentionVariant::TENSOR_TF32 && !single) continue;
            const std::size_t data = static_cast<std::size_t>(batch) * channels * height * width * item_;
            add(shifted ? "window-attention-shifted" : "window-attention", name, text({batch, channels, height, width}),
                3 * data, [=, element = element_, values = values_, variant = variant](Buffers& buffers) {
                    WindowAttentionCall call;
                    call.projected = buffers.make(2 * data, *values);
                    call.y = buffers.make(data, {});
                    call.batch = batch;
                    call.channels = channels;
                    call.height = height;
                    call.width = width;
                    call.groups = 3;
                    call.window[0] = 4;
                    call.window[1] = 8;
                    call.window[2] = 16;
                    call.shifted = shifted;
                    call.element = element;
                    call.variant = variant;
                    return [call](cudaStream_t stream) { return windowAttention(call, stream); };
                });
            // Two products of 2 n² c flops for each of the pixels / n windows of n = 16, 64, 256 pixels.
            all_.back().flops = 4.0 * static_cast<double>(batch) * height * width * (channels / 3) * (16 + 64 + 256);
        }
    }

    std::vector<Subject> take() { return std::move(all_); }

private:
    bool fillsPacks(Size width) const { return width * static_cast<Size>(item_) % 16 == 0; }
    bool fitsBurst(Size width) const { return width % (item_ == 4 ? 2 : 4) == 0 && width <= 1024; }
    bool fitsWhole(Size width, Size most) const { return width >= 32 && width <= most && (width & (width - 1)) == 0; }
    bool fitsTile(Size width) const { return item_ == 2 && width <= 128; }

    void add(std::string kernel, std::string variant, std::string shape, std::size_t bytes, Prepare prepare) {
        all_.push_back(
            Subject{std::move(kernel), std::move(variant), std::move(shape), element_, bytes, 0.0, std::move(prepare)});
    }

    Element element_;
    std::size_t item_;
    std::shared_ptr<const std::vector<unsigned char>> values_;
    std::vector<Subject> all_;
};

}  // namespace

std::vector<Subject> subjects() {
    std::vector<Subject> all;
    for (const Element element : {Element::FLOAT32, Element::FLOAT16, Element::BFLOAT16}) {
        Collector collector(element);
        // AnchorDETR at 800 x 800: 2500 positions of 256 channels, 900 queries, rows of 50; MST++: 249,856 pixels.
        collector.layerNorms(2500, 256, false);
        collector.layerNorms(2500, 256, true);
        collector.layerNorms(249856, 31, false);
        for (const int width : {31, 124, 256, 1024, 4096}) {
            collector.layerNorms(256 * 1024 * 1024ll / width, width, false);
        }
        collector.layerNorms(512 * 1024, 256, true);
        collector.softmaxes(1, 8 * 2500, 50);
        collector.softmaxes(8, 8 * 40000, 50);
        for (const int width : {64, 256, 1024, 4096}) collector.softmaxes(8, 16 * 1024 * 1024ll / width, width);
        collector.splits(1, 2500, 8, 32);
        collector.splits(64, 8192, 8, 32);
        collector.normalisations(31, 249856);
        collector.normalisations(31 * 16, 249856);
        collector.normalisations(512 * 1024, 256);
        collector.normalisations(32 * 1024, 4096);
        collector.gelus(124 * 249856ll);
        collector.gelus(128 * 1024 * 1024ll);
        collector.positions(1, 50, 256);
        collector.positions(512, 1000, 256);
        collector.attentions(1, 60, 304, 208, false);
        collector.attentions(1, 180, 304, 208, false);
        collector.attentions(1, 180, 304, 208, true);
        collector.attentions(8, 180, 304, 208, false);
        for (Subject& subject : collector.take()) all.push_back(std::move(subject));
    }
    return all;
}

Subject copyOf(std::size_t bytes, CopyForm form) {
    Subject copy;
    copy.kernel = "copy";
    copy.variant = form == CopyForm::LONG ? "kernel" : "kernel-short";
    copy.shape = text({static_cast<Size>(bytes)});
    copy.bytes = 2 * bytes;
    copy.prepare = [=](Buffers& buffers) {
        void* from = buffers.make(bytes, noise(Element::FLOAT32));
        void* to = buffers.make(bytes, {});
        return [=](cudaStream_t stream) { return copyByKernel(from, to, bytes, form, stream); };
    };
    return copy;
}

}  // namespace assay::bench
