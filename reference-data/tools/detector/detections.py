"""What the network found, in COCO's results format and in the order in which Assay's decoder `detr` gives it.

The highest sigmoids over queries and classes together; of equal scores the lower index is first. Scores are
FLOAT32, corners of boxes too; padding is taken away in double. Labels are category ids.
"""

import numpy as np
import torch
from torch import Tensor, nn

from detector.data import Dataset
from detector.preparation import HEIGHT, WIDTH, normalised

TOP = 100


def outputs(
    model: nn.Module, data: Dataset, batch: int, device: torch.device
) -> tuple[Tensor, Tensor]:
    """logits [N, Q, C] and boxes [N, Q, 4] of all images, on the CPU; inputs are made there too."""
    parts: list[tuple[Tensor, Tensor]] = []
    with torch.inference_mode():
        for start in range(0, len(data.ids), batch):
            images = normalised(data.pixels[start : start + batch].cpu())
            logits, boxes = model(images.to(device))
            parts.append((logits.cpu(), boxes.cpu()))
    logits, boxes = zip(*parts)
    return torch.cat(logits), torch.cat(boxes)


def decoded(ids: list[int], logits: Tensor, boxes: Tensor, top: int = TOP) -> list[dict]:
    """Detections by image and by falling score."""
    return [
        detection
        for image, image_logits, image_boxes in zip(ids, logits.numpy(), boxes.numpy())
        for detection in _of_image(image, image_logits, image_boxes, top)
    ]


def _of_image(image: int, logits: np.ndarray, boxes: np.ndarray, top: int) -> list[dict]:
    classes = logits.shape[1]
    with np.errstate(over="ignore"):
        scores = (1 / (1 + np.exp(-logits.astype(np.float64)))).astype(np.float32).ravel()
    best = np.argsort(-scores, kind="stable")[:top]
    found = []
    for index in best:
        x, y, width, height = boxes[index // classes].astype(np.float32)
        half = np.float32(0.5)
        left, top_side = float(x - half * width) * WIDTH, float(y - half * height) * HEIGHT
        right, bottom = float(x + half * width) * WIDTH, float(y + half * height) * HEIGHT
        found.append(
            {
                "image_id": image,
                "category_id": int(index % classes),
                "bbox": [left, top_side, right - left, bottom - top_side],
                "score": float(scores[index]),
            }
        )
    return found
