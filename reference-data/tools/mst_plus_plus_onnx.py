"""MST++ as an ONNX graph, written node by node from the weights of the PyTorch network.

An exporter would trace: it freezes what it takes for constants and leaves hundreds of shape nodes. Here
the only shapes in the graph are the padding, the crop and one `Shape` for each attention, so batch,
height and width stay free. That graph and network agree is not assumed but checked by `export.py`.
"""

import numpy as np
from onnx import ModelProto, TensorProto, helper
from torch import nn

from graph import Graph
from mst_plus_plus import (
    BANDS,
    AttentionBlock,
    MstPlusPlus,
    SpectralAttention,
    SpectralTransformer,
)

_TO_NHWC = [0, 2, 3, 1]
_TO_NCHW = [0, 3, 1, 2]


def onnx_model(model: MstPlusPlus) -> ModelProto:
    """`input` [N, 3, H, W] -> `output` [N, 31, H, W], float32, every axis but the channels free."""
    return _Writer(model).write()


class _Writer:
    def __init__(self, model: MstPlusPlus):
        self._model = model
        self._graph = Graph("mst-plus-plus")
        self._names = {module: name for name, module in model.named_modules()}

    def write(self) -> ModelProto:
        graph, model = self._graph, self._model
        size = graph.node("Shape", ["input"], "size", start=2)
        x = self._conv(model.conv_in, self._padded("input", size))
        features = x
        for stage in model.body:
            features = self._stage(stage, features)
        full = graph.node("Add", [self._conv(model.conv_out, features), x], "full")
        start, axes = graph.constant([0, 0], np.int64), graph.constant([2, 3], np.int64)
        graph.node("Slice", [full, start, size, axes], "output")
        return graph.model([_image("input", 3)], [_image("output", BANDS)])

    def _padded(self, x: str, size: str) -> str:
        """Reflects right and below up to a multiple: pad = ceil(size / m) * m - size."""
        graph = self._graph
        multiple = graph.constant([self._model.multiple], np.int64)
        less_one = graph.constant([self._model.multiple - 1], np.int64)
        blocks = graph.node("Add", [size, less_one], "padding.raised")
        blocks = graph.node("Div", [blocks, multiple], "padding.blocks")
        target = graph.node("Mul", [blocks, multiple], "padding.target")
        after = graph.node("Sub", [target, size], "padding.after")
        none = graph.constant([0] * 6, np.int64)
        pads = graph.node("Concat", [none, after], "padding.pads", axis=0)
        return graph.node("Pad", [x, pads], "padded", mode="reflect")

    def _stage(self, stage: SpectralTransformer, image: str) -> str:
        x = self._conv(stage.embedding, image)
        skips = []
        for block, shrink in stage.encoder_layers:
            skips.append(self._block(block, x))
            x = self._conv(shrink, skips[-1])
        x = self._block(stage.bottleneck, x)
        for grow, fuse, block in stage.decoder_layers:
            pair = [self._conv(grow, x), skips.pop()]
            x = self._graph.node("Concat", pair, self._names[fuse] + ".pair", axis=1)
            x = self._block(block, self._conv(fuse, x))
        mapped = self._conv(stage.mapping, x)
        return self._graph.node("Add", [mapped, image], self._names[stage] + ".residual")

    def _block(self, block: AttentionBlock, x: str) -> str:
        name = self._names[block]
        attention, feed_forward = block.blocks[0]
        x = self._transpose(x, name + ".nhwc", _TO_NHWC)
        attended = self._attention(attention, x)
        x = self._graph.node("Add", [attended, x], name + ".attended")
        inner = self._transpose(self._layer_norm(feed_forward.norm, x), name + ".wide", _TO_NCHW)
        inner = self._sequential(feed_forward.fn.net, inner)
        inner = self._transpose(inner, name + ".fed", _TO_NHWC)
        x = self._graph.node("Add", [inner, x], name + ".sum")
        return self._transpose(x, name + ".nchw", _TO_NCHW)

    def _attention(self, module: SpectralAttention, x: str) -> str:
        graph, name = self._graph, self._names[module]
        value = self._linear(module.to_v, x)
        query = self._normalised(self._heads(module, self._linear(module.to_q, x)))
        key = self._normalised(self._heads(module, self._linear(module.to_k, x)))
        query = self._transpose(query, name + ".query", [0, 1, 3, 2])
        scale = graph.weight(name + ".rescale", module.rescale.numpy())
        scores = graph.node("MatMul", [key, query], name + ".cosines")
        scores = graph.node("Mul", [scores, scale], name + ".scores")
        weights = graph.node("Softmax", [scores], name + ".attention", axis=-1)
        mixed = graph.node("MatMul", [weights, self._heads(module, value)], name + ".mixed")
        mixed = self._transpose(mixed, name + ".tokens", _TO_NCHW)
        shape = graph.node("Shape", [x], name + ".shape")
        mixed = graph.node("Reshape", [mixed, shape], name + ".merged")
        position = self._transpose(value, name + ".value", _TO_NCHW)
        position = self._sequential(module.pos_emb, position)
        position = self._transpose(position, name + ".position", _TO_NHWC)
        return graph.node("Add", [self._linear(module.proj, mixed), position], name + ".out")

    def _heads(self, module: SpectralAttention, x: str) -> str:
        """[B, H, W, heads * d] -> [B, heads, d, H * W]; 0 keeps the batch, whatever it is."""
        target = self._graph.constant([0, -1, module.heads, BANDS], np.int64)
        split = self._graph.node("Reshape", [x, target], x + ".heads")
        return self._transpose(split, x + ".rows", _TO_NHWC)

    def _normalised(self, x: str) -> str:
        graph = self._graph
        length = graph.node("ReduceL2", [x], x + ".length", axes=[-1], keepdims=1)
        floor = graph.constant(1e-12, np.float32)
        length = graph.node("Max", [length, floor], x + ".divisor")
        return graph.node("Div", [x, length], x + ".unit")

    def _linear(self, module: nn.Linear, x: str) -> str:
        graph, name = self._graph, self._names[module]
        weight = graph.weight(name + ".weight", module.weight.numpy().T)
        product = graph.node("MatMul", [x, weight], name)
        if module.bias is None:
            return product
        bias = graph.weight(name + ".bias", module.bias.numpy())
        return graph.node("Add", [product, bias], name + ".biased")

    def _layer_norm(self, module: nn.LayerNorm, x: str) -> str:
        name = self._names[module]
        inputs = [x, *self._parameters(module)]
        return self._graph.node("LayerNormalization", inputs, name, axis=-1, epsilon=module.eps)

    def _conv(self, module: nn.Conv2d | nn.ConvTranspose2d, x: str) -> str:
        transposed = isinstance(module, nn.ConvTranspose2d)
        return self._graph.node(
            "ConvTranspose" if transposed else "Conv",
            [x, *self._parameters(module)],
            self._names[module],
            kernel_shape=list(module.kernel_size),
            strides=list(module.stride),
            pads=list(module.padding) * 2,
            group=module.groups,
        )

    def _parameters(self, module: nn.Module) -> list[str]:
        name = self._names[module]
        return [
            self._graph.weight(f"{name}.{suffix}", parameter.numpy())
            for suffix, parameter in module.named_parameters()
        ]

    def _sequential(self, modules: nn.Sequential, x: str) -> str:
        for module in modules:
            x = self._gelu(module, x) if isinstance(module, nn.GELU) else self._conv(module, x)
        return x

    def _gelu(self, module: nn.GELU, x: str) -> str:
        """x / 2 * (1 + erf(x / sqrt(2))), in the order of nodes that engines know how to fuse."""
        graph, name = self._graph, self._names[module]
        scaled = graph.node("Div", [x, graph.constant(2**0.5, np.float32)], name + ".scaled")
        erf = graph.node("Erf", [scaled], name + ".erf")
        raised = graph.node("Add", [erf, graph.constant(1, np.float32)], name + ".raised")
        product = graph.node("Mul", [x, raised], name + ".product")
        return graph.node("Mul", [product, graph.constant(0.5, np.float32)], name)

    def _transpose(self, x: str, output: str, order: list[int]) -> str:
        return self._graph.node("Transpose", [x], output, perm=order)


def _image(name: str, channels: int):
    shape = ["batch", channels, "height", "width"]
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
