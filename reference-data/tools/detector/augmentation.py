"""Random zoom, crop, flip and light, for a whole batch on the device that trains, without waiting for it."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from detector.boxes import area, centres
from detector.data import Dataset
from detector.preparation import normalised, numbers, padded

ZOOMED = 0.6  # share of images that are not left at their own size
_ZOOM = 0.4  # natural logarithm of the largest zoom, in and out
_STRETCH = 0.15
_LIGHT = 0.25
_LEAST_VISIBLE = 0.35  # of an object's area, lest a sliver be learnt as the whole
_LEAST_SIDE = 2.0  # pixels


@dataclass(frozen=True)
class Batch:
    """Inputs [N, 3, H, W]; boxes [N, M, 4] as centre and size, shares of the input; labels, -1 for none."""

    images: Tensor
    boxes: Tensor
    labels: Tensor


def augmented(data: Dataset, rows: Tensor) -> Batch:
    """The images of `rows` [N], each changed by chance."""
    pixels = data.pixels[rows].float()
    sizes, boxes, labels = data.sizes[rows], data.boxes[rows], data.labels[rows]
    full = numbers(tuple(pixels.shape[2:]), pixels.device)
    scale = _scales(len(rows), pixels.device)
    source = torch.minimum(sizes, full / scale)  # height and width of the crop, pixels of the image
    start = (sizes - source) * torch.rand_like(sizes)
    target = (source * scale).round()  # that crop's size in the input
    scale = target / source
    flip = torch.rand(len(rows), device=pixels.device) < 0.5
    pixels = _sampled(pixels, start, source, scale, flip)
    light = 1 + _LIGHT * (2 * torch.rand(len(rows), 3, 1, 1, device=pixels.device) - 1)
    pixels = padded((pixels * light).clamp(0, 255), target)
    boxes, visible = _moved(boxes, start, target, scale, flip)
    share = centres(boxes) / full.flip(0).repeat(2)
    return Batch(normalised(pixels), share, labels.masked_fill(~visible, -1))


def _scales(count: int, device: torch.device) -> Tensor:
    """Zoom of height and width, [N, 2]."""
    zoom = _ZOOM * (2 * torch.rand(count, 1, device=device) - 1)
    stretch = _STRETCH * (2 * torch.rand(count, 1, device=device) - 1)
    changed = torch.rand(count, 1, device=device) < ZOOMED
    return torch.exp(torch.cat([zoom + stretch, zoom - stretch], dim=1) * changed)


def _sampled(pixels: Tensor, start: Tensor, source: Tensor, scale: Tensor, flip: Tensor) -> Tensor:
    """Crops of `source` from `start` on, enlarged by `scale`; exact where nothing is enlarged."""
    where = []
    for axis in (0, 1):
        size = pixels.shape[2 + axis]
        place = (torch.arange(size, device=pixels.device) + 0.5) / scale[:, axis : axis + 1]
        length = source[:, axis : axis + 1]
        if axis == 1:
            place = torch.where(flip[:, None], length - place, place)
        place = start[:, axis : axis + 1] + torch.minimum(place.clamp(min=0.5), length - 0.5)
        where.append(place * 2 / size - 1)
    height, width = pixels.shape[2:]
    grid = torch.stack(
        [where[1][:, None].expand(-1, height, -1), where[0][:, :, None].expand(-1, -1, width)],
        dim=-1,
    )
    return F.grid_sample(pixels, grid, mode="bilinear", padding_mode="border", align_corners=False)


def _moved(
    boxes: Tensor, start: Tensor, target: Tensor, scale: Tensor, flip: Tensor
) -> tuple[Tensor, Tensor]:
    """Corners in pixels of the input, cut where the crop ends, and whether enough of them is left."""
    twice = scale.flip(1).repeat(1, 2)[:, None]
    whole = (boxes - start.flip(1).repeat(1, 2)[:, None]) * twice
    width = target[:, 1:, None]
    mirrored = torch.cat(
        [width - whole[..., 2:3], whole[..., 1:2], width - whole[..., :1], whole[..., 3:]], dim=-1
    )
    whole = torch.where(flip[:, None, None], mirrored, whole)
    cut = torch.minimum(whole.clamp(min=0), target.flip(1).repeat(1, 2)[:, None])
    sides = (cut[..., 2:] - cut[..., :2]).amin(-1)
    return cut, (area(cut) > _LEAST_VISIBLE * area(whole)) & (sides >= _LEAST_SIDE)
