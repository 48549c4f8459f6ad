"""The trained network, from a training run or from the ONNX file that is shipped.

The ONNX file is the only copy of the weights, so PyTorch's outputs are remade from it. In it normalisations are
folded into convolutions, and so they are in the network made from it: both compute with the same numbers.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from anchor_detr import AnchorDetr, small_model
from anchor_detr_attention import RowColumnAttention, SelfAttention
from anchor_detr_backbone import BasicBlock, NarrowResNet
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import nn

_PREFIX = "model."  # of the network inside what was trained
_PARTS = {5: ["q_row", "q_col", "k_row", "k_col", "v"], 3: ["q", "k", "v"]}


def from_training(path: Path) -> AnchorDetr:
    """The averaged weights of a run, in evaluation mode, normalisations as they were trained."""
    stored = load_file(path)
    state = {
        name.removeprefix(_PREFIX): it for name, it in stored.items() if name.startswith(_PREFIX)
    }
    model = small_model(len(state["transformer.class_embed.0.bias"]))
    missing, unknown = model.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unknown:
        raise SystemExit(f"{path} lacks {missing} and has {unknown} too many: was it made here?")
    return model.eval().requires_grad_(False)


def from_onnx(path: Path) -> AnchorDetr:
    """The network of a shipped file, in evaluation mode."""
    graph = onnx.load(path).graph
    arrays = {it.name: numpy_helper.to_array(it) for it in graph.initializer}
    model = small_model(len(arrays["transformer.class_embed.0.bias"]))
    for module in model.modules():
        if isinstance(module, (NarrowResNet, BasicBlock)):
            _without_norms(module)
    for name, module in model.named_modules():
        for suffix, parameter in module.named_parameters(recurse=False):
            values = _stored(module, f"{name}.{suffix}", arrays)
            parameter.data.copy_(torch.from_numpy(values.copy()).view(parameter.shape))
    return model.eval().requires_grad_(False)


def _without_norms(module: NarrowResNet | BasicBlock) -> None:
    """Every convolution gets a bias, and what normalised it does nothing."""
    for name, child in list(module.named_children()):
        if name.startswith("bn"):
            setattr(module, name, nn.Identity())
        elif isinstance(child, nn.Conv2d):
            setattr(module, name, _biased(child))
        elif name == "downsample" and len(child):
            module.downsample = nn.Sequential(_biased(child[0]), nn.Identity())


def _biased(module: nn.Conv2d) -> nn.Conv2d:
    return nn.Conv2d(
        module.in_channels, module.out_channels, module.kernel_size, module.stride, module.padding
    )


def _stored(module: nn.Module, name: str, arrays: dict[str, np.ndarray]) -> np.ndarray:
    if isinstance(module, (RowColumnAttention, SelfAttention)):
        kind = "weight" if name.endswith("weight") else "bias"
        stem = name.removesuffix(f"_{kind}")
        parts = _PARTS[5 if isinstance(module, RowColumnAttention) else 3]
        return np.concatenate([arrays[f"{stem}.{kind}.{part}"].T for part in parts])
    values = arrays[name]
    return values.T if isinstance(module, nn.Linear) and name.endswith("weight") else values
