"""Inputs made with `seeded.py` alone: what rests on them does not change when the project's generators do."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

import seeded

_OCTAVES = (2, 4, 8, 16, 32)
_SHAPES = 6


def uniform(shape: tuple[int, ...]) -> Tensor:
    """Float32 numbers in [0, 1], independent of each other."""
    values = seeded.uniform(seeded.stream(0, str(shape)), int(np.prod(shape)))
    return torch.from_numpy(values.astype(np.float32)).view(shape)


def images(seed: int, count: int, height: int, width: int) -> Tensor:
    """[count, 3, height, width] in [0, 1], FP64: soft light, weaker colours and some edges.

    Networks that were scaled to images overdo white noise, and then rounding errors too.
    """
    size = (height, width)
    light = sum(_noise(seed, f"light/{it}", (count, 1), it, size) / it for it in _OCTAVES)
    colour = sum(_noise(seed, f"colour/{it}", (count, 3), it, size) / it for it in _OCTAVES)
    shapes = (_noise(seed, "shapes", (count, 3), _SHAPES, size) > 0.2).double()
    mixed = light + 0.5 * colour + 0.15 * shapes
    least, greatest = mixed.amin((1, 2, 3), keepdim=True), mixed.amax((1, 2, 3), keepdim=True)
    return (mixed - least) / (greatest - least)


def _noise(
    seed: int, name: str, leading: tuple[int, int], cells: int, size: tuple[int, int]
) -> Tensor:
    """Uniform in [-1, 1] at the corners of `cells` x `cells` rectangles, linear between."""
    corners = (*leading, cells + 1, cells + 1)
    draws = seeded.uniform(seeded.stream(seed, f"images/{name}"), int(np.prod(corners)))
    values = torch.from_numpy(2 * draws - 1).view(corners)
    return F.interpolate(values, size, mode="bilinear", align_corners=True)
