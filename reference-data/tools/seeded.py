"""Random numbers that are the same bits on every machine and for every library version.

The generators of PyTorch and NumPy may change between versions, and their normal numbers go through
logarithms whose last bit depends on the processor. Here everything is integer arithmetic, one exact
scaling and sums in a fixed order.
"""

import hashlib

import numpy as np

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_UNIFORMS_PER_NORMAL = 12  # their variances of 1/12 add up to 1


def stream(seed: int, name: str) -> int:
    """Start of an independent stream for each name, so that adding a tensor changes no other."""
    return int.from_bytes(hashlib.sha256(f"{seed}/{name}".encode()).digest()[:8], "little")


def uniform(start: int, count: int) -> np.ndarray:
    """`count` float64 numbers in [0, 1): SplitMix64 (Steele, Lea, Flood, OOPSLA 2014)."""
    with np.errstate(over="ignore"):
        z = np.uint64(start) + np.arange(1, count + 1, dtype=np.uint64) * _GAMMA
        z = (z ^ (z >> np.uint64(30))) * _MIX_1
        z = (z ^ (z >> np.uint64(27))) * _MIX_2
        z ^= z >> np.uint64(31)
    return (z >> np.uint64(11)).astype(np.float64) * 2.0**-53


def normal(start: int, count: int) -> np.ndarray:
    """`count` numbers with mean 0 and deviation 1, close to normal (Irwin-Hall, within +-6)."""
    parts = uniform(start, count * _UNIFORMS_PER_NORMAL).reshape(_UNIFORMS_PER_NORMAL, count)
    total = np.full(count, -_UNIFORMS_PER_NORMAL / 2)
    for part in parts:
        total += part
    return total
