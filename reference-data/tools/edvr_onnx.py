"""EDVR as an ONNX graph, written node by node from the weights of the PyTorch network.

ONNX Runtime 1.20 has no `DeformConv`, TensorRT has it as a plugin only. So a deformable convolution is
one `GridSample` for all groups and taps, and a 1x1 convolution of what it saw: for 128 features at
180x320, 265 MB for one frame. Frames are aligned one after another, each with nodes of its own around
the same weights, so that an engine need not hold this for five frames at once.
"""

import numpy as np
from onnx import ModelProto, TensorProto, helper
from torch import nn

from deformable import TAPS, DeformableConv
from deformable_onnx import Sampler
from edvr import GROUPS, SCALE, SLOPE, Alignment, Edvr
from edvr_fusion import Fusion
from graph import Graph


def onnx_model(model: Edvr) -> ModelProto:
    """`input` [N, T, 3, H, W] -> `output` [N, 3, 4 H, 4 W]; N free, H and W any multiples of 4."""
    return _Writer(model).write()


class _Writer:
    def __init__(self, model: Edvr):
        self._model = model
        self._graph = Graph("edvr")
        self._names = {module: name for name, module in model.named_modules()}
        self._weights = {}
        self._samplers = []
        self._frame = ""  # suffix of the tensors of one frame

    def write(self) -> ModelProto:
        graph, model = self._graph, self._model
        size = graph.node("Shape", ["input"], "size", start=3)
        channels = graph.constant([-1, 3], np.int64)
        frames = graph.node("Concat", [channels, size], "frames.shape", axis=0)
        levels = self._pyramid(graph.node("Reshape", ["input", frames], "frames"))
        levels = [self._by_clip(level) for level in levels]
        middle = [self._pick(level, model.frames // 2, "middle") for level in levels]
        features = model.conv_first.out_channels
        self._samplers = [
            Sampler(graph, x, features, GROUPS, f"level{i}") for i, x in enumerate(middle, 1)
        ]
        aligned = []
        for i in range(model.frames):
            self._frame = f".frame{i}"
            frame = [self._pick(level, i, f"frame{i}") for level in levels]
            aligned.append(self._aligned(model.pcd_align, frame, middle))
        x = self._blocks(model.reconstruction, self._fused(model.fusion, aligned))
        x = self._leaky(self._shuffled(self._conv(model.upconv1, x)))
        x = self._leaky(self._shuffled(self._conv(model.upconv2, x)))
        x = self._conv(model.conv_last, self._leaky(self._conv(model.conv_hr, x)))
        enlarged = self._enlarged(self._pick("input", model.frames // 2, "picture"), SCALE)
        graph.node("Add", [x, enlarged], "output")
        clip = ["batch", model.frames, 3, "height", "width"]
        picture = ["batch", 3, "height_out", "width_out"]
        return graph.model([_tensor("input", clip)], [_tensor("output", picture)])

    def _pyramid(self, frames: str) -> list[str]:
        model = self._model
        full = self._leaky(self._conv(model.conv_first, frames))
        full = self._blocks(model.feature_extraction, full)
        half = self._leaky(self._conv(model.conv_l2_1, full))
        half = self._leaky(self._conv(model.conv_l2_2, half))
        quarter = self._leaky(self._conv(model.conv_l3_1, half))
        return [full, half, self._leaky(self._conv(model.conv_l3_2, quarter))]

    def _by_clip(self, level: str) -> str:
        """[B * T, C, H, W] -> [B, T, C, H, W]."""
        size = self._graph.node("Shape", [level], level + ".size", start=1)
        clips = self._graph.constant([-1, self._model.frames], np.int64)
        shape = self._graph.node("Concat", [clips, size], level + ".shape", axis=0)
        return self._graph.node("Reshape", [level, shape], level + ".clips")

    def _pick(self, clips: str, frame: int, name: str) -> str:
        index = self._graph.scalar(frame, np.int64)
        return self._graph.node("Gather", [clips, index], f"{clips}.{name}", axis=1)

    def _aligned(self, align: Alignment, frame: list[str], middle: list[str]) -> str:
        near = self._near(align, "l3", frame[2], middle[2])
        offset = self._leaky(self._conv(align.offset_conv2["l3"], near))
        x = self._leaky(self._deformed(align.dcn_pack["l3"], frame[2], offset, level=3))
        for level in (2, 1):
            name = f"l{level}"
            near = self._near(align, name, frame[level - 1], middle[level - 1])
            pair = [near, self._twice(self._enlarged(offset, 2))]
            offset = self._leaky(self._conv_of_pair(align.offset_conv2[name], pair))
            offset = self._leaky(self._conv(align.offset_conv3[name], offset))
            own = self._deformed(align.dcn_pack[name], frame[level - 1], offset, level)
            x = self._conv_of_pair(align.feat_conv[name], [own, self._enlarged(x, 2)])
            x = self._leaky(x) if level == 2 else x
        near = self._leaky(self._conv_of_pair(align.cas_offset_conv1, [x, middle[0]]))
        offset = self._leaky(self._conv(align.cas_offset_conv2, near))
        return self._leaky(self._deformed(align.cas_dcnpack, x, offset, level=1))

    def _near(self, align: Alignment, level: str, frame: str, middle: str) -> str:
        return self._leaky(self._conv_of_pair(align.offset_conv1[level], [frame, middle]))

    def _deformed(self, module: DeformableConv, x: str, features: str, level: int) -> str:
        name = self._names[module]
        moves = self._conv(module.conv_offset, features)
        columns = self._samplers[level - 1].columns(x, moves, name + self._frame)
        kernel = module.weight.numpy().reshape(module.channels, module.channels * TAPS, 1, 1)
        weight = self._weight(name + ".weight", kernel)
        bias = self._weight(name + ".bias", module.bias.numpy())
        inputs = [columns, weight, bias]
        return self._graph.node("Conv", inputs, name + self._frame, kernel_shape=[1, 1])

    def _fused(self, fusion: Fusion, aligned: list[str]) -> str:
        weighted = self._weighted(fusion, aligned)
        x = self._leaky(self._conv(fusion.feat_fusion, weighted))
        attention = self._attention(fusion, weighted)
        shift = self._leaky(self._conv(fusion.spatial_attn_add1, attention))
        shift = self._conv(fusion.spatial_attn_add2, shift)
        gate = self._graph.node("Sigmoid", [attention], "fusion.gate")
        x = self._twice(self._graph.node("Mul", [x, gate], "fusion.gated"))
        return self._graph.node("Add", [x, shift], "fusion")

    def _weighted(self, fusion: Fusion, aligned: list[str]) -> str:
        graph = self._graph
        self._frame = ""
        reference = self._conv(fusion.temporal_attn1, aligned[len(aligned) // 2])
        channels = graph.constant([1], np.int64)
        weighted = []
        for i, x in enumerate(aligned):
            self._frame = f".frame{i}"
            product = graph.node(
                "Mul",
                [self._conv(fusion.temporal_attn2, x), reference],
                f"fusion.product{self._frame}",
            )
            likeness = graph.node("ReduceSum", [product, channels], product + ".sum", keepdims=1)
            likeness = graph.node("Sigmoid", [likeness], product + ".likeness")
            weighted.append(graph.node("Mul", [x, likeness], product + ".weighted"))
        self._frame = ""
        return graph.node("Concat", weighted, "fusion.weighted", axis=1)

    def _attention(self, fusion: Fusion, weighted: str) -> str:
        half = self._pooled(self._leaky(self._conv(fusion.spatial_attn1, weighted)))
        half = self._leaky(self._conv(fusion.spatial_attn2, half))
        quarter = self._pooled(self._leaky(self._conv(fusion.spatial_attn_l1, half)))
        quarter = self._leaky(self._conv(fusion.spatial_attn_l2, quarter))
        quarter = self._leaky(self._conv(fusion.spatial_attn_l3, quarter))
        half = self._leaky(self._conv(fusion.spatial_attn3, half))
        half = self._graph.node("Add", [half, self._enlarged(quarter, 2)], "fusion.pyramid")
        half = self._leaky(self._conv(fusion.spatial_attn4, half))
        return self._conv(fusion.spatial_attn5, self._enlarged(half, 2))

    def _pooled(self, x: str) -> str:
        window = {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}
        greatest = self._graph.node("MaxPool", [x], x + ".max", **window)
        mean = self._graph.node("AveragePool", [x], x + ".mean", count_include_pad=1, **window)
        return self._graph.node("Concat", [greatest, mean], x + ".pooled", axis=1)

    def _blocks(self, blocks: nn.Sequential, x: str) -> str:
        for block in blocks:
            inner = self._conv(block.conv1, x)
            inner = self._conv(block.conv2, self._graph.node("Relu", [inner], inner + ".relu"))
            x = self._graph.node("Add", [x, inner], self._names[block])
        return x

    def _conv_of_pair(self, module: nn.Conv2d, pair: list[str]) -> str:
        name = self._names[module] + self._frame
        return self._conv(module, self._graph.node("Concat", pair, name + ".pair", axis=1))

    def _conv(self, module: nn.Conv2d, x: str) -> str:
        name = self._names[module]
        weight = self._weight(name + ".weight", module.weight.numpy())
        bias = self._weight(name + ".bias", module.bias.numpy())
        return self._graph.node(
            "Conv",
            [x, weight, bias],
            name + self._frame,
            kernel_shape=list(module.kernel_size),
            strides=list(module.stride),
            pads=list(module.padding) * 2,
        )

    def _weight(self, name: str, values: np.ndarray) -> str:
        if name not in self._weights:
            self._weights[name] = self._graph.weight(name, values)
        return self._weights[name]

    def _leaky(self, x: str) -> str:
        return self._graph.node("LeakyRelu", [x], x + ".leaky", alpha=SLOPE)

    def _twice(self, x: str) -> str:
        return self._graph.node("Mul", [x, self._graph.constant(2, np.float32)], x + ".twice")

    def _shuffled(self, x: str) -> str:
        """PixelShuffle(2): channel c * 4 + 2 * row + column goes to that place of a 2x2 block."""
        return self._graph.node("DepthToSpace", [x], x + ".shuffled", blocksize=2, mode="CRD")

    def _enlarged(self, x: str, factor: int) -> str:
        scales = self._graph.constant([1, 1, factor, factor], np.float32)
        how = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
        return self._graph.node("Resize", [x, "", scales], f"{x}.times{factor}", **how)


def _tensor(name: str, shape: list):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
