"""A detection data set in memory: pixels as they lie in one tensor file, annotations in COCO's format."""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from detector.preparation import padded

_CHUNK = 256  # images that are padded at once: the mask of all would be as large as they are


@dataclass(frozen=True)
class Dataset:
    """Images by rising id. Boxes are left, top, right, bottom in pixels; a label of -1 is no object."""

    ids: list[int]
    pixels: Tensor  # uint8 [N, 3, H, W]
    sizes: Tensor  # float32 [N, 2]: height and width of what is not padding
    boxes: Tensor  # float32 [N, M, 4]
    labels: Tensor  # int64 [N, M]: category ids
    annotations: Path

    @property
    def classes(self) -> int:
        """Labels are category ids, as DETR's 91 are: one more than the highest."""
        return int(self.labels.max()) + 1

    def to(self, device: torch.device) -> "Dataset":
        tensors = {
            name: value.to(device)
            for name, value in vars(self).items()
            if isinstance(value, Tensor)
        }
        return Dataset(**(vars(self) | tensors))


def load(tensors: Path, annotations: Path, most: int | None = None) -> Dataset:
    """The first `most` images. Crowds are no objects to learn from; they count when scores are computed."""
    record = json.loads(annotations.read_text())
    images = sorted(record["images"], key=lambda image: image["id"])
    (pixels,) = [it for it in load_file(tensors).values() if it.dtype == torch.uint8]
    if len(pixels) != len(images):
        raise SystemExit(f"{tensors} has {len(pixels)} images and {annotations} {len(images)}")
    images = images[:most]
    sizes = torch.tensor(
        [[image["height"], image["width"]] for image in images], dtype=torch.float32
    )
    objects: dict[int, list[dict]] = {image["id"]: [] for image in images}
    for entry in record["annotations"]:
        if entry["image_id"] in objects and not entry.get("iscrowd", 0):
            objects[entry["image_id"]].append(entry)
    widest = max(1, max(len(entries) for entries in objects.values()))
    boxes = torch.zeros(len(images), widest, 4)
    labels = torch.full((len(images), widest), -1)
    for row, image in enumerate(images):
        for column, entry in enumerate(objects[image["id"]]):
            left, top, width, height = entry["bbox"]
            boxes[row, column] = torch.tensor([left, top, left + width, top + height])
            labels[row, column] = entry["category_id"]
    pixels = pixels[: len(images)].clone()
    for start in range(0, len(pixels), _CHUNK):
        padded(pixels[start : start + _CHUNK], sizes[start : start + _CHUNK])
    return Dataset([image["id"] for image in images], pixels, sizes, boxes, labels, annotations)
