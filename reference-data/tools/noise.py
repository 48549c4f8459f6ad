"""How far FP32 PyTorch is from FP64 PyTorch: the noise below which no engine can be judged.

Stated for the full frame, the border ring and the centre, because padding errors live in the border
and the official MST++ evaluation crops it away.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from errors import RELATIVE_FLOOR, statistics
from store_outputs import EVERY_CHANNEL

LARGEST_MARGIN = 128  # the official evaluation crops 128 pixels; small images a quarter of the height


def measure(fp32: np.ndarray, fp64: np.ndarray) -> dict:
    """The noise record of one output [N, C, H, W], over all channels and over the stored ones."""
    margin = min(LARGEST_MARGIN, fp32.shape[2] // 4)
    return {
        "schema": "assay.noise/1",
        "actual": "PyTorch FP32",
        "reference": "PyTorch FP64",
        "relativeError": f"|a - b| / (|b| + {RELATIVE_FLOOR})",
        "shape": list(fp32.shape),
        "margin": margin,
        "allChannels": _regions(fp32, fp64, margin),
        "storedChannelStep": EVERY_CHANNEL,
        "storedChannels": _regions(fp32[:, ::EVERY_CHANNEL], fp64[:, ::EVERY_CHANNEL], margin),
    }


def _regions(fp32: np.ndarray, fp64: np.ndarray, margin: int) -> dict:
    centre = np.zeros(fp32.shape[2:], bool)
    centre[margin:-margin, margin:-margin] = True
    return {
        "fullFrame": statistics(fp32, fp64),
        "borderRing": statistics(fp32[..., ~centre], fp64[..., ~centre]),
        "centre": statistics(fp32[..., centre], fp64[..., centre]),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fp32", type=Path, required=True)
    parser.add_argument("--fp64", type=Path, required=True, help="all channels")
    parser.add_argument("--out", type=Path, required=True, help="JSON file")
    arguments = parser.parse_args()
    record = measure(load_file(arguments.fp32)["output"], load_file(arguments.fp64)["output"])
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(record, indent=1) + "\n")
