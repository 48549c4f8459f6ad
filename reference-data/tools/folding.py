"""Folds batch normalisation into the convolution before it, which every engine does first.

Shipped networks are folded before anything is computed with them: then PyTorch, ONNX and TorchScript have
the same weights to the bit, and those of the ONNX file are all that there is to keep.
"""

import copy
import re

import torch
from torch import Tensor, nn

_NORM = re.compile(r"bn(\d*)$")  # torchvision's name; the convolution before it is `conv` and the number


def folded(network: nn.Module) -> nn.Module:
    """A copy in which `nn.Identity` has the place of each normalisation that follows a convolution."""
    made = copy.deepcopy(network)
    for module in made.modules():
        if isinstance(module, nn.Sequential):
            for index in range(1, len(module)):
                if isinstance(module[index], nn.BatchNorm2d):
                    _fold(module[index - 1], module[index])
                    module[index] = nn.Identity()
        else:
            for name, child in list(module.named_children()):
                if isinstance(child, nn.BatchNorm2d) and _NORM.match(name):
                    _fold(module.get_submodule(_NORM.sub(r"conv\1", name)), child)
                    setattr(module, name, nn.Identity())
    if any(isinstance(module, nn.BatchNorm2d) for module in made.modules()):
        raise AssertionError("a batch normalisation follows no convolution that its place names")
    return made


@torch.no_grad()
def _fold(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> None:
    if not isinstance(convolution, nn.Conv2d):
        raise AssertionError(f"batch normalisation follows {type(convolution).__name__}")
    weight, bias = folded_weights(convolution, norm)
    convolution.weight.copy_(weight)
    convolution.bias = nn.Parameter(bias, requires_grad=False)


def folded_weights(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """Computed in FP64, because weights have to be final before they are quantised."""
    gain = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    offset = -norm.running_mean.double()
    if convolution.bias is not None:
        offset = offset + convolution.bias.double()
    bias = norm.bias.double() + offset * gain
    return (convolution.weight.double() * gain.view(-1, 1, 1, 1)).float(), bias.float()
