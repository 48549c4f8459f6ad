"""Modulated deformable convolution (DCNv2), computed by bilinear sampling.

Zhu et al., "Deformable ConvNets v2", CVPR 2019. Every one of the 3x3 taps looks at its place plus an
offset that the network computes, and what it sees is scaled by a mask in (0, 1). Neither ONNX Runtime
1.20 nor TorchScript without torchvision has an operator for it, so the sampling is `grid_sample`, whose
zero padding is that of DCNv2: of the four neighbours of a point, those outside the image count as 0.

Coordinates are those of align_corners=False, (2 x + 1) / W - 1: the other kind divides by W - 1, and
level 3 of a 4 pixel high image is a single pixel high.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

TAPS = 9


class DeformableConv(nn.Module):
    """3x3, stride 1, padding 1; `groups` sets of channels have an offset and a mask of their own.

    `conv_offset` makes 27 channels for each group: the first 18 of each are offsets, for each tap first
    down, then to the right, in pixels; behind all offsets come the masks, 9 a group, before sigmoid.
    """

    def __init__(self, channels: int, groups: int):
        super().__init__()
        self.groups = groups
        self.taps = TAPS
        self.channels = channels
        self.weight = nn.Parameter(torch.empty(channels, channels, 3, 3))
        self.bias = nn.Parameter(torch.empty(channels))
        self.conv_offset = nn.Conv2d(channels, 3 * TAPS * groups, 3, padding=1)

    def forward(self, x: Tensor, features: Tensor) -> Tensor:
        """Convolves `x` [B, C, H, W], led by `features` of the same shape."""
        moves = self.conv_offset(features)
        count = 2 * self.taps * self.groups
        return self.convolved(x, moves[:, :count], torch.sigmoid(moves[:, count:]))

    def convolved(self, x: Tensor, offset: Tensor, mask: Tensor) -> Tensor:
        """`offset` [B, groups * 9 * 2, H, W] in pixels, `mask` [B, groups * 9, H, W]."""
        batch, height, width = x.shape[0], x.shape[2], x.shape[3]
        offset = offset.reshape(batch * self.groups, self.taps, 2, height, width)
        down = offset[:, :, 0] * (2.0 / height) + _places(x, self.taps, height, False).unsqueeze(2)
        right = offset[:, :, 1] * (2.0 / width) + _places(x, self.taps, width, True).unsqueeze(1)
        # One call for all groups and taps: the groups are rows of the batch, the taps stacked images.
        grid = torch.stack([right, down], dim=-1).flatten(2, 3)
        image = x.reshape(batch * self.groups, self.channels // self.groups, height, width)
        seen = F.grid_sample(image, grid, "bilinear", "zeros", align_corners=False)
        seen = seen * mask.reshape(batch * self.groups, 1, self.taps, height * width)
        columns = seen.reshape(batch, self.channels * self.taps, height, width)
        kernel = self.weight.reshape(self.channels, self.channels * self.taps, 1, 1)
        return F.conv2d(columns, kernel, self.bias)


def _places(like: Tensor, taps: int, size: int, across: bool) -> Tensor:
    """[taps, size]: the place that each tap looks at without an offset, -1 to 1 from edge to edge."""
    tap = torch.arange(taps, device=like.device)
    step = tap % 3 if across else torch.div(tap, 3, rounding_mode="floor")
    place = torch.arange(size, device=like.device).unsqueeze(0) + (step - 1).unsqueeze(1)
    return (2 * place + 1).to(like.dtype) / size - 1
