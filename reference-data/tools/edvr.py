"""EDVR (five low-resolution frames -> the middle one at four times the size), from its publication.

Wang et al., "EDVR: Video Restoration with Enhanced Deformable Convolutional Networks", CVPRW 2019.
Every frame's features are aligned with the middle frame's by deformable convolutions at three sizes
(PCD), fused by attention over time and space (TSA), and refined by residual blocks. Parameter names
are those of BasicSR, whose checkpoints load. There are none to ship: see `edvr_weights.py`.

The code keeps to what TorchScript compiles for every batch size, height and width.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from deformable import DeformableConv
from edvr_fusion import Fusion
from enlarging import enlarged

MULTIPLE = 4  # height and width: level 3 works at a quarter of them
SCALE = 4
SLOPE = 0.1  # of every leaky ReLU
GROUPS = 8
EXTRACTING = 5  # residual blocks before the alignment


@dataclass(frozen=True)
class Size:
    """A published size of the network and its number of parameters."""

    name: str
    features: int
    blocks: int
    frames: int
    parameters: int


LARGE = Size("edvr-l", 128, 40, 5, 20_633_827)
LARGE_7 = Size("edvr-l-7", 128, 40, 7, 20_699_363)
MEDIUM = Size("edvr-m", 64, 10, 5, 3_300_131)


class ResidualBlock(nn.Module):
    """Two convolutions around which the input is added; no normalisation."""

    def __init__(self, features: int):
        super().__init__()
        self.conv1 = nn.Conv2d(features, features, 3, padding=1)
        self.conv2 = nn.Conv2d(features, features, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.conv2(F.relu(self.conv1(x)))


class Alignment(nn.Module):
    """Pyramid, cascading and deformable alignment of one frame with the middle one.

    Level 3, a quarter of the size, is aligned first; its offsets and features lead level 2, and those
    level 1. A last deformable convolution (the cascade) corrects the result.
    """

    def __init__(self, features: int):
        super().__init__()
        self.offset_conv1 = nn.ModuleDict({f"l{i}": _conv(features, 2) for i in (3, 2, 1)})
        self.offset_conv2 = nn.ModuleDict(
            {f"l{i}": _conv(features, 1 if i == 3 else 2) for i in (3, 2, 1)}
        )
        self.offset_conv3 = nn.ModuleDict({f"l{i}": _conv(features, 1) for i in (2, 1)})
        self.dcn_pack = nn.ModuleDict(
            {f"l{i}": DeformableConv(features, GROUPS) for i in (3, 2, 1)}
        )
        self.feat_conv = nn.ModuleDict({f"l{i}": _conv(features, 2) for i in (2, 1)})
        self.cas_offset_conv1 = _conv(features, 2)
        self.cas_offset_conv2 = _conv(features, 1)
        self.cas_dcnpack = DeformableConv(features, GROUPS)

    def forward(self, frame: list[Tensor], middle: list[Tensor]) -> Tensor:
        """`frame` and `middle`: features [B, C, H, W], then at a half and at a quarter of the size."""
        offset = leaky(self.offset_conv1["l3"](torch.cat([frame[2], middle[2]], dim=1)))
        offset = leaky(self.offset_conv2["l3"](offset))
        x = leaky(self.dcn_pack["l3"](frame[2], offset))
        offset, x = doubled(offset) * 2, doubled(x)

        near = leaky(self.offset_conv1["l2"](torch.cat([frame[1], middle[1]], dim=1)))
        offset = leaky(self.offset_conv2["l2"](torch.cat([near, offset], dim=1)))
        offset = leaky(self.offset_conv3["l2"](offset))
        aligned = self.dcn_pack["l2"](frame[1], offset)
        x = leaky(self.feat_conv["l2"](torch.cat([aligned, x], dim=1)))
        offset, x = doubled(offset) * 2, doubled(x)

        near = leaky(self.offset_conv1["l1"](torch.cat([frame[0], middle[0]], dim=1)))
        offset = leaky(self.offset_conv2["l1"](torch.cat([near, offset], dim=1)))
        offset = leaky(self.offset_conv3["l1"](offset))
        aligned = self.dcn_pack["l1"](frame[0], offset)
        x = self.feat_conv["l1"](torch.cat([aligned, x], dim=1))

        offset = leaky(self.cas_offset_conv1(torch.cat([x, middle[0]], dim=1)))
        return leaky(self.cas_dcnpack(x, leaky(self.cas_offset_conv2(offset))))


class Edvr(nn.Module):
    """The whole network: [B, T, 3, H, W] in [0, 1] -> [B, 3, 4 H, 4 W], H and W multiples of 4."""

    def __init__(self, size: Size):
        super().__init__()
        features = size.features
        self.frames = size.frames
        self.conv_first = nn.Conv2d(3, features, 3, padding=1)
        self.feature_extraction = _blocks(features, EXTRACTING)
        self.conv_l2_1 = nn.Conv2d(features, features, 3, stride=2, padding=1)
        self.conv_l2_2 = _conv(features, 1)
        self.conv_l3_1 = nn.Conv2d(features, features, 3, stride=2, padding=1)
        self.conv_l3_2 = _conv(features, 1)
        self.pcd_align = Alignment(features)
        self.fusion = Fusion(features, size.frames, SLOPE)
        self.reconstruction = _blocks(features, size.blocks)
        self.upconv1 = nn.Conv2d(features, 4 * features, 3, padding=1)
        self.upconv2 = nn.Conv2d(features, 4 * 64, 3, padding=1)
        self.conv_hr = nn.Conv2d(64, 64, 3, padding=1)
        self.conv_last = nn.Conv2d(64, 3, 3, padding=1)

    def forward(self, clip: Tensor) -> Tensor:
        _check(clip, self.frames)
        levels = [
            level.unflatten(0, (-1, self.frames)) for level in self.pyramid(clip.flatten(0, 1))
        ]
        middle = [level[:, self.frames // 2] for level in levels]
        aligned: list[Tensor] = []
        for i in range(self.frames):
            aligned.append(self.pcd_align([level[:, i] for level in levels], middle))
        x = self.reconstruction(self.fusion(torch.stack(aligned, dim=1)))
        x = leaky(F.pixel_shuffle(self.upconv1(x), 2))
        x = leaky(F.pixel_shuffle(self.upconv2(x), 2))
        x = self.conv_last(leaky(self.conv_hr(x)))
        return x + enlarged(clip[:, self.frames // 2], 4.0)

    def pyramid(self, frames: Tensor) -> list[Tensor]:
        """Features of [B * T, 3, H, W] at full, half and quarter size."""
        full = self.feature_extraction(leaky(self.conv_first(frames)))
        half = leaky(self.conv_l2_2(leaky(self.conv_l2_1(full))))
        quarter = leaky(self.conv_l3_2(leaky(self.conv_l3_1(half))))
        return [full, half, quarter]


def network(size: Size) -> Edvr:
    """The network in evaluation mode, without weights of its own yet, its parameters counted."""
    model = Edvr(size).eval().requires_grad_(False)
    count = sum(parameter.numel() for parameter in model.parameters())
    if count != size.parameters:
        raise AssertionError(f"{size.name} has {size.parameters} parameters, this network {count}")
    return model


def leaky(x: Tensor) -> Tensor:
    return F.leaky_relu(x, 0.1)


def doubled(x: Tensor) -> Tensor:
    """Twice as high and wide."""
    return enlarged(x, 2.0)


def _check(clip: Tensor, frames: int) -> None:
    if clip.dim() != 5 or clip.shape[1] != frames or clip.shape[2] != 3:
        raise ValueError(f"EDVR takes [B, {frames}, 3, H, W], not {clip.shape}")
    if clip.shape[3] % 4 != 0 or clip.shape[4] % 4 != 0:
        raise ValueError(
            f"EDVR needs a height and width that 4 divides, not {clip.shape}: pad the clip"
        )


def _conv(features: int, tensors: int) -> nn.Conv2d:
    """3x3, from so many concatenated tensors to one."""
    return nn.Conv2d(tensors * features, features, 3, padding=1)


def _blocks(features: int, count: int) -> nn.Sequential:
    return nn.Sequential(*[ResidualBlock(features) for _ in range(count)])
