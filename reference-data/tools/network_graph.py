"""What the writers of ONNX graphs have in common: weights under PyTorch's names, convolutions, padding."""

import numpy as np
import torch
from onnx import TensorProto, ValueInfoProto, helper
from torch import Tensor, nn

from graph import Graph


class NetworkGraph(Graph):
    """A graph of the modules of one network; tensors are named after the modules that make them."""

    def __init__(self, name: str, model: nn.Module):
        super().__init__(name)
        self._names = {module: name for name, module in model.named_modules()}

    def name(self, module: nn.Module) -> str:
        return self._names[module]

    def parameters(self, module: nn.Module) -> list[str]:
        name = self.name(module)
        return [
            self.weight(f"{name}.{suffix}", parameter.numpy())
            for suffix, parameter in module.named_parameters()
        ]

    def conv(
        self, module: nn.Conv2d | nn.ConvTranspose2d, x: str, output: str | None = None
    ) -> str:
        """A convolution; its output is named `output` or else after the module."""
        return self._convolution(module, [x, *self.parameters(module)], output or self.name(module))

    def normalised_conv(self, module: nn.Conv2d, norm: nn.BatchNorm2d, x: str) -> str:
        """A convolution with the batch normalisation behind it folded into its weights."""
        name = self.name(module)
        weight, bias = _folded(module, norm)
        inputs = [
            x,
            self.weight(name + ".weight", weight.numpy()),
            self.weight(name + ".bias", bias.numpy()),
        ]
        return self._convolution(module, inputs, name)

    def _convolution(
        self, module: nn.Conv2d | nn.ConvTranspose2d, inputs: list[str], output: str
    ) -> str:
        transposed = isinstance(module, nn.ConvTranspose2d)
        return self.node(
            "ConvTranspose" if transposed else "Conv",
            inputs,
            output,
            kernel_shape=list(module.kernel_size),
            strides=list(module.stride),
            pads=list(module.padding) * 2,
            group=module.groups,
        )

    def transpose(self, x: str, output: str, order: list[int]) -> str:
        return self.node("Transpose", [x], output, perm=order)

    def padded(self, x: str, size: str, multiple: int) -> tuple[str, str]:
        """Reflects right and below up to a multiple: pad = ceil(size / m) * m - size.

        `size` is the tensor [height, width] of `x`; the second result is that of what was padded.
        """
        divisor = self.constant([multiple], np.int64)
        less_one = self.constant([multiple - 1], np.int64)
        blocks = self.node("Add", [size, less_one], "padding.raised")
        blocks = self.node("Div", [blocks, divisor], "padding.blocks")
        target = self.node("Mul", [blocks, divisor], "padding.target")
        after = self.node("Sub", [target, size], "padding.after")
        none = self.constant([0] * 6, np.int64)
        pads = self.node("Concat", [none, after], "padding.pads", axis=0)
        return self.node("Pad", [x, pads], "padded", mode="reflect"), target

    def cropped(self, x: str, size: str, output: str) -> str:
        """The upper left part of `x` that has the height and width of the tensor `size`."""
        start, axes = self.constant([0, 0], np.int64), self.constant([2, 3], np.int64)
        return self.node("Slice", [x, start, size, axes], output)


def images(name: str, channels: int) -> ValueInfoProto:
    """`name`, float32 [N, channels, H, W]."""
    shape = ["batch", channels, "height", "width"]
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def enlarged_images(name: str, channels: int) -> ValueInfoProto:
    """`name`, float32 [N, channels, H, W] of another height and width than the input's."""
    shape = ["batch", channels, "enlarged_height", "enlarged_width"]
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


def _folded(module: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Computed in FP64, because weights have to be final before they are quantised."""
    gain = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    offset = -norm.running_mean.double()
    if module.bias is not None:
        offset = offset + module.bias.double()
    bias = norm.bias.double() + offset * gain
    return (module.weight.double() * gain.view(-1, 1, 1, 1)).float(), bias.float()
