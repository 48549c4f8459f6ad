"""The network with what only training needs: more groups of anchor points, and a head on every cell."""

import torch
from anchor_detr import SMALL, AnchorDetr
from torch import Tensor, nn
from torch.nn import functional as F

from detector.augmentation import Batch
from detector.criterion import dense_losses, query_losses
from detector.initialisation import look_at_anchors


class Learner(nn.Module):
    """Groups of queries learn side by side and do not see each other; the first is what stays.

    Chen et al., "Group DETR", ICCV 2023. The queries' heads also predict from every cell of the encoder, as
    if its middle were an anchor point: every object teaches the backbone, from the first step on.
    """

    def __init__(self, model: AnchorDetr, groups: int):
        super().__init__()
        self.model = model
        self.groups = groups
        self.more_points = nn.Parameter(torch.rand((groups - 1) * SMALL.anchors, 2))
        look_at_anchors(model.transformer)

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """[N, 3, H, W] -> states of all layers [S, N, groups * Q, C], and cells [N, H, W, C]."""
        transformer = self.model.transformer
        image = transformer.encode(self.model.features(images))
        states = transformer.decode(image, self._points(), groups=self.groups)
        return torch.stack(states), image[2]

    def losses(self, states: Tensor, cells: Tensor, batch: Batch) -> Tensor:
        """Classes, L1 and GIoU of the queries of all layers, then of the cells: [6]; in FP32."""
        states, cells = states.float(), cells.float()
        layers, count = states.shape[:2]
        logits, boxes = self.model.transformer.predict(
            states.flatten(0, 1), self._points(), self.groups
        )
        logits, boxes = (self._by_group(it.unflatten(0, (layers, count))) for it in (logits, boxes))
        # Every layer's loss counts whole; groups share one.
        queries = layers * query_losses(logits, boxes, batch)
        return torch.cat([queries, dense_losses(*self._dense(cells), batch)])

    def _points(self) -> Tensor:
        return torch.cat([self.model.transformer.position.weight, self.more_points])

    def _by_group(self, x: Tensor) -> Tensor:
        """[layers, N, groups * Q, C] -> [layers * groups, N, Q, C]."""
        return x.unflatten(2, (self.groups, -1)).transpose(1, 2).flatten(0, 1)

    def _dense(self, cells: Tensor) -> tuple[Tensor, Tensor]:
        """[N, H, W, C] -> logits [N, H, W, classes] and boxes [N, H, W, 4] around the middle of each cell."""
        height, width = cells.shape[1:3]
        y = (torch.arange(height, device=cells.device) + 0.5) / height
        x = (torch.arange(width, device=cells.device) + 0.5) / width
        start = torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1).logit()
        transformer = self.model.transformer
        boxes = torch.sigmoid(transformer.bbox_embed[0](cells) + F.pad(start, [0, 2]))
        return transformer.class_embed[0](cells), boxes
