"""Makes input files with the project's own generator; images are never stored anywhere else.

The generator is Java, because the suite needs it where there is no Python; this is the only place where
the tools call it.
"""

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

from safetensors.torch import load_file
from torch import Tensor

_BUILT = Path(__file__).resolve().parents[2] / "dist" / "bin" / "assay"


def generate(path: Path, seed: int, count: int, height: int, width: int) -> None:
    """Writes `input`, F32 [count, 3, height, width] in [0, 1], as safetensors."""
    launcher = os.environ.get("ASSAY", str(_BUILT))
    numbers = f"--seed {seed} --count {count} --height {height} --width {width}"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(
            [launcher, "generate", "scenes", *numbers.split(), "--out", str(path)], check=True
        )
    except FileNotFoundError as missing:
        raise SystemExit(
            f"{launcher} is missing: run ./run-all.sh --version, which builds it, or set ASSAY"
        ) from missing


def images(seed: int, count: int, height: int, width: int) -> Tensor:
    """[count, 3, height, width] in [0, 1]: what models that are not tracked are scored and calibrated with."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenes.safetensors"
        generate(file, seed, count, height, width)
        return load_file(file)["input"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", dest="path", type=Path, required=True)
    for number in ["seed", "count", "height", "width"]:
        parser.add_argument(f"--{number}", type=int, required=True)
    generate(**vars(parser.parse_args()))
