"""Small random data sets that are hard for a COCO evaluation: ties, crowds, areas on a limit, boxes on a grid so
that overlaps are equal, ids of eleven digits, images without detections, categories without annotations, masks in
all forms, ids that are 0 or come twice.

A case is made by its seed and index alone.
"""

import random
from dataclasses import dataclass

import numpy as np
import pycocotools.mask

KINDS = ("bbox", "polygons", "compressed", "uncompressed", "mixed", "bbox of masks")
MAX_DETS = ([1, 10, 100], [1, 10, 100], [1, 10, 300], [2, 5, 7], [1, 10, 100, 20], [1, 100, 100], [5, 50, 100, 120])
EDGES = (1024, 9216, 1023.9999999999999, 9216.000000000002)
UNLISTED = 99


@dataclass
class Case:
    truth: dict
    found: list
    iou_type: str
    use_categories: bool
    max_dets: list
    refused: bool  # by strict rules, although pycocotools answers
    note: str


def case(seed: int, index: int) -> Case:
    return _Maker(random.Random(100003 * seed + index), KINDS[index % len(KINDS)]).make()


class _Maker:
    def __init__(self, r: random.Random, kind: str) -> None:
        self.r = r
        self.kind = kind
        self.masks = kind not in ("bbox", "bbox of masks")
        self.width, self.height = (r.randint(20, 60), r.randint(20, 60)) if kind != "bbox" else (600, 400)
        self.grid = r.choice((0, 1, 5))
        self.ties = r.random() < 0.5

    def make(self) -> Case:
        r = self.r
        first = 20180000000 if r.random() < 0.3 else 0
        images = [first + it for it in r.sample(range(1, 5000), r.randint(1, 6))]
        categories = r.sample(range(90), r.randint(1, 4))
        annotated = categories if r.random() < 0.5 else categories[:1]  # the others have no annotation
        annotations = self._annotations(images, annotated)
        refused = self._spoil_ids(annotations)
        boxes = not self.masks or r.random() < 0.4
        if self.kind == "bbox of masks":
            boxes = False  # loadRes then takes boxes from the masks
        found = []
        for image in images:
            for _ in range(r.choice((0, 2, 5, 8, 30))):
                found.append(self._detection(image, categories, annotations, boxes))
        r.shuffle(found)
        truth = {
            "images": [{"id": it, "width": self.width, "height": self.height} for it in r.sample(images, len(images))],
            "categories": [{"id": it, "name": f"c{it}"} for it in categories],
            "annotations": annotations,
        }
        max_dets = r.choice(MAX_DETS)
        use_categories = r.random() < 0.75
        note = f"{self.kind}, {'boxes given' if boxes else 'boxes of masks'}, {'ties' if self.ties else 'no ties'}"
        iou_type = "segm" if self.masks else "bbox"
        return Case(truth, found, iou_type, use_categories, list(max_dets), refused, note)

    def _annotations(self, images: list, categories: list) -> list:
        r, annotations = self.r, []
        for image in images:
            for _ in range(r.choice((0, 1, 3, 6))):
                box = self._box()
                annotation = {
                    "id": len(annotations) + 1,
                    "image_id": image,
                    "category_id": UNLISTED if r.random() < 0.03 else r.choice(categories),
                    "bbox": box,
                    "area": r.choice(EDGES) if r.random() < 0.15 else box[2] * box[3] * r.choice((1, 1, 0.6)),
                    "iscrowd": int(r.random() < 0.15),
                }
                if self.masks:
                    annotation["segmentation"] = self._segmentation(self.kind)
                annotations.append(annotation)
        r.shuffle(annotations)
        return annotations

    def _spoil_ids(self, annotations: list) -> bool:
        kind = self.r.random()
        if kind < 0.1 and annotations:
            self.r.choice(annotations)["id"] = 0
            return True
        if kind < 0.2 and len(annotations) > 1:
            one, other = self.r.sample(annotations, 2)
            one["id"] = other["id"]
            return True
        return False

    def _detection(self, image: int, categories: list, annotations: list, boxes: bool) -> dict:
        r = self.r
        box, category, segmentation = self._box(), r.choice(categories), None
        here = [it for it in annotations if it["image_id"] == image]
        if here and r.random() < 0.7:
            near = r.choice(here)
            category = near["category_id"] if r.random() < 0.9 else category
            noise = r.choice((0, 0.5, 3))
            box = [side + noise * r.gauss(0, 1) for side in near["bbox"]]
            if r.random() < 0.7:
                segmentation = near.get("segmentation")
        detection = {"image_id": image, "category_id": category, "score": self._score()}
        if boxes:
            detection["bbox"] = box
        if self.kind != "bbox":
            form = self.kind if boxes and self.masks else "compressed"  # without boxes pycocotools takes no other
            if segmentation is None:
                segmentation = self._segmentation(form)
            elif form == "compressed":
                segmentation = self._compressed(segmentation)
            if not boxes or r.random() < 0.9:  # with a box, a mask may be missing
                detection["segmentation"] = segmentation
        return detection

    def _score(self) -> float:
        score = self.r.random()
        if self.ties:
            score = round(score, 1)
        return self.r.choice((-score, -0.0)) if self.r.random() < 0.04 else score

    def _box(self) -> list:
        r = self.r
        if r.random() < 0.1:
            side = r.choice((32.0, 96.0))  # areas of 1024 and 9216
            return [float(r.randint(0, 99)), float(r.randint(0, 99)), side, side]
        longest = r.choice((10, 30, 90, 200))
        box = [r.uniform(0, self.width), r.uniform(0, self.height), r.uniform(0, longest), r.uniform(0, longest)]
        return [float(int(it / self.grid) * self.grid) for it in box] if self.grid else box

    def _segmentation(self, kind: str):
        if kind == "mixed":
            kind = self.r.choice(KINDS[1:4])
        if kind == "polygons":
            return [self._polygon() for _ in range(self.r.randint(1, 3))]
        mask = self._mask()
        if kind == "uncompressed":
            return {"size": [self.height, self.width], "counts": _runs(mask)}
        return _text(pycocotools.mask.encode(mask))

    def _compressed(self, segmentation) -> dict:
        if isinstance(segmentation, list):
            parts = pycocotools.mask.frPyObjects(segmentation, self.height, self.width)
            return _text(pycocotools.mask.merge(parts))
        if isinstance(segmentation["counts"], list):
            return _text(pycocotools.mask.frPyObjects(segmentation, self.height, self.width))
        return segmentation

    def _polygon(self) -> list:
        r, points = self.r, []
        x, y = r.uniform(-5, self.width + 5), r.uniform(-5, self.height + 5)
        size = r.uniform(1, max(self.width, self.height) / 2)
        digits = r.choice((0, 2))
        for _ in range(r.randint(3, 8)):
            points += [round(x + r.uniform(-size, size), digits), round(y + r.uniform(-size, size), digits)]
            if r.random() < 0.1:
                points += points[-2:]  # a corner twice
        return points

    def _mask(self) -> np.ndarray:
        r = self.r
        mask = np.zeros((self.height, self.width), np.uint8)
        for _ in range(0 if r.random() < 0.05 else r.randint(1, 3)):
            x, y = r.randrange(self.width), r.randrange(self.height)
            mask[y : y + r.randint(1, self.height), x : x + r.randint(1, self.width)] = 1
        if r.random() < 0.1:
            mask[:: r.randint(2, 5), :: r.randint(1, 3)] ^= 1  # many runs
        return np.asfortranarray(mask)


def _runs(mask: np.ndarray) -> list:
    """Lengths of zeros and ones in turn, down the columns."""
    pixels = mask.flatten(order="F")
    ends = np.flatnonzero(np.diff(pixels)) + 1
    lengths = np.diff(np.concatenate(([0], ends, [pixels.size]))).tolist()
    return [0, *lengths] if pixels[0] else lengths


def _text(encoded: dict) -> dict:
    return {"size": [int(it) for it in encoded["size"]], "counts": encoded["counts"].decode()}
