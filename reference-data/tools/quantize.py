"""Finds the ranges of a model's activations with the project's own `assay quantize`.

It is Java, because users without Python quantise their models, too; this is the only place where the
tools call it.
"""

import argparse
import os
import subprocess
from pathlib import Path

_BUILT = Path(__file__).resolve().parents[2] / "dist" / "bin" / "assay"
SCHEMES = ["int8", "fp8"]


def quantize(model: Path, calibration: Path, scored: Path, scheme: str, out: Path) -> None:
    """Writes the ranges of FP32 `model` over the rows of `calibration`, which are never scored."""
    launcher = os.environ.get("ASSAY", str(_BUILT))
    rows = ["--calibration", str(calibration), "--scored", str(scored)]
    command = [launcher, "quantize", str(model), *rows, "--scheme", scheme, "--out", str(out)]
    try:
        subprocess.run(command, check=True)
    except FileNotFoundError as missing:
        raise SystemExit(
            f"{launcher} is missing: run ./run-all.sh --version, which builds it, or set ASSAY"
        ) from missing


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ["model", "calibration", "scored", "out"]:
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--scheme", choices=SCHEMES, required=True)
    quantize(**vars(parser.parse_args()))
