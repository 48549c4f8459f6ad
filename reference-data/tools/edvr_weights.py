"""Weights for EDVR from a seed, such that every part does what it does in a trained network.

There is no training here, only scales: weights are uniform with a deviation of gain / sqrt(fan-in), where
the gains keep activations near 1 for frames in [0, 1], move sampling points by a pixel or two and leave
the enlarged middle frame the larger part of the output.
"""

import math
import re

import torch
from torch import Tensor, nn

import edvr
import seeded
from deformable import TAPS, DeformableConv

_RELU = math.sqrt(
    2
)  # keeps the mean square through a ReLU (He et al., ICCV 2015); nearly so if leaky
_BIAS = 0.1

# The first pattern that matches a layer's name gives its gain.
_GAINS = [
    (r"conv_first$", 1.8 * _RELU),  # frames have a mean square of about 0.3
    (r"conv1$", _RELU),
    (r"feature_extraction\.\d+\.conv2$", 0.2),  # residual branches add little
    (r"reconstruction\.\d+\.conv2$", 0.15),
    (r"offset_conv2\.l[12]$", 0.9),  # half of what it sees was doubled
    (r"feat_conv\.l1$", 1.0),  # nothing follows
    (r"dcn_pack\.l\d$|cas_dcnpack$", 1.5 * _RELU),  # masks are about a half
    (r"temporal_attn[12]$", 0.4),  # sums of 128 products of them are a few units at most
    (r"feat_fusion$|spatial_attn1$", 1.0),  # frames are alike, so their parts add up
    (r"spatial_attn5$", 0.6),
    (r"spatial_attn_add2$", 0.5),
    (r"conv_last$", 0.15),  # the residual of the picture
    (r"", _RELU),
]
_OFFSET_GAIN = 1.0  # in pixels
_OFFSET_BIAS = 1.0
_MASK_GAIN = 1.0


def seeded_model(size: edvr.Size, seed: int) -> edvr.Edvr:
    """The network in evaluation mode; the same seed gives the same bits everywhere."""
    model = edvr.network(size)
    for name, module in model.named_modules():
        if name.endswith("conv_offset"):
            _fill_offsets(module, seed, name)
        elif isinstance(module, (nn.Conv2d, DeformableConv)):
            gain = next(gain for pattern, gain in _GAINS if re.search(pattern, name))
            _fill(module.weight, seed, f"{name}.weight", gain * _bound(module.weight))
            _fill(module.bias, seed, f"{name}.bias", gain * _BIAS)
    return model


def _fill_offsets(module: nn.Conv2d, seed: int, name: str) -> None:
    """Two thirds of the channels are offsets, the others logits of masks."""
    _fill(module.weight, seed, f"{name}.weight", _OFFSET_GAIN * _bound(module.weight))
    _fill(module.bias, seed, f"{name}.bias", _OFFSET_BIAS)
    masks = 2 * TAPS * edvr.GROUPS
    module.weight[masks:].mul_(_MASK_GAIN / _OFFSET_GAIN)


def _bound(weight: Tensor) -> float:
    """Of uniform numbers with a deviation of 1 / sqrt(fan-in)."""
    return math.sqrt(3 / weight[0].numel())


def _fill(parameter: Tensor, seed: int, name: str, bound: float) -> None:
    draws = seeded.uniform(seeded.stream(seed, name), parameter.numel())
    parameter.copy_(torch.from_numpy(bound * (2 * draws - 1)).view(parameter.shape))
