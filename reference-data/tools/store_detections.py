"""Stores what PyTorch finds in the validation images with the shipped small AnchorDETR: all detections, in COCO's
results format and the network's own order, gzipped: field names are half of such a file.

Nothing is rounded to TF32, algorithms are deterministic, and on a CPU one thread computes, because with more,
sums may be split differently. Images run one at a time, as suites run them first.
"""

import argparse
import gzip
import json
import tempfile
from pathlib import Path

import torch

import scenes
import weights
from detector.data import load
from detector.detections import decoded, outputs
from detector.evaluation import scores
from detector.preparation import HEIGHT, WIDTH
from store_outputs import exact_arithmetic

_NAME = "anchor-detr-small"


def store(model: Path, seed: int, count: int, out: Path) -> None:
    """Writes the detections of the first so many validation images of a seed."""
    exact_arithmetic()
    network = weights.TRAINED[_NAME].network(model)
    with tempfile.TemporaryDirectory() as name:
        images, tensors = Path(name) / "images", Path(name) / "pixels.safetensors"
        scenes.detection(images, seed, count, HEIGHT, WIDTH, "validation", tensors=tensors)
        annotations = images / "instances.json"
        data = load(tensors, annotations)
        found = decoded(data.ids, *outputs(network, data, 1, torch.device("cpu")))
        print(scores(annotations, found))
    out.parent.mkdir(parents=True, exist_ok=True)
    # Without a time and a name, equal detections give equal bytes.
    out.write_bytes(gzip.compress(_lines(found).encode(), mtime=0))


def _lines(found: list[dict]) -> str:
    """One line a detection, as Assay writes them, but with the nine digits that tell any two FLOAT32 apart."""
    found = [it | {"bbox": [_short(x) for x in it["bbox"]], "score": _short(it["score"])} for it in found]
    return "[\n" + ",\n".join(json.dumps(it, separators=(",", ":")) for it in found) + "]\n"


def _short(value: float) -> float:
    return float(f"{value:.9g}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="fp32.onnx")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, help=".json.gz")
    store(**vars(parser.parse_args()))
