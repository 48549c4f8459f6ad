"""The networks of the suites for the engines that run PyTorch itself: suites name one of these functions.

Each has the weights that its ONNX model has.
"""

from torch import nn

import weights


def mst_plus_plus() -> nn.Module:
    """[N, 3, H, W] to [N, 31, H, W]."""
    return _ready("mst-plus-plus")


def elan_light() -> nn.Module:
    """[N, 3, H, W], 0 to 255, to [N, 3, 4H, 4W]."""
    return _ready("elan-light")


def anchor_detr_small() -> nn.Module:
    """[N, 3, H, W] to logits and boxes."""
    return _ready("anchor-detr-small")


def rrdbnet() -> nn.Module:
    """[N, 3, H, W] to [N, 3, 4H, 4W]."""
    return _ready("rrdbnet")


def _ready(name: str) -> nn.Module:
    return weights.current(name).eval().requires_grad_(False)
