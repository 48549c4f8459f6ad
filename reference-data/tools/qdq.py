"""Inserts QuantizeLinear and DequantizeLinear around an ONNX graph's weights and activations.

The result is as plain as TensorRT likes it: symmetric, zero points of 0, a pair of its own for every
consumer, weights kept in FP32 and quantised in the graph, biases left alone.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import prod

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

# Axis of the output channels in the weights; a Gemm here always has transB=1.
_WEIGHT_AXIS = {"Conv": 0, "Gemm": 0, "MatMul": 1}


@dataclass(frozen=True)
class Layer:
    """A node with constant weights, as far as a scheme wants to know it."""

    node: NodeProto
    weight: np.ndarray

    @property
    def kind(self) -> str:
        return self.node.op_type

    @property
    def groups(self) -> int:
        return next((a.i for a in self.node.attribute if a.name == "group"), 1)

    @property
    def axis(self) -> int:
        return _WEIGHT_AXIS[self.kind]

    @property
    def channels(self) -> tuple[int, int]:
        """Inputs and outputs."""
        return self.weight.shape[1 - self.axis] * self.groups, self.weight.shape[self.axis]

    @property
    def taps(self) -> int:
        return prod(self.weight.shape[2:])


@dataclass(frozen=True)
class Scheme:
    """How numbers are quantised, and in which layers.

    `largest` is the largest number of the format, which the largest magnitude becomes.
    """

    name: str
    element: int
    largest: float
    opset: int
    per_channel: bool
    residuals: bool
    accepts: Callable[[Layer], bool]


def _int8_layer(layer: Layer) -> bool:
    # No kernels are to be expected for depthwise convolutions of 31, 62 or 124 channels, nor for
    # 3 input channels with an odd number of outputs; both are a small part of the work.
    return layer.groups == 1 and (min(layer.channels) >= 16 or layer.channels[1] % 8 == 0)


def _fp8_layer(layer: Layer) -> bool:
    # TensorRT's release notes rule out fast FP8 convolutions with groups or more than 32 taps; channels
    # in multiples of 16 are what tensor cores take without padding. Matrix products have no such limit.
    if layer.kind != "Conv":
        return True
    fits = all(channels % 16 == 0 for channels in layer.channels)
    return layer.groups == 1 and layer.taps <= 32 and fits


INT8 = Scheme("INT8", TensorProto.INT8, 127, 17, True, True, _int8_layer)
FP8 = Scheme("FP8", TensorProto.FLOAT8E4M3FN, 448, 19, False, False, _fp8_layer)
SCHEMES = (INT8, FP8)


def activations(model: ModelProto, scheme: Scheme) -> list[str]:
    """The tensors whose ranges `quantised` needs."""
    tensors = [layer.node.input[0] for layer in _layers(model, scheme)]
    return list(dict.fromkeys(tensors + [node.input[1] for node in _residuals(model, scheme)]))


def counts(model: ModelProto, scheme: Scheme) -> dict[str, int]:
    """How many nodes of each kind `quantised` quantises."""
    kinds = [layer.kind for layer in _layers(model, scheme)]
    return dict(Counter(kinds + ["shortcut"] * len(_residuals(model, scheme))))


def quantised(model: ModelProto, scheme: Scheme, ranges: dict[str, float]) -> ModelProto:
    """A copy of `model` in which the scheme's layers take quantised weights and activations."""
    copy = ModelProto()
    copy.CopyFrom(model)
    if copy.opset_import[0].version < scheme.opset:
        raise_opset(copy, scheme.opset)
    writer = _Writer(copy, scheme, ranges)
    for layer in _layers(copy, scheme):
        writer.activation(layer.node, 0)
        writer.weight(layer)
    for node in _residuals(copy, scheme):
        writer.activation(node, 1)
    writer.finish()
    return copy


def raise_opset(model: ModelProto, opset: int) -> None:
    """From opset 17 on, in place. Of the operators used here only ReduceL2 changed its form."""
    for node in model.graph.node:
        if node.op_type.startswith("Reduce") and opset >= 18:
            for attribute in [a for a in node.attribute if a.name == "axes"]:
                name = node.name + ".axes"
                axes = numpy_helper.from_array(np.array(attribute.ints, np.int64), name)
                model.graph.initializer.append(axes)
                node.input.append(name)
                node.attribute.remove(attribute)
    model.opset_import[0].version = opset


