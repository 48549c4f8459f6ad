"""Trains the small AnchorDETR on drawn figures, from `assay generate detection`.

Each data set is two files: pixels, uint8 [N, 3, 192, 256], and annotations in COCO's format. What validation reports
is the AP of averaged weights, with the preprocessing and the decoding that a suite has.
"""

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor

import training
import training_data
from anchor_detr import small_model
from detector.augmentation import augmented
from detector.data import Dataset, load
from detector.detections import decoded, outputs
from detector.evaluation import scores
from detector.learner import Learner
from training import Recipe

MINUTES = 20.0


class DetectorTask:
    """Focal loss, L1 and GIoU of matched queries in all layers and groups, and of a dense head."""

    name = "anchor-detr-small"

    def __init__(
        self, train: Dataset, validation: Dataset, groups: int, recipe: Recipe, device: torch.device
    ):
        self.recipe = recipe
        self.network = Learner(small_model(train.classes), groups)
        self._train, self._validation, self._device = train.to(device), validation, device
        named = {"train": train.pixels, "trainBoxes": train.boxes, "validation": validation.pixels}
        self.configuration = {"groups": groups, "data": training_data.fingerprint(named)}

    def loss(self, forward: Callable[[Tensor], Tensor], random: torch.Generator) -> Tensor:
        rows = torch.randint(len(self._train.ids), (self.recipe.batch,), generator=random)
        with torch.autocast(self._device.type, enabled=False):
            batch = augmented(self._train, rows.to(self._device, non_blocking=True))
        states, cells = forward(batch.images)
        with torch.autocast(self._device.type, enabled=False):
            return self.network.losses(states, cells, batch).sum()

    def validate(self, network: Learner) -> dict[str, float]:
        logits, boxes = outputs(network.model, self._validation, self.recipe.batch, self._device)
        found = decoded(self._validation.ids, logits, boxes)
        return scores(self._validation.annotations, found)


def main() -> None:
    parser = training.parser(__doc__, MINUTES)
    for name, about in [
        ("train", "to learn from"),
        ("validation", "to score, never to learn from"),
    ]:
        parser.add_argument(f"--{name}", type=Path, required=True, help=f"safetensors, {about}")
        parser.add_argument(f"--{name}-annotations", type=Path, required=True, help="their JSON")
    parser.add_argument("--images", type=int, help="of the training set, the first so many")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=8e-4, help="highest learning rate")
    parser.add_argument("--groups", type=int, default=3, help="of queries that learn side by side")
    options = parser.parse_args()
    training.prepare(options)
    recipe = Recipe(options.batch, options.rate, weight_decay=1e-4, average_decay=0.9995)
    task = DetectorTask(
        load(options.train, options.train_annotations, options.images),
        load(options.validation, options.validation_annotations),
        options.groups,
        recipe,
        torch.device(options.device),
    )
    training.Trainer(task, options).run()


if __name__ == "__main__":
    main()
