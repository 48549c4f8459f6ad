"""ELAN as an ONNX graph, written node by node, with batch normalisation folded into the weights.

Windows are cut by one Reshape, one Transpose and one Reshape. The shapes that these need depend on height
and width alone and are computed once, from the padded size, for all attentions of one window size. The
graph has exactly the 220 convolutions of the full network that the official one has.
"""

import numpy as np
from onnx import ModelProto
from torch import nn

from elan import (
    COLOURS,
    SCALE,
    WINDOWS,
    Block,
    ColourShift,
    Elan,
    LocalFeatures,
    ShiftedConvolution,
    WindowAttention,
)
from network_graph import NetworkGraph, enlarged_images, images

_END = np.iinfo(np.int64).max


def onnx_model(model: Elan) -> ModelProto:
    """`input` [N, 3, H, W] -> `output` [N, 3, 4 H, 4 W], float32, every axis but the channels free."""
    return _Writer(model).write()


class _Writer:
    def __init__(self, model: Elan):
        self._model = model
        self._graph = NetworkGraph("elan", model)
        self._shapes = {}

    def write(self) -> ModelProto:
        graph, model = self._graph, self._model
        size = graph.node("Shape", ["input"], "size", start=2)
        padded, target = graph.padded("input", size, model.multiple)
        graph.split(target, ["padded.height", "padded.width"], axis=0)
        head = graph.conv(model.head[0], self._colour_shift(model.sub_mean, padded))
        x = head
        for block in model.body:
            x = self._block(block, x)
        x = graph.node("Add", [x, head], "features")
        x = graph.conv(model.tail[0], x)
        x = graph.node("DepthToSpace", [x], graph.name(model.tail[1]), blocksize=SCALE, mode="CRD")
        x = self._colour_shift(model.add_mean, x)
        scale = graph.constant([SCALE], np.int64)
        graph.cropped(x, graph.node("Mul", [size, scale], "enlarged.size"), "output")
        return graph.model([images("input", COLOURS)], [enlarged_images("output", COLOURS)])

    def _block(self, block: Block, x: str) -> str:
        attention = []
        steps = zip(block.modules_lfe.values(), block.modules_gmsa.values(), strict=True)
        for convolve, attend in steps:
            x = self._residual(convolve, self._local_features(convolve, x), x)
            mixed, attention = self._attention(attend, x, attention)
            x = self._residual(attend, mixed, x)
        return x

    def _residual(self, module: nn.Module, branch: str, x: str) -> str:
        return self._graph.node("Add", [branch, x], self._graph.name(module) + ".sum")

    def _local_features(self, module: LocalFeatures, x: str) -> str:
        x = self._shifted_convolution(module.conv0.shift_conv, x)
        x = self._graph.node("Relu", [x], self._graph.name(module) + ".relu")
        return self._shifted_convolution(module.conv1.shift_conv, x)

    def _shifted_convolution(self, module: ShiftedConvolution, x: str) -> str:
        graph, channels = self._graph, module.weight.shape[0]
        kernels = graph.constant(module.weight.numpy(), np.float32)  # the same for equal channels
        shifted = graph.node(
            "Conv",
            [x, kernels],
            graph.name(module) + ".shifted",
            kernel_shape=[3, 3],
            pads=[1, 1, 1, 1],
            group=channels,
        )
        return graph.conv(module.conv1x1, shifted)

    def _colour_shift(self, module: ColourShift, x: str) -> str:
        graph, name = self._graph, self._graph.name(module)
        weight = graph.weight(name + ".weight", module.weight.numpy())
        bias = graph.weight(name + ".bias", module.bias.numpy())
        return graph.node("Conv", [x, weight, bias], name, kernel_shape=[1, 1])

    def _attention(
        self, module: WindowAttention, x: str, attention: list[str]
    ) -> tuple[str, list[str]]:
        """The mixed channels, and the attention that was used for each window size."""
        graph, name = self._graph, self._graph.name(module)
        x = graph.normalised_conv(*module.project_inp, x)
        groups = graph.split(x, [f"{name}.group.{window}" for window in WINDOWS], axis=1)
        channels = module.project_out.in_channels // len(WINDOWS)
        used, mixed = [], []
        for index, (window, group) in enumerate(zip(WINDOWS, groups, strict=True)):
            part = f"{name}.{window}"
            if module.shifted:
                group = self._rolled(group, -(window // 2), part + ".shifted")
            if module.calculates:
                tokens = self._tokens(group, window, 2 * channels, part)
                query, value = graph.split(tokens, [part + ".query", part + ".value"], axis=2)
                key = graph.transpose(query, part + ".key", [0, 2, 1])
                scores = graph.node("MatMul", [query, key], part + ".scores")
                used.append(graph.node("Softmax", [scores], part + ".attention", axis=-1))
            else:
                value = self._tokens(group, window, channels, part)
                used.append(attention[index])
            tokens = graph.node("MatMul", [used[index], value], part + ".mixed")
            image = self._image(tokens, window, channels, part)
            if module.shifted:
                image = self._rolled(image, window // 2, part + ".back")
            mixed.append(image)
        mixed = graph.node("Concat", mixed, name + ".mixed", axis=1)
        return graph.conv(module.project_out, mixed), used

    def _tokens(self, x: str, window: int, channels: int, name: str) -> str:
        """[N, channels, H, W] -> [windows, window^2, channels]."""
        rows, columns = f"window.{window}.rows", f"window.{window}.columns"
        pieces = [0, channels, rows, window, columns, window]
        cut = self._shape(f"window.{window}.cut.{channels}", pieces)
        x = self._graph.node("Reshape", [x, cut], name + ".cut")
        x = self._graph.transpose(x, name + ".windows", [0, 2, 4, 3, 5, 1])
        target = self._graph.constant([-1, window * window, channels], np.int64)
        return self._graph.node("Reshape", [x, target], name + ".tokens")

    def _image(self, tokens: str, window: int, channels: int, name: str) -> str:
        """[windows, window^2, channels] -> [N, channels, H, W]."""
        rows, columns = f"window.{window}.rows", f"window.{window}.columns"
        pieces = [-1, rows, columns, window, window, channels]
        apart = self._shape(f"window.{window}.pieces.{channels}", pieces)
        x = self._graph.node("Reshape", [tokens, apart], name + ".pieces")
        x = self._graph.transpose(x, name + ".joined", [0, 5, 1, 3, 2, 4])
        whole = self._shape("padded.shape", [0, 0, "padded.height", "padded.width"])
        return self._graph.node("Reshape", [x, whole], name + ".image")

    def _shape(self, name: str, dims: list[int | str]) -> str:
        """A shape of numbers and of computed tensors with one number, made when first asked for."""
        if name not in self._shapes:
            parts = [
                self._graph.constant([dim], np.int64) if isinstance(dim, int) else self._length(dim)
                for dim in dims
            ]
            self._shapes[name] = self._graph.node("Concat", parts, name, axis=0)
        return self._shapes[name]

    def _length(self, name: str) -> str:
        """`window.w.rows` and `window.w.columns`: how many windows of w pixels there are."""
        if name.startswith("padded.") or name in self._shapes:
            return name
        _, window, axis = name.split(".")
        whole = {"rows": "padded.height", "columns": "padded.width"}[axis]
        divisor = self._graph.constant([int(window)], np.int64)
        self._shapes[name] = self._graph.node("Div", [whole, divisor], name)
        return name

    def _rolled(self, x: str, distance: int, name: str) -> str:
        """Like torch.roll by the same distance along both axes: what leaves at one side enters at the other."""
        graph = self._graph
        cut = graph.constant([-distance], np.int64)
        start, end = graph.constant([0], np.int64), graph.constant([_END], np.int64)
        for axis, side in [(2, "rows"), (3, "columns")]:
            axes = graph.constant([axis], np.int64)
            last = graph.node("Slice", [x, cut, end, axes], f"{name}.{side}.last")
            first = graph.node("Slice", [x, start, cut, axes], f"{name}.{side}.first")
            x = graph.node("Concat", [last, first], f"{name}.{side}", axis=axis)
        return x
