"""Training data that stays on the device: random crops, flips and turns are taken there."""

import hashlib
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor


def load(path: Path, names: list[str], device: str | torch.device) -> list[Tensor]:
    """Tensors of a safetensors file, on the device, in the types they are stored in."""
    if not path.exists():
        raise SystemExit(f"{path} is missing: make the training data first (train_all.sh does)")
    tensors = load_file(path)
    missing = [name for name in names if name not in tensors]
    if missing:
        raise SystemExit(f"{path} holds {sorted(tensors)}, but not {missing}")
    return [tensors[name].to(device) for name in names]


class Pairs:
    """Pictures [N, C, h, w] and what is to be made of them, [N, D, s h, s w] for a whole number s."""

    def __init__(self, small: Tensor, large: Tensor):
        self.scale = large.shape[-1] // small.shape[-1]
        expected = [small.shape[0], self.scale * small.shape[2], self.scale * small.shape[3]]
        if [large.shape[0], large.shape[2], large.shape[3]] != expected:
            raise SystemExit(f"{list(large.shape)} is no whole multiple of {list(small.shape)}")
        self._small, self._large = small, large

    def __len__(self) -> int:
        return self._small.shape[0]

    def batch(self, count: int, patch: int, random: torch.Generator) -> tuple[Tensor, Tensor]:
        """Random patches, `patch` pixels high and wide in the small pictures, in float32."""
        height, width = self._small.shape[2:]
        which = _below(len(self), count, random)
        tops, lefts = (_below(size - patch + 1, count, random) for size in (height, width))
        turns = _below(8, count, random)
        small, large = [], []
        for index, top, left, turn in zip(which, tops, lefts, turns, strict=True):
            small.append(_turned(_cut(self._small[index], top, left, patch), turn))
            s = self.scale
            large.append(_turned(_cut(self._large[index], s * top, s * left, s * patch), turn))
        return torch.stack(small).float(), torch.stack(large).float()


def _below(limit: int, count: int, random: torch.Generator) -> list[int]:
    return torch.randint(limit, (count,), generator=random).tolist()


def _cut(picture: Tensor, top: int, left: int, size: int) -> Tensor:
    return picture[:, top : top + size, left : left + size]


def _turned(picture: Tensor, turn: int) -> Tensor:
    """One of the eight ways to lay a square: bits for left-right, top-bottom, rows-columns."""
    axes = [axis for axis, bit in [(2, 1), (1, 2)] if turn & bit]
    picture = picture.flip(axes) if axes else picture
    return picture.transpose(1, 2) if turn & 4 else picture


def fingerprint(tensors: dict[str, Tensor]) -> str:
    """SHA-256 over names, types, shapes and elements: a checkpoint belongs to the data it saw."""
    digest = hashlib.sha256()
    for name, tensor in tensors.items():
        digest.update(f"{name} {tensor.dtype} {list(tensor.shape)}\n".encode())
        digest.update(tensor.contiguous().cpu().view(torch.uint8).numpy().data)
    return digest.hexdigest()
