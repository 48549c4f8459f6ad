"""Enlargement that LibTorch 2.5 loads, too.

Scripting `interpolate` takes all its branches into the module, with operators that only its own PyTorch has.
"""

import torch
from torch import Tensor


def enlarged(x: Tensor, scale: float) -> Tensor:
    """[B, C, H, W] -> [B, C, scale H, scale W], pixel centres aligned as with align_corners=False."""
    return torch._C._nn.upsample_bilinear2d(x, None, False, [scale, scale])


def repeated(x: Tensor, scale: float) -> Tensor:
    """[B, C, H, W] -> [B, C, scale H, scale W], every pixel repeated ("nearest")."""
    return torch._C._nn.upsample_nearest2d(x, None, [scale, scale])
