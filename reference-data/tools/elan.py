"""ELAN (image -> image four times as wide and high), written from its published architecture.

Zhang et al., "Efficient Long-Range Attention Network for Image Super-Resolution", ECCV 2022. Parameter
names are the official ones, so an official checkpoint loads; what the official code keeps as parameters
without gradients (shift kernels, colour means) are buffers here, under the same names.

Images are RGB from 0 to 255. The code keeps to what TorchScript compiles for every batch, height and width.
"""

from collections import OrderedDict
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

SCALE = 4
COLOURS = 3
PEAK = 255.0
MEAN = (0.4488, 0.4371, 0.4040)  # of DIV2K, as parts of the peak
WINDOWS = (4, 8, 16)
MULTIPLE = 16  # height and width inside the network: what all windows divide
EXPANSION = 2


@dataclass(frozen=True)
class Size:
    """How large a network is: `shared` attentions follow each that is calculated."""

    channels: int
    attentions: int
    shared: int

    @property
    def blocks(self) -> int:
        return self.attentions // (1 + self.shared)


FULL = Size(channels=180, attentions=36, shared=0)
LIGHT = Size(channels=60, attentions=24, shared=1)


class ColourShift(nn.Module):
    """Takes the mean colour away (sign -1) or adds it again (+1), as a 1x1 convolution."""

    def __init__(self, sign: int):
        super().__init__()
        self.register_buffer("weight", torch.eye(COLOURS).view(COLOURS, COLOURS, 1, 1))
        self.register_buffer("bias", sign * PEAK * torch.tensor(MEAN))

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight, self.bias)


class ShiftedConvolution(nn.Module):
    """A 1x1 convolution of channels that were moved one pixel left, right, up, down or not at all."""

    def __init__(self, inputs: int, outputs: int):
        super().__init__()
        kernels = torch.zeros(inputs, 1, 3, 3)
        fifth = inputs // 5
        for index, (row, column) in enumerate([(1, 2), (1, 0), (2, 1), (0, 1)]):
            kernels[index * fifth : (index + 1) * fifth, 0, row, column] = 1
        kernels[4 * fifth :, 0, 1, 1] = 1
        self.register_buffer("weight", kernels)
        self.conv1x1 = nn.Conv2d(inputs, outputs, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv1x1(F.conv2d(x, self.weight, padding=1, groups=self.weight.shape[0]))


class LocalFeatures(nn.Module):
    """Two shifted convolutions around a ReLU: [B, C, H, W] -> [B, C, H, W]."""

    def __init__(self, channels: int):
        super().__init__()
        wide = EXPANSION * channels
        self.conv0 = nn.Sequential(OrderedDict(shift_conv=ShiftedConvolution(channels, wide)))
        self.conv1 = nn.Sequential(OrderedDict(shift_conv=ShiftedConvolution(wide, channels)))

    def forward(self, x: Tensor) -> Tensor:
        return self.conv1(torch.relu(self.conv0(x)))


class WindowAttention(nn.Module):
    """Self-attention in windows of 4, 8 and 16 pixels, a third of the channels each.

    Queries are also the keys, and their products are not scaled. A module that does not calculate its
    attention takes that of an earlier one; then all its channels are values.
    """

    def __init__(self, channels: int, shifted: bool, calculates: bool):
        super().__init__()
        projected = 2 * channels if calculates else channels
        self.windows = list(WINDOWS)
        self.shifted = shifted
        self.calculates = calculates
        self.project_inp = nn.Sequential(
            nn.Conv2d(channels, projected, 1), nn.BatchNorm2d(projected)
        )
        self.project_out = nn.Conv2d(channels, channels, 1)

    def forward(self, x: Tensor, attention: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """[B, C, H, W] and, unless it calculates them, [windows, tokens, tokens] for each window size."""
        groups = self.project_inp(x).chunk(len(self.windows), dim=1)
        used: list[Tensor] = []
        mixed: list[Tensor] = []
        for index, window in enumerate(self.windows):
            tokens = self._tokens(groups[index], window)
            if self.calculates:
                query, value = tokens.chunk(2, dim=-1)
                used.append(torch.softmax(query @ query.transpose(-2, -1), dim=-1))
            else:
                value = tokens
                used.append(attention[index])
            mixed.append(self._image(used[index] @ value, window, x.shape[2], x.shape[3]))
        return self.project_out(torch.cat(mixed, dim=1)), used

    def _tokens(self, x: Tensor, window: int) -> Tensor:
        """[B, c, H, W] -> [B * windows, window^2, c]."""
        if self.shifted:
            x = torch.roll(x, [-(window // 2), -(window // 2)], [2, 3])
        batch, channels, height, width = x.shape
        x = x.reshape(batch, channels, height // window, window, width // window, window)
        return x.permute(0, 2, 4, 3, 5, 1).reshape(-1, window * window, channels)

    def _image(self, tokens: Tensor, window: int, height: int, width: int) -> Tensor:
        """[B * windows, window^2, c] -> [B, c, H, W]."""
        rows, columns = height // window, width // window
        x = tokens.reshape(-1, rows, columns, window, window, tokens.shape[-1])
        x = x.permute(0, 5, 1, 3, 2, 4).reshape(-1, tokens.shape[-1], height, width)
        if self.shifted:
            x = torch.roll(x, [window // 2, window // 2], [2, 3])
        return x


class Block(nn.Module):
    """Local features and attention, each with a residual, once and `shared` times with shared attention."""

    def __init__(self, size: Size, shifted: bool):
        super().__init__()
        steps = range(1 + size.shared)
        self.modules_lfe = nn.ModuleDict({f"lfe_{i}": LocalFeatures(size.channels) for i in steps})
        self.modules_gmsa = nn.ModuleDict(
            {f"gmsa_{i}": WindowAttention(size.channels, shifted, calculates=i == 0) for i in steps}
        )

    def forward(self, x: Tensor) -> Tensor:
        attention: list[Tensor] = []
        for convolve, attend in zip(self.modules_lfe.values(), self.modules_gmsa.values()):
            x = convolve(x) + x
            mixed, attention = attend(x, attention)
            x = mixed + x
        return x


class Elan(nn.Module):
    """The whole network: [B, 3, H, W] in [0, 255] -> [B, 3, 4 H, 4 W], any H and W of at least 9."""

    def __init__(self, size: Size):
        super().__init__()
        self.multiple = MULTIPLE
        self.scale = SCALE
        self.sub_mean = ColourShift(-1)
        self.add_mean = ColourShift(1)
        self.head = nn.Sequential(nn.Conv2d(COLOURS, size.channels, 3, padding=1))
        self.body = nn.Sequential(*[Block(size, index % 2 == 1) for index in range(size.blocks)])
        self.tail = nn.Sequential(
            nn.Conv2d(size.channels, COLOURS * SCALE**2, 3, padding=1), nn.PixelShuffle(SCALE)
        )

    def forward(self, image: Tensor) -> Tensor:
        height, width = image.shape[2], image.shape[3]
        below = -height % self.multiple
        right = -width % self.multiple
        x = self.sub_mean(F.pad(image, [0, right, 0, below], mode="reflect"))
        x = self.head(x)
        x = self.add_mean(self.tail(self.body(x) + x))
        return x[:, :, : height * self.scale, : width * self.scale]
