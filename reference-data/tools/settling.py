"""Scales seeded weights so that activations keep a realistic size from the first layer to the last.

Random weights alone let activations of a deep network grow or vanish. Here, as in the initialiser of Mishkin
and Matas ("All you need is a good init", ICLR 2016), one forward pass over given images scales each
convolution as it is reached. That pass is in FP64 and the factors are kept to 12 significant bits, far from
where processors differ: the same images give the same weights everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

import seeded

_SIGNIFICANT_BITS = 12
_BIAS = 0.1  # of an output's root mean square


@dataclass(frozen=True)
class Start:
    """How a convolution starts.

    Random weights make an output of `gain` times the root mean square of the input, biases up to a tenth of
    that; in the last `quiet` channels it is `quietness` times as large. Then `given` is added.
    """

    gain: float
    quiet: int = 0
    quietness: float = 0.0
    given: Tensor | None = None


def settle(model: nn.Module, rows: Tensor, seed: int, start: Callable[[str], Start]) -> None:
    """Draws and scales all convolutions of `model`, and gives its batch normalisations their statistics.

    `model` is in FP64 and evaluation mode and comes back so; `rows` is what it computes meanwhile.
    """
    hooks = []
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    for name, module in model.named_modules():
        if isinstance(module, nn.Conv2d):
            hooks.append(module.register_forward_hook(_settler(name, module, seed, start(name))))
    for norm in norms:
        norm.train()
        norm.momentum = None  # the statistics become those of the one pass that follows
    model(rows)
    for hook in hooks:
        hook.remove()
    for norm in norms:
        norm.eval()
        norm.momentum = 0.1
        coarsen(norm.running_mean)
        coarsen(norm.running_var)


def _settler(name: str, module: nn.Conv2d, seed: int, start: Start):
    def settled(_: nn.Module, inputs: tuple[Tensor], __: Tensor) -> Tensor:
        fill(module.weight, seed, f"{name}.weight", 1.0)
        fill(module.bias, seed, f"{name}.bias", _BIAS)
        loudness = torch.ones_like(module.bias)
        if start.quiet:
            loudness[-start.quiet :] = start.quietness
        wanted = start.gain * _root_mean_square(inputs[0])
        found = _root_mean_square(module._conv_forward(inputs[0], module.weight, None))
        module.weight.mul_(coarsen(wanted / found) * loudness.view(-1, 1, 1, 1))
        module.bias.mul_(coarsen(wanted) * loudness)
        if start.given is not None:
            module.weight.add_(start.given)
        return module._conv_forward(inputs[0], module.weight, module.bias)

    return settled


def _root_mean_square(x: Tensor) -> Tensor:
    return x.square().mean().sqrt()


def coarsen(values: Tensor) -> Tensor:
    """Rounds to 12 significant bits, in place."""
    mantissa, exponent = torch.frexp(values)
    steps = 2.0**_SIGNIFICANT_BITS
    return values.copy_(torch.ldexp(torch.round(mantissa * steps) / steps, exponent))


def fill(parameter: Tensor, seed: int, name: str, bound: float, centre: float = 0.0) -> None:
    """Uniform numbers of the stream `name`, at most `bound` from `centre`."""
    draws = seeded.uniform(seeded.stream(seed, name), parameter.numel())
    parameter.copy_(torch.from_numpy(centre + bound * (2 * draws - 1)).view(parameter.shape))
