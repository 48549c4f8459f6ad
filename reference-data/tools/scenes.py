"""Makes data with the project's own generator; images are never stored anywhere else.

The generator is Java, because the suite needs it where there is no Python; this is the only place where
the tools call it. What each kind holds is in docs/generated-data.md.
"""

import argparse
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Literal

from safetensors.torch import load_file
from torch import Tensor

Split = Literal["train", "validation"]

_BUILT = Path(__file__).resolve().parents[2] / "dist" / "bin" / "assay"


def generate(path: Path, seed: int, count: int, height: int, width: int) -> None:
    """Writes `input`, F32 [count, 3, height, width] in [0, 1], as safetensors."""
    _run("scenes", path, _size(seed, count, height, width))


def images(seed: int, count: int, height: int, width: int) -> Tensor:
    """[count, 3, height, width] in [0, 1]: what models that are not tracked are scored and calibrated with."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenes.safetensors"
        generate(file, seed, count, height, width)
        return load_file(file)["input"]


def spectral(
    path: Path, seed: int, count: int, height: int, width: int, split: Split = "train"
) -> None:
    """Writes `input`, F32 [count, 3, height, width], and `target`, F32 [count, 31, height, width]."""
    _run("spectral", path, [*_size(seed, count, height, width), "--split", split])


def pairs(
    path: Path,
    seed: int,
    count: int,
    height: int,
    width: int,
    split: Split = "train",
    scale: int = 4,
) -> None:
    """Writes `low`, U8 [count, 3, height, width], and `high`, U8 [count, 3, scale height, scale width]."""
    size = _size(seed, count, height, width)
    _run("pairs", path, [*size, "--split", split, "--scale", str(scale)])


def clips(
    path: Path,
    seed: int,
    count: int,
    height: int,
    width: int,
    split: Split = "train",
    scale: int = 4,
    frames: int = 5,
) -> None:
    """Writes `low`, U8 [count, frames, 3, height, width], and `high`, U8, of the frame in the middle."""
    size = _size(seed, count, height, width)
    _run("clips", path, [*size, "--split", split, "--scale", str(scale), "--frames", str(frames)])


def detection(
    folder: Path,
    seed: int,
    count: int,
    height: int,
    width: int,
    split: Split = "train",
    tensors: Path | None = None,
) -> None:
    """Writes `images/*.png` and `instances.json` in COCO's format into a folder.

    A folder that holds the same data set is left alone, one with anything else is refused. `tensors`
    names a file for `sizes`, I32 [count, 2], and `images`, U8 [count, 3, height, width], padded with 0.
    """
    words = [*_size(seed, count, height, width), "--split", split]
    _run("detection", folder, words if tensors is None else [*words, "--tensors", str(tensors)])


def _size(seed: int, count: int, height: int, width: int) -> list[str]:
    return f"--seed {seed} --count {count} --height {height} --width {width}".split()


def _run(kind: str, path: Path, words: list[str]) -> None:
    launcher = os.environ.get("ASSAY", str(_BUILT))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run([launcher, "generate", kind, *words, "--out", str(path)], check=True)
    except FileNotFoundError as missing:
        raise SystemExit(
            f"{launcher} is missing: run ./run-all.sh --version, which builds it, or set ASSAY"
        ) from missing


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", dest="path", type=Path, required=True)
    for number in ["seed", "count", "height", "width"]:
        parser.add_argument(f"--{number}", type=int, required=True)
    generate(**vars(parser.parse_args()))
