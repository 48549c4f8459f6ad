"""Makes the rows that a shipped model is run on, in its own range, and the ground truth where a file has room for it.

Rows that are scored are of the validation split, rows that calibrate of the training split: the generator shares no
scene between the two. The pixels of the truth are its own: U8 of enlarged pictures, F16 of spectra, which is
much finer than any network predicts them.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

import row_files
import scenes
from detector.data import load
from detector.preparation import normalised

_OUTPUT = "output"


def spectral(folder: Path, size: list[int], split: str) -> tuple[dict[str, Tensor], Tensor]:
    """`input` [N, 3, H, W] from 0 to 1, and spectra [N, 31, H, W]."""
    made = _generated(scenes.spectral, folder, size, split)
    return {"input": made["input"]}, made["target"].half()


def pairs(folder: Path, size: list[int], split: str) -> tuple[dict[str, Tensor], Tensor]:
    """`input` [N, 3, H, W] from 0 to 255, and pictures [N, 3, 4 H, 4 W]."""
    made = _generated(scenes.pairs, folder, size, split)
    return {"input": made["low"].float()}, made["high"]


def detection(folder: Path, size: list[int], split: str) -> tuple[dict[str, Tensor], None]:
    """`image` [N, 3, H, W] as `detector/preparation.py` declares it; the truth are annotations."""
    tensors = folder / "pixels.safetensors"
    scenes.detection(folder / "set", *size, split, tensors=tensors)
    return {"image": normalised(load(tensors, folder / "set" / "instances.json").pixels)}, None


KINDS = {"spectral": spectral, "pairs": pairs, "detection": detection}


def _generated(make: Callable, folder: Path, size: list[int], split: str) -> dict[str, Tensor]:
    file = folder / "made.safetensors"
    make(file, *size, split)
    return load_file(file)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=list(KINDS), required=True, help="of `assay generate`")
    parser.add_argument("--split", choices=["train", "validation"], required=True)
    for number in ["seed", "count", "height", "width"]:
        parser.add_argument(f"--{number}", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, help="safetensors or npz, by input name")
    parser.add_argument("--targets", type=Path, help="the same, by output name")
    it = parser.parse_args()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        size = [it.seed, it.count, it.height, it.width]
        rows, truth = KINDS[it.kind](Path(folder), size, it.split)
    row_files.save(rows, it.out)
    if it.targets:
        if truth is None:
            raise SystemExit(f"{it.kind} has no truth that is a tensor: leave --targets out")
        row_files.save({_OUTPUT: truth}, it.targets)


if __name__ == "__main__":
    main()
