"""Saves TorchScript modules without the source locations that PyTorch adds.

Those hold the paths of the machine that made the file and differ from place to place, so with them the
file could not be remade bit for bit. LibTorch loads a module without them; only its stack traces name
no Python lines.
"""

import io
from pathlib import Path

import torch

_DEBUG_SUFFIX = ".debug_pkl"
_WRITTEN_BY_THE_WRITER = {"version", "byteorder", ".data/serialization_id"}


def save(module: torch.jit.ScriptModule, path: Path) -> None:
    """Writes `module`; equal modules, PyTorch versions and PYTHONHASHSEED give equal bytes."""
    buffer = io.BytesIO()
    torch.jit.save(module, buffer)
    buffer.seek(0)
    reader = torch._C.PyTorchFileReader(buffer)
    writer = torch._C.PyTorchFileWriter(str(path))
    for record in reader.get_all_records():
        if not record.endswith(_DEBUG_SUFFIX) and record not in _WRITTEN_BY_THE_WRITER:
            content = reader.get_record(record)
            writer.write_record(record, content, len(content))
    writer.write_end_of_file()
