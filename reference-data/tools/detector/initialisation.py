"""Where training starts: queries that already look at the place of their anchor point.

The position of a point is given as waves no shorter than the image. From random weights it takes DETRs most of
their training to turn these into attention to a place. Here that is set up beforehand: the position network is fitted
so that its outputs are alike for near places only, row and column attentions compare them, and values are passed on
as they are. So each query begins as the dense head, read off at its point; all of it is free to change.
"""

import math

import torch
from anchor_detr_attention import RowColumnAttention
from anchor_detr_transformer import Transformer, waves
from torch import Tensor, nn

_REACH = 0.06  # standard deviation of likeness, in widths or heights of the image
_PEAK = 9.0  # by how much a logit at a query's own place exceeds others
_PATTERN = 0.3  # deviation of patterns; what is seen at a place has 1
_PLACES = 512
_STEEPNESS = 3.0  # of the hidden units, whose kinks have to lie all over the image
_RIDGE = 1e-3


@torch.no_grad()
def look_at_anchors(transformer: Transformer) -> None:
    """Sets positions, patterns and cross-attentions; draws from PyTorch's generator."""
    _fit_positions(transformer.adapt_pos1d, transformer.width)
    transformer.pattern.weight.mul_(_PATTERN)
    for layer in transformer.decoder_layers:
        _compare_places(layer.cross_attn)


def _fit_positions(adapt: nn.Sequential, width: int) -> None:
    """Random Fourier features (Rahimi and Recht, NIPS 2007) of a Gaussian kernel, by least squares."""
    place = torch.linspace(0, 1, _PLACES)
    turns = torch.randn(width) / _REACH
    wanted = math.sqrt(2) * torch.cos(place[:, None] * turns + 2 * math.pi * torch.rand(width))
    known = waves(place, width)
    nn.init.normal_(adapt[0].weight, std=_STEEPNESS / math.sqrt(width))
    # Each hidden unit bends at a place of its own.
    bends = known[torch.randint(_PLACES, (width,))]
    adapt[0].bias.copy_(-(adapt[0].weight * bends).sum(1))
    hidden = torch.cat([torch.relu(adapt[0](known)), torch.ones(_PLACES, 1)], dim=1).double()
    normal = hidden.T @ hidden + _RIDGE * torch.eye(width + 1, dtype=torch.float64)
    solved = torch.linalg.solve(normal, hidden.T @ wanted.double()).float()
    adapt[2].weight.copy_(solved[:-1].T)
    adapt[2].bias.copy_(solved[-1])


def _compare_places(attention: RowColumnAttention) -> None:
    """Queries and keys are projected alike; a head's product of equal places becomes `_PEAK`."""
    parts: tuple[Tensor, ...] = attention.in_proj_weight.chunk(5)
    inner = attention.width // attention.heads
    # A random projection to `inner` dimensions with variance v keeps |x|^2 v inner; |x|^2 is the width.
    deviation = math.sqrt(_PEAK / (attention.scale * inner * attention.width))
    for query, key in [(0, 2), (1, 3)]:
        nn.init.normal_(parts[query], std=deviation)
        parts[key].copy_(parts[query])
    nn.init.eye_(parts[4])
    nn.init.eye_(attention.out_proj.weight)
