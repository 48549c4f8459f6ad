"""Tensors in files that Assay maps, too."""

from __future__ import annotations

import mmap
import os
import tempfile
from typing import Any, Sequence

import torch
from torch import Tensor

from assay_worker.failures import Failure

_ALIGNMENT = 64
_DTYPES = {
    "FLOAT64": torch.float64,
    "FLOAT32": torch.float32,
    "FLOAT16": torch.float16,
    "BFLOAT16": torch.bfloat16,
    "INT8": torch.int8,
    "UINT8": torch.uint8,
    "INT32": torch.int32,
    "INT64": torch.int64,
    "BOOL": torch.bool,
}
_NAMES = {dtype: name for name, dtype in _DTYPES.items()}


def element_type(name: str, dtype: torch.dtype) -> str:
    """Assay's name of an output's type."""
    if dtype not in _NAMES:
        raise Failure("INFERENCE", f"Output '{name}' has the type {dtype}, which Assay does not know")
    return _NAMES[dtype]


class Mapped:
    """A file in memory, with tensors in it.

    Pages are locked for the GPU where CUDA is used, so that copies need no detour; where the system refuses that,
    they take it.
    """

    def __init__(self, path: str, size: int, cuda: bool) -> None:
        with open(path, "r+b") as file:
            self._memory = mmap.mmap(file.fileno(), max(1, size))
        self._locked = 0
        if cuda and size > 0:
            address = torch.frombuffer(self._memory, dtype=torch.uint8).data_ptr()
            if int(torch.cuda.cudart().cudaHostRegister(address, size, 0)) == 0:
                self._locked = address

    def tensors(self, described: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
        """Views by name; each entry has `name`, `type`, `shape` and `offset` in bytes."""
        return {entry["name"]: self._tensor(entry) for entry in described}

    def _tensor(self, entry: dict[str, Any]) -> Tensor:
        if entry["type"] not in _DTYPES:
            raise Failure("INFERENCE", f"Input '{entry['name']}': PyTorch is not given {entry['type']}")
        dtype = _DTYPES[entry["type"]]
        count = 1
        for extent in entry["shape"]:
            count *= extent
        if count == 0:
            return torch.empty(entry["shape"], dtype=dtype)
        flat = torch.frombuffer(self._memory, dtype=dtype, count=count, offset=entry["offset"])
        return flat.view(entry["shape"])

    def close(self) -> None:
        """The memory itself goes with the last tensor in it."""
        if self._locked:
            torch.cuda.cudart().cudaHostUnregister(self._locked)
            self._locked = 0


def describe(named: dict[str, Tensor]) -> tuple[list[dict[str, Any]], int]:
    """Where tensors like these go in a file, and its size in bytes."""
    described = []
    offset = 0
    for name, tensor in named.items():
        entry = {
            "name": name,
            "type": element_type(name, tensor.dtype),
            "shape": list(tensor.shape),
            "offset": offset,
        }
        described.append(entry)
        size = tensor.numel() * tensor.element_size()
        offset += -(-size // _ALIGNMENT) * _ALIGNMENT
    return described, offset


class Outputs:
    """Results in a file of the worker's own: what a module returns is known only once it has run."""

    def __init__(self, named: dict[str, Tensor], folders: Sequence[str], cuda: bool) -> None:
        self.described, self.size = describe(named)
        self.path = _allocate(folders, max(1, self.size))
        self._mapped = Mapped(self.path, self.size, cuda)
        self._views = self._mapped.tensors(self.described)

    def message(self) -> dict[str, Any]:
        return {"file": self.path, "bytes": self.size, "tensors": self.described}

    def take(self, named: dict[str, Tensor]) -> None:
        """Copies; on CUDA the current stream has to be waited for.

        Outputs that differ from the first ones are refused: nobody could read them.
        """
        found = {name: [element_type(name, it.dtype), list(it.shape)] for name, it in named.items()}
        expected = {it["name"]: [it["type"], it["shape"]] for it in self.described}
        if found != expected:
            raise Failure(
                "INFERENCE", f"The outputs changed between two runs, from {expected} to {found}"
            )
        for name, tensor in named.items():
            self._views[name].copy_(tensor, non_blocking=True)

    def close(self) -> None:
        self._mapped.close()


def _allocate(folders: Sequence[str], size: int) -> str:
    """A file whose bytes are really there: writing to a mapped hole on a full disk would end both processes."""
    reasons = []
    for folder in folders:
        try:
            handle, path = tempfile.mkstemp(prefix="assay-out-", dir=folder)
        except OSError as error:
            reasons.append(f"{folder}: {error}")
            continue
        try:
            os.posix_fallocate(handle, 0, size)
            return path
        except OSError as error:
            os.unlink(path)
            reasons.append(f"{folder}: {error}")
        finally:
            os.close(handle)
    raise Failure("ENVIRONMENT", f"No room for {size} bytes of outputs: {'; '.join(reasons)}")
