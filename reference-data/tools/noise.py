"""How far FP32 PyTorch is from FP64 PyTorch: the noise below which no engine can be judged.

For images it is stated for the full frame, the border ring and the centre, because padding errors live in the
border and the official MST++ evaluation crops it away. `rounding` is what conversion alone costs, by NumPy's own
conversions of the stored FP64 numbers and, for BF16, by rounding the upper half of the FP32 ones to even.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from errors import RELATIVE_FLOOR, relative_l2, statistics

LARGEST_MARGIN = 128  # the official evaluation crops 128 pixels; small images a quarter of the height


def measure(fp32: dict[str, np.ndarray], fp64: dict[str, np.ndarray], every: int) -> dict:
    """The noise record of a model's outputs, all of each and every so manieth channel."""
    return {
        "schema": "assay.noise/2",
        "actual": "PyTorch FP32",
        "reference": "PyTorch FP64",
        "relativeError": f"|a - b| / (|b| + {RELATIVE_FLOOR})",
        "storedChannelStep": every,
        "outputs": {name: _output(fp32[name], fp64[name], every) for name in fp64},
    }


def largest(record: dict) -> float:
    """relL2 of the output that is noisiest."""
    return max(it["allChannels"]["fullFrame"]["relL2"] for it in record["outputs"].values())


def _output(fp32: np.ndarray, fp64: np.ndarray, every: int) -> dict:
    stored = fp64[:, ::every]
    return {
        "shape": list(fp32.shape),
        "allChannels": _regions(fp32, fp64),
        "storedChannels": _regions(fp32[:, ::every], stored),
        "rounding": {
            "FP32": relative_l2(stored.astype(np.float32), stored),
            "FP16": relative_l2(stored.astype(np.float16), stored),
            "BF16": relative_l2(_bfloat16(stored.astype(np.float32)), stored),
        },
    }


def _regions(fp32: np.ndarray, fp64: np.ndarray) -> dict:
    whole = {"fullFrame": statistics(fp32, fp64)}
    if fp32.ndim != 4:
        return whole
    margin = min(LARGEST_MARGIN, fp32.shape[2] // 4)
    centre = np.zeros(fp32.shape[2:], bool)
    centre[margin:-margin, margin:-margin] = True
    return whole | {
        "margin": margin,
        "borderRing": statistics(fp32[..., ~centre], fp64[..., ~centre]),
        "centre": statistics(fp32[..., centre], fp64[..., centre]),
    }


def _bfloat16(values: np.ndarray) -> np.ndarray:
    """Finite float32 numbers rounded to the nearest that have a lower half of 0, ties to even."""
    bits = np.ascontiguousarray(values).view(np.uint32)
    even = (bits >> np.uint32(16)) & np.uint32(1)
    rounded = (bits + np.uint32(0x7FFF) + even) & np.uint32(0xFFFF0000)
    return rounded.view(np.float32)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fp32", type=Path, required=True)
    parser.add_argument("--fp64", type=Path, required=True, help="all channels")
    parser.add_argument("--every", type=int, required=True, help="channel that is tracked in FP64")
    parser.add_argument("--out", type=Path, required=True, help="JSON file")
    arguments = parser.parse_args()
    found = measure(load_file(arguments.fp32), load_file(arguments.fp64), arguments.every)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(found, indent=1) + "\n")
