"""MST++ as an ONNX graph, written node by node from the weights of the PyTorch network.

An exporter would trace: it freezes what it takes for constants and leaves hundreds of shape nodes. Here
the only shapes in the graph are the padding, the crop and one `Shape` for each attention, so batch,
height and width stay free. That graph and network agree is not assumed but checked by `export.py`.
"""

import numpy as np
from onnx import ModelProto
from torch import nn

from mst_plus_plus import (
    BANDS,
    AttentionBlock,
    MstPlusPlus,
    SpectralAttention,
    SpectralTransformer,
)
from network_graph import NetworkGraph, images

_TO_NHWC = [0, 2, 3, 1]
_TO_NCHW = [0, 3, 1, 2]


def onnx_model(model: MstPlusPlus) -> ModelProto:
    """`input` [N, 3, H, W] -> `output` [N, 31, H, W], float32, every axis but the channels free."""
    return _Writer(model).write()


class _Writer:
    def __init__(self, model: MstPlusPlus):
        self._model = model
        self._graph = NetworkGraph("mst-plus-plus", model)

    def write(self) -> ModelProto:
        graph, model = self._graph, self._model
        size = graph.node("Shape", ["input"], "size", start=2)
        padded, _ = graph.padded("input", size, model.multiple)
        x = graph.conv(model.conv_in, padded)
        features = x
        for stage in model.body:
            features = self._stage(stage, features)
        full = graph.node("Add", [graph.conv(model.conv_out, features), x], "full")
        graph.cropped(full, size, "output")
        return graph.model([images("input", 3)], [images("output", BANDS)])

    def _stage(self, stage: SpectralTransformer, image: str) -> str:
        x = self._graph.conv(stage.embedding, image)
        skips = []
        for block, shrink in stage.encoder_layers:
            skips.append(self._block(block, x))
            x = self._graph.conv(shrink, skips[-1])
        x = self._block(stage.bottleneck, x)
        for grow, fuse, block in stage.decoder_layers:
            pair = [self._graph.conv(grow, x), skips.pop()]
            x = self._graph.node("Concat", pair, self._graph.name(fuse) + ".pair", axis=1)
            x = self._block(block, self._graph.conv(fuse, x))
        mapped = self._graph.conv(stage.mapping, x)
        return self._graph.node("Add", [mapped, image], self._graph.name(stage) + ".residual")

    def _block(self, block: AttentionBlock, x: str) -> str:
        name = self._graph.name(block)
        attention, feed_forward = block.blocks[0]
        x = self._graph.transpose(x, name + ".nhwc", _TO_NHWC)
        attended = self._attention(attention, x)
        x = self._graph.node("Add", [attended, x], name + ".attended")
        inner = self._layer_norm(feed_forward.norm, x)
        inner = self._graph.transpose(inner, name + ".wide", _TO_NCHW)
        inner = self._sequential(feed_forward.fn.net, inner)
        inner = self._graph.transpose(inner, name + ".fed", _TO_NHWC)
        x = self._graph.node("Add", [inner, x], name + ".sum")
        return self._graph.transpose(x, name + ".nchw", _TO_NCHW)

    def _attention(self, module: SpectralAttention, x: str) -> str:
        graph, name = self._graph, self._graph.name(module)
        value = self._linear(module.to_v, x)
        query = self._normalised(self._heads(module, self._linear(module.to_q, x)))
        key = self._normalised(self._heads(module, self._linear(module.to_k, x)))
        query = self._graph.transpose(query, name + ".query", [0, 1, 3, 2])
        scale = graph.weight(name + ".rescale", module.rescale.numpy())
        scores = graph.node("MatMul", [key, query], name + ".cosines")
        scores = graph.node("Mul", [scores, scale], name + ".scores")
        weights = graph.node("Softmax", [scores], name + ".attention", axis=-1)
        mixed = graph.node("MatMul", [weights, self._heads(module, value)], name + ".mixed")
        mixed = self._graph.transpose(mixed, name + ".tokens", _TO_NCHW)
        shape = graph.node("Shape", [x], name + ".shape")
        mixed = graph.node("Reshape", [mixed, shape], name + ".merged")
        position = self._graph.transpose(value, name + ".value", _TO_NCHW)
        position = self._sequential(module.pos_emb, position)
        position = self._graph.transpose(position, name + ".position", _TO_NHWC)
        return graph.node("Add", [self._linear(module.proj, mixed), position], name + ".out")

    def _heads(self, module: SpectralAttention, x: str) -> str:
        """[B, H, W, heads * d] -> [B, heads, d, H * W]; 0 keeps the batch, whatever it is."""
        target = self._graph.constant([0, -1, module.heads, BANDS], np.int64)
        split = self._graph.node("Reshape", [x, target], x + ".heads")
        return self._graph.transpose(split, x + ".rows", _TO_NHWC)

    def _normalised(self, x: str) -> str:
        graph = self._graph
        length = graph.node("ReduceL2", [x], x + ".length", axes=[-1], keepdims=1)
        floor = graph.constant(1e-12, np.float32)
        length = graph.node("Max", [length, floor], x + ".divisor")
        return graph.node("Div", [x, length], x + ".unit")

    def _linear(self, module: nn.Linear, x: str) -> str:
        graph, name = self._graph, self._graph.name(module)
        weight = graph.weight(name + ".weight", module.weight.numpy().T)
        product = graph.node("MatMul", [x, weight], name)
        if module.bias is None:
            return product
        bias = graph.weight(name + ".bias", module.bias.numpy())
        return graph.node("Add", [product, bias], name + ".biased")

    def _layer_norm(self, module: nn.LayerNorm, x: str) -> str:
        name = self._graph.name(module)
        inputs = [x, *self._graph.parameters(module)]
        return self._graph.node("LayerNormalization", inputs, name, axis=-1, epsilon=module.eps)

    def _sequential(self, modules: nn.Sequential, x: str) -> str:
        for module in modules:
            gelu = isinstance(module, nn.GELU)
            x = self._gelu(module, x) if gelu else self._graph.conv(module, x)
        return x

    def _gelu(self, module: nn.GELU, x: str) -> str:
        """x / 2 * (1 + erf(x / sqrt(2))), in the order of nodes that engines know how to fuse."""
        graph, name = self._graph, self._graph.name(module)
        scaled = graph.node("Div", [x, graph.constant(2**0.5, np.float32)], name + ".scaled")
        erf = graph.node("Erf", [scaled], name + ".erf")
        raised = graph.node("Add", [erf, graph.constant(1, np.float32)], name + ".raised")
        product = graph.node("Mul", [x, raised], name + ".product")
        return graph.node("Mul", [product, graph.constant(0.5, np.float32)], name)
