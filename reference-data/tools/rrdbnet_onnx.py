"""RRDBNet as an ONNX graph, written node by node from the weights of the PyTorch network."""

import numpy as np
from onnx import ModelProto
from torch import nn

from network_graph import NetworkGraph, enlarged_images, images
from rrdbnet import COLOURS, RESIDUAL, SLOPE, DenseBlock, ResidualBlock, RrdbNet


def onnx_model(model: RrdbNet) -> ModelProto:
    """`input` [N, 3, H, W] -> `output` [N, 3, 4 H, 4 W], float32, every axis but the channels free."""
    return _Writer(model).write()


class _Writer:
    def __init__(self, model: RrdbNet):
        self._model = model
        self._graph = NetworkGraph("rrdbnet", model)

    def write(self) -> ModelProto:
        graph, model = self._graph, self._model
        first = graph.conv(model.conv_first, "input")
        x = first
        for block in model.body:
            x = self._block(block, x)
        x = graph.node("Add", [first, graph.conv(model.conv_body, x)], "features")
        for module in (model.conv_up1, model.conv_up2):
            x = self._leaky_conv(module, self._twice(x, graph.name(module)))
        x = self._leaky_conv(model.conv_hr, x)
        graph.conv(model.conv_last, x, "output")
        return graph.model([images("input", COLOURS)], [enlarged_images("output", COLOURS)])

    def _block(self, block: ResidualBlock, x: str) -> str:
        inner = x
        for dense in (block.rdb1, block.rdb2, block.rdb3):
            inner = self._dense(dense, inner)
        return self._residual(inner, x, self._graph.name(block))

    def _dense(self, block: DenseBlock, x: str) -> str:
        features = [x]
        for module in (block.conv1, block.conv2, block.conv3, block.conv4):
            features.append(self._leaky_conv(module, self._joined(features, module)))
        last = self._graph.conv(block.conv5, self._joined(features, block.conv5))
        return self._residual(last, x, self._graph.name(block))

    def _joined(self, features: list[str], module: nn.Conv2d) -> str:
        if len(features) == 1:
            return features[0]
        return self._graph.node("Concat", features, self._graph.name(module) + ".input", axis=1)

    def _residual(self, branch: str, x: str, name: str) -> str:
        factor = self._graph.constant(RESIDUAL, np.float32)
        scaled = self._graph.node("Mul", [branch, factor], name + ".scaled")
        return self._graph.node("Add", [scaled, x], name)

    def _leaky_conv(self, module: nn.Conv2d, x: str) -> str:
        x = self._graph.conv(module, x)
        return self._graph.node("LeakyRelu", [x], x + ".leaky", alpha=SLOPE)

    def _twice(self, x: str, name: str) -> str:
        """Every pixel twice along both axes."""
        scales = self._graph.constant([1, 1, 2, 2], np.float32)
        return self._graph.node(
            "Resize",
            [x, "", scales],
            name + ".input",
            mode="nearest",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        )
