"""ResNet-50 as an ONNX graph, written node by node, with batch normalisation folded into the weights.

Folding is what every engine does first. Here it is done once, in FP64, because the Q/DQ models need
weights that are final before they are quantised.
"""

from onnx import ModelProto, TensorProto, helper

from network_graph import NetworkGraph
from resnet50 import CLASSES, Bottleneck, ResNet50


def onnx_model(model: ResNet50) -> ModelProto:
    """`input` [N, 3, 224, 224] -> `output` [N, 1000], float32, with the batch free."""
    return _Writer(model).write()


class _Writer:
    def __init__(self, model: ResNet50):
        self._model = model
        self._graph = NetworkGraph("resnet50", model)

    def write(self) -> ModelProto:
        graph, model = self._graph, self._model
        x = self._relu(self._graph.normalised_conv(model.conv1, model.bn1, "input"))
        x = graph.node(
            "MaxPool", [x], "maxpool", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]
        )
        for layer in [model.layer1, model.layer2, model.layer3, model.layer4]:
            for block in layer:
                x = self._block(block, x)
        x = graph.node("GlobalAveragePool", [x], "avgpool")
        x = graph.node("Flatten", [x], "features", axis=1)
        weight = graph.weight("fc.weight", model.fc.weight.numpy())
        bias = graph.weight("fc.bias", model.fc.bias.numpy())
        graph.node("Gemm", [x, weight, bias], "output", transB=1)
        return graph.model([_rows("input", 3, 224, 224)], [_rows("output", CLASSES)])

    def _block(self, block: Bottleneck, x: str) -> str:
        y = self._relu(self._graph.normalised_conv(block.conv1, block.bn1, x))
        y = self._relu(self._graph.normalised_conv(block.conv2, block.bn2, y))
        y = self._graph.normalised_conv(block.conv3, block.bn3, y)
        shortcut = self._graph.normalised_conv(*block.downsample, x) if len(block.downsample) else x
        return self._relu(self._graph.node("Add", [y, shortcut], self._graph.name(block) + ".sum"))

    def _relu(self, x: str) -> str:
        return self._graph.node("Relu", [x], x + ".relu")


def _rows(name: str, *shape: int):
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *shape])
