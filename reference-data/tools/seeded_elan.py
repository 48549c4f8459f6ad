"""ELAN with weights from a seed that enlarges images.

Untrained, so it is a bilinear enlargement plus a residual of a few grey levels that every block has a part
in. Three channels carry the image from the first convolution to the last, which spreads it to the 16
pixels of each; all other weights are random, scaled by `settling.py`.
"""

import math

import torch
from torch import Tensor

import settling
import synthetic
from elan import COLOURS, FULL, LIGHT, PEAK, SCALE, Elan, Size, WindowAttention
from settling import Start

TRAINABLE = {FULL: 8_312_448, LIGHT: 601_488}
WITH_FIXED_KERNELS = {FULL: 8_487_432, LIGHT: 640_392}

# What a feature has in common with itself before the softmax. Of 256 pixels the other 255 weigh less than
# exp(5) = 148 together only where they differ: attention is neither uniform nor the identity.
_SELF_SIMILARITY = 5.0

_VALUES = 12.0  # deviation of attention's values, in grey levels; the image's is about 50
_LOCAL_GAIN = 0.3  # of the convolution that ends a branch of local features
_CARRIED_QUIETNESS = 0.02  # of what blocks add to the channels that carry the image
_RESIDUAL_GAIN = 0.03  # of the last convolution: a residual of 3 to 5 grey levels

_ROWS = 2
_EDGE = 48  # of the images that settle the weights: nine windows of the largest size


def seeded_model(size: Size, seed: int) -> Elan:
    """The network in FP32 and evaluation mode, weights without gradients."""
    model = Elan(size).eval().requires_grad_(False)
    _assert_counts(model, size)
    for name, module in model.named_modules():
        if isinstance(module, WindowAttention):
            _draw_norm(module, name, seed)
    model.double()
    head, tail = _carrying_head(size), _spreading_tail(size)

    def start(name: str) -> Start:
        if name == "head.0":
            return Start(1.0, quiet=COLOURS, given=head)
        if name == "tail.0":
            return Start(_RESIDUAL_GAIN, given=tail)
        if name.endswith("conv1.shift_conv.conv1x1"):
            return Start(_LOCAL_GAIN, quiet=COLOURS, quietness=_CARRIED_QUIETNESS)
        if name.endswith("project_out"):
            return Start(1.0, quiet=COLOURS, quietness=_CARRIED_QUIETNESS)
        return Start(1.0)

    settling.settle(model, PEAK * synthetic.images(seed, _ROWS, _EDGE, _EDGE), seed, start)
    return model.float()


def _assert_counts(model: Elan, size: Size) -> None:
    trainable = sum(parameter.numel() for parameter in model.parameters())
    kernels = [it for name, it in model.named_buffers() if name.endswith(("weight", "bias"))]
    fixed = sum(kernel.numel() for kernel in kernels)
    expected = TRAINABLE.get(size, trainable), WITH_FIXED_KERNELS.get(size, trainable + fixed)
    if (trainable, trainable + fixed) != expected:
        raise AssertionError(
            f"ELAN has {expected[0]} parameters, {expected[1]} with fixed kernels,"
            f" but this network has {trainable} and {trainable + fixed}"
        )


def _draw_norm(module: WindowAttention, name: str, seed: int) -> None:
    """Gains and shifts that differ between channels, as training leaves them."""
    norm = module.project_inp[1]
    values = torch.full_like(norm.weight, _VALUES)
    if module.calculates:
        group = norm.num_features // len(module.windows)
        queries = torch.arange(norm.num_features) % group < group // 2
        values[queries] = math.sqrt(_SELF_SIMILARITY / (group // 2))
    for parameter, suffix, bound, centre in [
        (norm.weight, "weight", 0.5, 1.0),
        (norm.bias, "bias", 0.3, 0.0),
    ]:
        settling.fill(parameter, seed, f"{name}.project_inp.1.{suffix}", bound, centre)
        parameter.mul_(values)


def _carrying_head(size: Size) -> Tensor:
    """The last three channels are the image's colours."""
    given = torch.zeros(size.channels, COLOURS, 3, 3, dtype=torch.float64)
    given[-COLOURS:, :, 1, 1] = torch.eye(COLOURS, dtype=torch.float64)
    return given


def _spreading_tail(size: Size) -> Tensor:
    """Bilinear enlargement before the pixels are shuffled.

    Of the four pixels in a row that one becomes, the first lies 3/8 of a pixel before its centre, so it
    is 3/8 of the pixel before and 5/8 of this one. The sum at the end of the body carries the image twice.
    """
    taps = torch.tensor([[3, 5, 0], [1, 7, 0], [0, 7, 1], [0, 5, 3]], dtype=torch.float64) / 8
    given = torch.zeros(COLOURS, SCALE, SCALE, size.channels, 3, 3, dtype=torch.float64)
    for colour in range(COLOURS):
        channel = size.channels - COLOURS + colour
        given[colour, :, :, channel] = torch.einsum("ir,jc->ijrc", taps, taps) / 2
    return given.flatten(0, 2)
