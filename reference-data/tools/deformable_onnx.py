"""The sampling of a deformable convolution as ONNX nodes: `deformable.DeformableConv.convolved`."""

import numpy as np
from onnx import TensorProto

from deformable import TAPS
from graph import Graph

_DOWN, _RIGHT = 0, 1  # of the two offsets of a tap, and of height and width


class Sampler:
    """Samples tensors [B, C, H, W] of one height and width; what depends on these is made once."""

    def __init__(self, graph: Graph, like: str, channels: int, groups: int, name: str):
        self._graph = graph
        self._groups = groups
        self._name = name
        size = graph.node("Shape", [like], f"{name}.size", start=2)
        self._lengths = [self._length(size, axis) for axis in (_DOWN, _RIGHT)]
        area = graph.node("Mul", self._lengths, f"{name}.product")
        area = graph.node("Unsqueeze", [area, graph.constant([0], np.int64)], f"{name}.area")
        self._offset_shape = self._shape([-1, TAPS, 2], size, "offset")
        self._image_shape = self._shape([-1, channels // groups], size, "image")
        self._mask_shape = self._shape([-1, 1, TAPS], area, "mask")
        self._columns_shape = self._shape([-1, channels * TAPS], size, "columns")
        self._real_lengths = [self._real(axis) for axis in (_DOWN, _RIGHT)]
        self._steps = [self._step(axis) for axis in (_DOWN, _RIGHT)]
        self._places = [self._place(axis) for axis in (_DOWN, _RIGHT)]

    def columns(self, x: str, moves: str, name: str) -> str:
        """[B, C * 9, H, W]: what every tap sees; `moves` is what `conv_offset` makes."""
        graph = self._graph
        split = 2 * TAPS * self._groups
        offset = self._channels(moves, 0, split, f"{name}.offset")
        offset = graph.node("Reshape", [offset, self._offset_shape], f"{name}.offset.taps")
        grid = self._grid(offset, name)
        image = graph.node("Reshape", [x, self._image_shape], f"{name}.image")
        how = {"mode": "bilinear", "padding_mode": "zeros", "align_corners": 0}
        seen = graph.node("GridSample", [image, grid], f"{name}.seen", **how)
        mask = self._channels(moves, split, 3 * TAPS * self._groups, f"{name}.mask")
        mask = graph.node("Sigmoid", [mask], f"{name}.mask.sigmoid")
        mask = graph.node("Reshape", [mask, self._mask_shape], f"{name}.mask.taps")
        seen = graph.node("Mul", [seen, mask], f"{name}.masked")
        return graph.node("Reshape", [seen, self._columns_shape], f"{name}.columns")

    def _grid(self, offset: str, name: str) -> str:
        """Offsets [B * groups, 9, 2, H, W] in pixels -> grid [B * groups, 9, H * W, 2]."""
        graph = self._graph
        last = graph.constant([-1], np.int64)
        parts = []
        for axis in (_RIGHT, _DOWN):  # a grid holds x before y
            part = f"{name}.{'down' if axis == _DOWN else 'right'}"
            index = graph.scalar(axis, np.int64)
            pixels = graph.node("Gather", [offset, index], part, axis=2)
            scaled = graph.node("Mul", [pixels, self._steps[axis]], f"{part}.scaled")
            place = graph.node("Add", [scaled, self._places[axis]], f"{part}.place")
            parts.append(graph.node("Unsqueeze", [place, last], f"{part}.column"))
        grid = graph.node("Concat", parts, f"{name}.places", axis=-1)
        flat = graph.constant([0, 0, -1, 2], np.int64)
        return graph.node("Reshape", [grid, flat], f"{name}.grid")

    def _place(self, axis: int) -> str:
        """[9, H, 1] or [9, 1, W]: where each tap looks without an offset."""
        graph, name = self._graph, f"{self._name}.{axis}"
        first, one = graph.scalar(0, np.int64), graph.scalar(1, np.int64)
        numbers = graph.node("Range", [first, self._lengths[axis], one], f"{name}.range")
        pixel = graph.node("Cast", [numbers], f"{name}.pixels", to=TensorProto.FLOAT)
        tap = np.arange(TAPS)
        centre = 2 * ((tap // 3 if axis == _DOWN else tap % 3) - 1) + 1
        centres = graph.constant(centre.reshape(TAPS, 1), np.float32)
        doubled = graph.node("Mul", [pixel, graph.constant(2, np.float32)], f"{name}.doubled")
        centred = graph.node("Add", [doubled, centres], f"{name}.centred")
        place = graph.node("Div", [centred, self._real_lengths[axis]], f"{name}.divided")
        place = graph.node("Sub", [place, graph.constant(1, np.float32)], f"{name}.places")
        other = graph.constant([2 if axis == _DOWN else 1], np.int64)
        return graph.node("Unsqueeze", [place, other], f"{name}.taps")

    def _step(self, axis: int) -> str:
        """2 / H or 2 / W: a pixel in the coordinates of a grid."""
        two = self._graph.constant(2, np.float32)
        return self._graph.node("Div", [two, self._real_lengths[axis]], f"{self._name}.{axis}.step")

    def _length(self, size: str, axis: int) -> str:
        index = self._graph.scalar(axis, np.int64)
        return self._graph.node("Gather", [size, index], f"{self._name}.{axis}.length", axis=0)

    def _real(self, axis: int) -> str:
        name = f"{self._lengths[axis]}.real"
        return self._graph.node("Cast", [self._lengths[axis]], name, to=TensorProto.FLOAT)

    def _shape(self, leading: list[int], size: str, name: str) -> str:
        parts = [self._graph.constant(leading, np.int64), size]
        return self._graph.node("Concat", parts, f"{self._name}.{name}.shape", axis=0)

    def _channels(self, x: str, start: int, end: int, name: str) -> str:
        bounds = [self._graph.constant([number], np.int64) for number in (start, end, 1)]
        return self._graph.node("Slice", [x, *bounds], name)
