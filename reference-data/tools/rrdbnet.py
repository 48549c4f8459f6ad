"""RRDBNet (image -> image four times as wide and high), the generator of ESRGAN and Real-ESRGAN.

Wang et al., "ESRGAN: Enhanced Super-Resolution Generative Adversarial Networks", ECCVW 2018, written from
its published architecture. Parameter names are BasicSR's; ESRGAN's first checkpoints name the same
tensors `RRDB_trunk.i.RDBj`, `trunk_conv`, `upconv1`, `upconv2` and `HRconv`.

Images are RGB from 0 to 1. The code keeps to what TorchScript compiles for every batch, height and width.
"""

import torch
from torch import Tensor, nn

from enlarging import repeated

SCALE = 4
COLOURS = 3
FEATURES = 64
GROWTH = 32
BLOCKS = 23
SMALL_BLOCKS = 6  # Real-ESRGAN's network for drawn images
RESIDUAL = 0.2  # what dense blocks, and blocks of three of them, are multiplied by
SLOPE = 0.2  # of LeakyReLU below zero


class DenseBlock(nn.Module):
    """Five convolutions, each of which reads what all before it made: [B, 64, H, W] -> the same."""

    def __init__(self):
        super().__init__()
        self.residual = RESIDUAL
        self.lrelu = nn.LeakyReLU(SLOPE)
        self.conv1 = _conv(FEATURES, GROWTH)
        self.conv2 = _conv(FEATURES + GROWTH, GROWTH)
        self.conv3 = _conv(FEATURES + 2 * GROWTH, GROWTH)
        self.conv4 = _conv(FEATURES + 3 * GROWTH, GROWTH)
        self.conv5 = _conv(FEATURES + 4 * GROWTH, FEATURES)

    def forward(self, x: Tensor) -> Tensor:
        dense = torch.cat([x, self.lrelu(self.conv1(x))], dim=1)
        dense = torch.cat([dense, self.lrelu(self.conv2(dense))], dim=1)
        dense = torch.cat([dense, self.lrelu(self.conv3(dense))], dim=1)
        dense = torch.cat([dense, self.lrelu(self.conv4(dense))], dim=1)
        return self.conv5(dense) * self.residual + x


class ResidualBlock(nn.Module):
    """Three dense blocks with a residual around them ("residual in residual dense block")."""

    def __init__(self):
        super().__init__()
        self.residual = RESIDUAL
        self.rdb1 = DenseBlock()
        self.rdb2 = DenseBlock()
        self.rdb3 = DenseBlock()

    def forward(self, x: Tensor) -> Tensor:
        return self.rdb3(self.rdb2(self.rdb1(x))) * self.residual + x


class RrdbNet(nn.Module):
    """The whole network: [B, 3, H, W] in [0, 1] -> [B, 3, 4 H, 4 W], any H and W."""

    def __init__(self, blocks: int):
        super().__init__()
        self.lrelu = nn.LeakyReLU(SLOPE)
        self.conv_first = _conv(COLOURS, FEATURES)
        self.body = nn.Sequential(*[ResidualBlock() for _ in range(blocks)])
        self.conv_body = _conv(FEATURES, FEATURES)
        self.conv_up1 = _conv(FEATURES, FEATURES)
        self.conv_up2 = _conv(FEATURES, FEATURES)
        self.conv_hr = _conv(FEATURES, FEATURES)
        self.conv_last = _conv(FEATURES, COLOURS)

    def forward(self, image: Tensor) -> Tensor:
        x = self.conv_first(image)
        x = x + self.conv_body(self.body(x))
        x = self.lrelu(self.conv_up1(repeated(x, 2.0)))
        x = self.lrelu(self.conv_up2(repeated(x, 2.0)))
        return self.conv_last(self.lrelu(self.conv_hr(x)))


def _conv(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, padding=1)
