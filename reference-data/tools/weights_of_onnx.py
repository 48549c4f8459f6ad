"""Loads the weights of a shipped ONNX model back into its PyTorch network, bit for bit.

A trained model is stored once, as ONNX, under PyTorch's names. Everything else is made from that file:
the TorchScript module, stored outputs, and the ONNX model again. How a weight lies in the graph follows
from the node that reads it: a linear layer that became `MatMul` holds it transposed, a deformable
convolution that became a 1x1 `Conv` holds the same numbers in another shape.
"""

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import ModelProto, numpy_helper
from torch import nn

_PART = re.compile(r"(.*\bin_proj)\.(weight|bias)\.\w+$")
_CONSTANT = "constant."  # names of what graph.Graph shares between nodes, which is no weight


def load(network: nn.Module, path: Path) -> nn.Module:
    """Fills `network`; fails unless weights and parameters are the same set, in the same shapes."""
    model = onnx.load(path)
    state = network.state_dict()
    stored = _stored(model)
    missing = sorted(name for name, _ in network.named_parameters() if name not in stored)
    unknown = sorted(stored.keys() - state.keys())
    if missing or unknown:
        raise SystemExit(
            f"{path} and the network do not belong together: the model lacks {_few(missing)}, "
            f"the network does not know {_few(unknown)}"
        )
    for name, values in stored.items():
        target = state[name]
        if values.size != target.numel() or values.dtype != np.float32:
            raise SystemExit(
                f"{path}: {name} is {values.dtype} {list(values.shape)}, "
                f"the network has {target.dtype} {list(target.shape)}"
            )
        target.copy_(torch.from_numpy(np.array(values, order="C")).view(target.shape))
    return network


def differing(left: nn.Module, right: nn.Module) -> list[str]:
    """Names of weights and buffers that are not the same bits in both networks."""
    mine, other = left.state_dict(), right.state_dict()
    return sorted(
        name
        for name in mine.keys() | other.keys()
        if name not in mine or name not in other or _bits(mine[name]) != _bits(other[name])
    )


def _bits(tensor: torch.Tensor) -> tuple:
    return tensor.dtype, tuple(tensor.shape), tensor.contiguous().numpy().tobytes()


def _stored(model: ModelProto) -> dict[str, np.ndarray]:
    """By PyTorch's names and with its axes; parts follow each other in the order in which they lie there."""
    transposed = _transposed(model)
    parts: dict[str, list[np.ndarray]] = {}
    for it in model.graph.initializer:
        if not it.name.startswith(_CONSTANT):
            values = numpy_helper.to_array(it)
            values = values.T if it.name in transposed else values
            parts.setdefault(_PART.sub(r"\1_\2", it.name), []).append(values)
    return {
        name: np.concatenate(them) if len(them) > 1 else them[0] for name, them in parts.items()
    }


def _transposed(model: ModelProto) -> set[str]:
    """Right operands of `MatMul`: y = x W in ONNX, y = x W^T in PyTorch."""
    return {node.input[1] for node in model.graph.node if node.op_type == "MatMul"}


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:3]) if names else "nothing"
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
