"""One copy of the weights for both files of a model: the ONNX graph points into the TorchScript module.

A TorchScript file is a ZIP archive that keeps every tensor as it is, uncompressed, at a multiple of 64 bytes, and
ONNX's external data is a file, an offset and a length. What ONNX wants transposed, the weights of linear layers, the
module keeps transposed in memory, too: PyTorch's tensors have strides, so its names, shapes and values stay the same.
"""

import copy
import struct
import zipfile
from pathlib import Path

from onnx import ModelProto
from onnx.external_data_helper import set_external_data
from torch import nn

_LEAST_BYTES = 1024  # as ONNX's own writer: smaller ones stay in the graph, where engines look at constants
_LOCAL_HEADER = struct.Struct("<26x2H")  # of a ZIP entry: the lengths of its name and of its extra field


def as_onnx_stores(network: nn.Module) -> nn.Module:
    """A copy whose linear weights [out, in] lie in memory as [in, out]."""
    copied = copy.deepcopy(network)
    for module in copied.modules():
        if isinstance(module, nn.Linear):
            stored = module.weight.detach().t().contiguous()
            module.weight = nn.Parameter(stored.t(), requires_grad=False)
    return copied


def save(model: ModelProto, path: Path, script: Path) -> None:
    """Writes `model` with the weights of `script`, which lies beside it; fails if that lacks one."""
    if script.parent != path.parent:
        raise ValueError(f"ONNX finds {script} only in the folder of {path}")
    places = _places(script)
    shared = ModelProto()
    shared.CopyFrom(model)
    for tensor in shared.graph.initializer:
        if len(tensor.raw_data) < _LEAST_BYTES:
            continue
        if tensor.raw_data not in places:
            raise SystemExit(f"{script} does not hold {tensor.name} as {path.name} needs it")
        offset, length = places[tensor.raw_data], len(tensor.raw_data)
        set_external_data(tensor, script.name, offset, length)
        tensor.ClearField("raw_data")
    path.write_bytes(shared.SerializeToString())


def _places(script: Path) -> dict[bytes, int]:
    """Where in the file each record of the archive begins, by its content."""
    file = script.read_bytes()
    places = {}
    with zipfile.ZipFile(script) as archive:
        for entry in archive.infolist():
            if entry.compress_type != zipfile.ZIP_STORED:
                raise SystemExit(f"{entry.filename} of {script} is compressed: nothing can point into it")
            lengths = _LOCAL_HEADER.unpack_from(file, entry.header_offset)
            start = entry.header_offset + _LOCAL_HEADER.size + sum(lengths)
            places[file[start : start + entry.file_size]] = start
    return places
