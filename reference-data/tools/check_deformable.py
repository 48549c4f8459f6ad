"""Checks deformable convolution by sampling against its definition, and against torchvision where it is installed.

The definition is written as plain loops in FP64. Offsets of several pixels lead far outside the image, some
are whole numbers, and images are as small as one pixel.
"""

import importlib.util
import math

import numpy as np
import torch
from torch import Tensor

import seeded
from deformable import TAPS, DeformableConv
from errors import relative_l2

# A sum of 9 * channels products of sampled values: 500 roundings of FP64 at the very most.
_LARGEST_REL_L2 = 500 * 2.0**-53
_CASES = [(2, 16, 8, 7, 9), (1, 16, 8, 1, 1), (1, 8, 2, 1, 5), (1, 24, 8, 12, 4)]
_LARGEST_OFFSET = 6.0


def main() -> None:
    torch.set_num_threads(1)
    references = {"definition": _defined}
    if importlib.util.find_spec("torchvision"):
        references["torchvision"] = _of_torchvision
    for batch, channels, groups, height, width in _CASES:
        module = DeformableConv(channels, groups).double().requires_grad_(False)
        for name, parameter in module.named_parameters():
            parameter.copy_(_draws(name, *parameter.shape))
        x = _draws("x", batch, channels, height, width)
        offset = _LARGEST_OFFSET * _draws("offset", batch, 2 * TAPS * groups, height, width)
        offset[:, ::5] = offset[:, ::5].round()
        mask = _draws("mask", batch, TAPS * groups, height, width).abs()
        actual = module.convolved(x, offset, mask).numpy()
        for name, reference in references.items():
            error = relative_l2(actual, reference(module, x, offset, mask).numpy())
            print(f"{name} {list(x.shape)}, {groups} groups: relL2 {error:.3g}")
            if not error <= _LARGEST_REL_L2:
                raise SystemExit(f"sampling differs from {name} by relL2 {error:.3g}")


def _defined(module: DeformableConv, x: Tensor, offset: Tensor, mask: Tensor) -> Tensor:
    batch, channels, height, width = x.shape
    each = channels // module.groups
    columns = torch.zeros(batch, channels, TAPS, height, width, dtype=x.dtype)
    for b, group, tap, i, j in np.ndindex(batch, module.groups, TAPS, height, width):
        place = group * TAPS + tap
        y = i + tap // 3 - 1 + offset[b, 2 * place, i, j].item()
        z = j + tap % 3 - 1 + offset[b, 2 * place + 1, i, j].item()
        part = slice(group * each, (group + 1) * each)
        columns[b, part, tap, i, j] = _bilinear(x[b, part], y, z) * mask[b, place, i, j]
    kernel = module.weight.flatten(2)
    return torch.einsum("bcthw,oct->bohw", columns, kernel) + module.bias.view(-1, 1, 1)


def _bilinear(image: Tensor, y: float, x: float) -> Tensor:
    """[C]: the four pixels around a place, each weighed by how near it is; none is beyond the edge."""
    top, left = math.floor(y), math.floor(x)
    total = torch.zeros_like(image[:, 0, 0])
    for row, down in [(top, top + 1 - y), (top + 1, y - top)]:
        for column, right in [(left, left + 1 - x), (left + 1, x - left)]:
            if 0 <= row < image.shape[1] and 0 <= column < image.shape[2]:
                total += down * right * image[:, row, column]
    return total


def _of_torchvision(module: DeformableConv, x: Tensor, offset: Tensor, mask: Tensor) -> Tensor:
    from torchvision.ops import deform_conv2d

    return deform_conv2d(x, offset, module.weight, module.bias, padding=1, mask=mask)


def _draws(name: str, *shape: int) -> Tensor:
    """In [-1, 1), FP64."""
    values = seeded.uniform(seeded.stream(0, name), math.prod(shape))
    return torch.from_numpy(2 * values - 1).view(shape)


if __name__ == "__main__":
    main()
