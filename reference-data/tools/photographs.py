"""Rows for image classifiers: the project's scenes, exposed and tinted as differently as photographs are.

The scenes all reach from black to white. A network that pools over the whole image would find them alike.
"""

import torch
from torch import Tensor

import seeded

_DARKEST = 0.3
_STRONGEST_TINT = 0.5


def exposed(scenes: Tensor, seed: int) -> Tensor:
    """`scenes` [N, 3, H, W] in [0, 1], each with an exposure and a colour balance of its own."""
    count = scenes.shape[0]
    exposure = 1 - (1 - _DARKEST) * _draws(seed, "exposure", count).view(count, 1, 1, 1)
    tint = 1 - _STRONGEST_TINT * _draws(seed, "tint", 3 * count).view(count, 3, 1, 1)
    return scenes * (exposure * tint).float()


def _draws(seed: int, name: str, count: int) -> Tensor:
    return torch.from_numpy(seeded.uniform(seeded.stream(seed, name), count))
