"""AnchorDETR (image -> class logits and boxes), written from its published architecture.

Parameter names are the official ones. `FULL` is the network of the paper; `SMALL` is made of the same blocks around
a narrow backbone. The code keeps to what TorchScript compiles, as that of MST++ does, and for the same reason.
"""

import torch
from torch import Tensor, nn

from anchor_detr_backbone import CHANNELS, NarrowResNet, ResNet50
from anchor_detr_transformer import Configuration, Transformer

PARAMETERS = 37_038_711  # of the full network, whether its backbone is dilated or not
MOST_SMALL_PARAMETERS = 1_200_000

_NORM_GROUPS = 32

FULL = Configuration(256, 8, 1024, 6, 6, anchors=300, patterns=3, classes=91)
SMALL = Configuration(96, 6, 256, 2, 3, anchors=100, patterns=3, classes=13)
SMALL_STEM = 24
SMALL_WIDTHS = (32, 64, 96)


class AnchorDetr(nn.Module):
    """Image [N, 3, H, W], normalised -> `pred_logits` [N, Q, classes], `pred_boxes` [N, Q, 4]."""

    def __init__(self, body: nn.Module, channels: int, it: Configuration):
        super().__init__()
        self.backbone = nn.ModuleDict({"body": body})
        norm = nn.GroupNorm(_NORM_GROUPS, it.width)
        project = nn.Sequential(nn.Conv2d(channels, it.width, 1), norm)
        self.input_proj = nn.ModuleList([project])
        self.transformer = Transformer(it)

    def forward(self, image: Tensor, padding: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """`padding` [N, H, W] is true where an image was padded; without it, all of the image counts."""
        features = self.features(image)
        mask: Tensor | None = None
        if padding is not None:
            mask = _nearest(padding, features.shape[2], features.shape[3])
        return self.transformer(features, mask)

    def features(self, image: Tensor) -> Tensor:
        """[N, 3, H, W] -> [N, C, h, w]."""
        return self.input_proj[0](self.backbone["body"](image))


def _nearest(mask: Tensor, height: int, width: int) -> Tensor:
    """[N, H, W] -> [N, height, width]. A scripted `F.interpolate` would need operators of newer LibTorches."""
    rows = torch.arange(height, device=mask.device) * mask.shape[1] // height
    columns = torch.arange(width, device=mask.device) * mask.shape[2] // width
    return mask[:, rows][:, :, columns]


def full_model(dilated: bool) -> AnchorDetr:
    """AnchorDETR-R50-C5, or dilated R50-DC5, with the initial weights of PyTorch's own generator."""
    model = AnchorDetr(ResNet50(dilated), CHANNELS, FULL)
    count = sum(parameter.numel() for parameter in model.parameters())
    if count != PARAMETERS:
        raise AssertionError(
            f"AnchorDETR has {PARAMETERS} parameters, but this network has {count}"
        )
    return model


def small_model(classes: int = SMALL.classes) -> AnchorDetr:
    """The network that is trained here, of at most 1.2 million parameters."""
    it = Configuration(**(vars(SMALL) | {"classes": classes}))
    model = AnchorDetr(NarrowResNet(SMALL_STEM, SMALL_WIDTHS), SMALL_WIDTHS[-1], it)
    count = sum(parameter.numel() for parameter in model.parameters())
    if count > MOST_SMALL_PARAMETERS:
        raise AssertionError(f"the small AnchorDETR has {count} parameters: too many")
    return model