def _layers(model: ModelProto, scheme: Scheme) -> list[Layer]:
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    candidates = [
        Layer(node, numpy_helper.to_array(weights[node.input[1]]))
        for node in model.graph.node
        if node.op_type in _WEIGHT_AXIS and node.input[1] in weights
    ]
    return [layer for layer in candidates if scheme.accepts(layer)]


def _residuals(model: ModelProto, scheme: Scheme) -> list[NodeProto]:
    """The sums of ResNet's blocks, Relu(convolution + shortcut), which fuse with the convolution.

    Only the shortcut, the second input, gets a pair: the first never leaves the convolution's registers.
    """
    if not scheme.residuals:
        return []
    made_by = {node.output[0]: node.op_type for node in model.graph.node}
    rectified = {node.input[0] for node in model.graph.node if node.op_type == "Relu"}
    return [
        node
        for node in model.graph.node
        if node.op_type == "Add"
        and node.output[0] in rectified
        and made_by.get(node.input[0]) == "Conv"
    ]


class _Writer:
    def __init__(self, model: ModelProto, scheme: Scheme, ranges: dict[str, float]):
        self._model = model
        self._scheme = scheme
        self._ranges = ranges
        self._pairs = {}  # by the consumer's output: nodes that go before it
        self._stored = set()
        self._uses = Counter()

    def activation(self, node: NodeProto, index: int) -> None:
        tensor = node.input[index]
        scale = np.float32(self._ranges[tensor] / self._scheme.largest)
        if not scale > 0:
            raise SystemExit(f"{tensor} is 0 in all calibration rows: no scale describes that")
        pair = f"{node.output[0]}.{'input' if index == 0 else 'shortcut'}"
        node.input[index] = self._pair(node, tensor, pair, scale, tensor)

    def weight(self, layer: Layer) -> None:
        magnitudes = np.abs(layer.weight)
        others = tuple(axis for axis in range(magnitudes.ndim) if axis != layer.axis)
        largest = magnitudes.max(axis=others) if self._scheme.per_channel else magnitudes.max()
        tensor = layer.node.input[1]
        scale = np.asarray(largest / self._scheme.largest, np.float32)
        axis = layer.axis if self._scheme.per_channel else None
        # What several layers share gets a pair before each of them.
        uses = self._uses[tensor]
        self._uses[tensor] += 1
        pair = f"{tensor}.{uses}" if uses else tensor
        layer.node.input[1] = self._pair(layer.node, tensor, pair, scale, tensor, axis)

    def _pair(self, node, tensor, name, scale, scale_name, axis=None) -> str:
        scale = np.asarray(scale, np.float32)
        scale_name = self._store(numpy_helper.from_array(scale, scale_name + ".scale"))
        zero = self._store(_zeros(self._scheme.element, scale.shape))
        attributes = {} if axis is None else {"axis": axis}
        quantised_name, back = name + ".quantised", name + ".dequantised"
        self._pairs.setdefault(node.output[0], []).extend(
            helper.make_node(operator, [source, scale_name, zero], [output], output, **attributes)
            for operator, source, output in [
                ("QuantizeLinear", tensor, quantised_name),
                ("DequantizeLinear", quantised_name, back),
            ]
        )
        return back

    def _store(self, tensor: TensorProto) -> str:
        if tensor.name not in self._stored:
            self._stored.add(tensor.name)
            self._model.graph.initializer.append(tensor)
        return tensor.name

    def finish(self) -> None:
        """Puts every pair right before its consumer, as the order of nodes has to be."""
        nodes = list(self._model.graph.node)
        del self._model.graph.node[:]
        for node in nodes:
            self._model.graph.node.extend(self._pairs.get(node.output[0], []))
            self._model.graph.node.append(node)


def _zeros(element: int, shape: tuple[int, ...]) -> TensorProto:
    name = "zero." + TensorProto.DataType.Name(element) + "".join(f".{dim}" for dim in shape)
    return helper.make_tensor(name, element, shape, bytes(prod(shape)), raw=True)
