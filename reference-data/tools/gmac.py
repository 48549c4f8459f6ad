"""How many multiply-adds the convolutions and matrix products of a network need, without computing them."""

import copy

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

_GIGA = 1e9
_OPERATIONS = 2  # of a multiply-add


def giga_multiply_adds(model: nn.Module, shape: tuple[int, ...]) -> float:
    """Of one input of `shape`; PyTorch's `meta` device knows shapes only, so any size takes no time."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        copy.deepcopy(model).to("meta")(torch.empty(shape, device="meta"))
    return counter.get_total_flops() / _OPERATIONS / _GIGA
