"""Fusion of EDVR's aligned frames by attention over time, then over space (TSA)."""

import torch
from torch import Tensor, nn

from enlarging import enlarged


class Fusion(nn.Module):
    """[B, T, C, H, W] -> [B, C, H, W]; the middle frame is what the others are compared with."""

    def __init__(self, features: int, frames: int, slope: float):
        super().__init__()
        self.frames = frames
        self.temporal_attn1 = _conv(features, features, 3)
        self.temporal_attn2 = _conv(features, features, 3)
        self.feat_fusion = _conv(frames * features, features, 1)
        self.max_pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.avg_pool = nn.AvgPool2d(3, stride=2, padding=1)  # zeros of the padding count
        self.spatial_attn1 = _conv(frames * features, features, 1)
        self.spatial_attn2 = _conv(2 * features, features, 1)
        self.spatial_attn3 = _conv(features, features, 3)
        self.spatial_attn4 = _conv(features, features, 1)
        self.spatial_attn5 = _conv(features, features, 3)
        self.spatial_attn_l1 = _conv(features, features, 1)
        self.spatial_attn_l2 = _conv(2 * features, features, 3)
        self.spatial_attn_l3 = _conv(features, features, 3)
        self.spatial_attn_add1 = _conv(features, features, 1)
        self.spatial_attn_add2 = _conv(features, features, 1)
        self.lrelu = nn.LeakyReLU(slope)

    def forward(self, aligned: Tensor) -> Tensor:
        weighted = self._weighted_by_likeness(aligned)
        x = self.lrelu(self.feat_fusion(weighted))
        attention = self._attention(weighted)
        shift = self.spatial_attn_add2(self.lrelu(self.spatial_attn_add1(attention)))
        return x * torch.sigmoid(attention) * 2 + shift

    def _weighted_by_likeness(self, aligned: Tensor) -> Tensor:
        """[B, T * C, H, W]: every pixel of a frame times how much it is like the middle frame's."""
        reference = self.temporal_attn1(aligned[:, self.frames // 2])
        weighted: list[Tensor] = []
        for frame in range(self.frames):
            x = aligned[:, frame]
            likeness = (self.temporal_attn2(x) * reference).sum(dim=1, keepdim=True)
            weighted.append(x * torch.sigmoid(likeness))
        return torch.cat(weighted, dim=1)

    def _attention(self, weighted: Tensor) -> Tensor:
        """[B, C, H, W] before the sigmoid, from a pyramid of full, half and quarter size."""
        half = self.lrelu(
            self.spatial_attn2(self._pooled(self.lrelu(self.spatial_attn1(weighted))))
        )
        quarter = self.lrelu(
            self.spatial_attn_l2(self._pooled(self.lrelu(self.spatial_attn_l1(half))))
        )
        quarter = self.lrelu(self.spatial_attn_l3(quarter))
        half = self.lrelu(self.spatial_attn3(half)) + enlarged(quarter, 2.0)
        half = self.lrelu(self.spatial_attn4(half))
        return self.spatial_attn5(enlarged(half, 2.0))

    def _pooled(self, x: Tensor) -> Tensor:
        """Maximum and mean of 3x3 pixels, side by side, at half the size."""
        return torch.cat([self.max_pool(x), self.avg_pool(x)], dim=1)


def _conv(inputs: int, outputs: int, kernel: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)
