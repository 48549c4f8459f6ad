"""Files of rows, told by their suffix: safetensors, or NumPy's compressed .npz where rows have flat parts."""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

_COMPRESSED = ".npz"


def load(path: Path) -> dict[str, Tensor]:
    if path.suffix != _COMPRESSED:
        return load_file(path)
    with np.load(path) as stored:
        return {name: torch.from_numpy(stored[name]) for name in stored.files}


def save(tensors: dict[str, Tensor], path: Path) -> None:
    """Equal tensors and versions of zlib give equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == _COMPRESSED:
        np.savez_compressed(path, **{name: it.numpy() for name, it in tensors.items()})
        return
    save_file({name: it.contiguous() for name, it in tensors.items()}, path)
    path.chmod(0o644)  # the library makes it readable to its owner alone
