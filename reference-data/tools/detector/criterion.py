"""What training minimises: focal loss of classes, L1 and generalised IoU of boxes, after bipartite matching.

As DETR's descendants do, with one change: a query that is matched shall not say 1 but how well its box fits, so
that scores rank boxes (Li et al., "Generalized Focal Loss", NeurIPS 2020).
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from detector import boxes as geometry
from detector.augmentation import Batch
from detector.matching import assign
from detector.preparation import numbers

_CLASS, _L1, _GIOU = 2.0, 5.0, 2.0
_ALPHA, _GAMMA = 0.25, 2.0
_LOWEST_TARGET = 0.3  # a matched query is an object even where its box does not fit yet
_REACH = 1.5  # cells around an object's centre that predict it in the dense head


def query_losses(logits: Tensor, boxes: Tensor, batch: Batch) -> Tensor:
    """logits [S, N, Q, C] and boxes [S, N, Q, 4] of S sets of queries -> class, L1 and GIoU, [3].

    Every set (a layer's, a group's) is matched for itself; losses are means over sets.
    """
    sets, count, queries, _ = logits.shape
    labels = batch.labels.expand(sets, -1, -1)
    targets = batch.boxes.expand(sets, -1, -1, -1)
    with torch.no_grad():
        cost = _cost(logits, boxes, targets, labels)
        column = assign(cost.flatten(0, 1), (labels >= 0).flatten(0, 1)).view(labels.shape)
    matched = column >= 0
    chosen = boxes.gather(2, column.clamp(min=0)[..., None].expand(-1, -1, -1, 4))
    quality, l1, giou = _box_losses(chosen, targets, matched)
    wanted = logits.new_zeros(sets, count, queries, logits.shape[-1])
    index = column.clamp(min=0) * logits.shape[-1] + labels.clamp(min=0)
    # Rows without a column add 0 somewhere: two rows never share a column.
    wanted.flatten(2).scatter_add_(2, index, quality * matched)
    number = matched.sum().clamp(min=1)
    return torch.stack(
        [_CLASS * _focal(logits, wanted) / number, _L1 * l1 / number, _GIOU * giou / number]
    )


def dense_losses(logits: Tensor, boxes: Tensor, batch: Batch) -> Tensor:
    """The same of a head on every cell: logits [N, H, W, C], boxes [N, H, W, 4] -> [3].

    Cells near an object's centre and inside it learn it; of several objects, the smallest.
    """
    height, width = logits.shape[1:3]
    logits, boxes = logits.flatten(1, 2), boxes.flatten(1, 2)
    y = (torch.arange(height, device=logits.device) + 0.5) / height
    x = (torch.arange(width, device=logits.device) + 0.5) / width
    cells = torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1).flatten(0, 1)
    offset = (cells - batch.boxes[:, :, None, :2]).abs()  # [N, M, H * W, 2]
    size = numbers((1 / width, 1 / height), logits.device)
    # The cell in which the centre lies always learns, however small the object is.
    reach = torch.maximum(torch.minimum(_REACH * size, batch.boxes[:, :, None, 2:] / 2), size / 2)
    near = (offset <= reach).all(-1) & (batch.labels >= 0)[..., None]
    extent = batch.boxes[..., 2:].prod(-1)[..., None].masked_fill(~near, torch.inf)
    smallest, which = extent.min(1)
    matched = smallest < torch.inf
    targets = batch.boxes.gather(1, which[..., None].expand(-1, -1, 4))
    labels = batch.labels.gather(1, which).clamp(min=0)
    quality, l1, giou = _box_losses(boxes, targets, matched)
    wanted = torch.zeros_like(logits).scatter(2, labels[..., None], (quality * matched)[..., None])
    number = matched.sum().clamp(min=1)
    return torch.stack(
        [_CLASS * _focal(logits, wanted) / number, _L1 * l1 / number, _GIOU * giou / number]
    )


def _cost(logits: Tensor, boxes: Tensor, targets: Tensor, labels: Tensor) -> Tensor:
    """[S, N, M, Q]: what it costs that a query stands for an object."""
    probability = logits.sigmoid()
    absent = -(1 - _ALPHA) * probability**_GAMMA * F.logsigmoid(-logits)
    present = -_ALPHA * (1 - probability) ** _GAMMA * F.logsigmoid(logits)
    index = labels.clamp(min=0)[:, :, None].expand(-1, -1, logits.shape[2], -1)
    classes = (present - absent).gather(3, index).transpose(2, 3)
    distance = (targets[..., :, None, :] - boxes[..., None, :, :]).abs().sum(-1)
    _, giou = geometry.overlap(
        geometry.corners(targets)[..., :, None, :], geometry.corners(boxes)[..., None, :, :]
    )
    return _CLASS * classes + _L1 * distance - _GIOU * giou


def _box_losses(boxes: Tensor, targets: Tensor, matched: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """What a class shall be for each box, and sums of L1 and of 1 - GIoU over those that are matched."""
    iou, giou = geometry.overlap(geometry.corners(boxes), geometry.corners(targets))
    l1 = ((boxes - targets).abs().sum(-1) * matched).sum()
    quality = _LOWEST_TARGET + (1 - _LOWEST_TARGET) * iou.detach().clamp(0, 1)
    return quality, l1, ((1 - giou) * matched).sum()


def _focal(logits: Tensor, wanted: Tensor) -> Tensor:
    """Focal loss (Lin et al., ICCV 2017) whose targets may lie between 0 and 1."""
    cross = F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    weight = torch.where(wanted > 0, _ALPHA, 1 - _ALPHA)
    return (weight * (wanted - logits.sigmoid()).abs() ** _GAMMA * cross).sum()
