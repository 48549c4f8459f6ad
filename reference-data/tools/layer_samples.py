"""What PyTorch's modules of MST++ compute, a few values of each, for tests of networks built by hand.

    python layer_samples.py ../models/mst-plus-plus/fp32.onnx FILE.safetensors

The file holds an image [3, 3, 13, 10], which is padded on both sides, every fourth band of the output
[3, 31, 13, 10], and `layers` [L, 16]: of every module's output 16 values, evenly spaced from the first to
the last. The names of the L modules are in the notes, joined by commas, as the ONNX file names its tensors.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

import synthetic
import weights_of_onnx
from mst_plus_plus import (
    AttentionBlock,
    MstPlusPlus,
    PreNorm,
    SpectralAttention,
    SpectralTransformer,
)

_SHAPE = (3, 3, 13, 10)
_EVERY = 4
_VALUES = 16
_SEED = 5
_COMPOSED = {
    SpectralAttention: ".out",
    PreNorm: None,
    AttentionBlock: ".nchw",
    SpectralTransformer: ".residual",
}


def main(onnx: Path, out: Path) -> None:
    torch.set_num_threads(1)
    model = MstPlusPlus().eval().requires_grad_(False)
    weights_of_onnx.load(model, onnx)
    samples: dict[str, Tensor] = {}
    for name, module in model.named_modules():
        tensor = _tensor(name, module)
        if tensor is not None:
            module.register_forward_hook(_keep(tensor, samples))
    count, _, height, width = _SHAPE
    image = synthetic.images(_SEED, count, height, width).float()
    output = model(image)
    tensors = {
        "input": image,
        "output": output[:, ::_EVERY].contiguous(),
        "layers": torch.stack(list(samples.values())),
    }
    save_file(tensors, out, metadata={"assay.layers": ",".join(samples)})
    out.chmod(0o644)  # the library makes it readable to its owner alone
    print(f"{out}: {len(samples)} modules, {out.stat().st_size} bytes")


def _tensor(name: str, module: nn.Module) -> str | None:
    """The tensor of the ONNX file that a module's output is; None for a module that has none."""
    if type(module) in _COMPOSED:
        suffix = _COMPOSED[type(module)]
        return None if suffix is None else name + suffix
    if next(module.children(), None) is not None:
        return None
    biased = isinstance(module, nn.Linear) and module.bias is not None
    return name + ".biased" if biased else name


def _keep(tensor: str, samples: dict[str, Tensor]):
    def hook(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        flat = output.flatten()
        places = [i * (flat.numel() - 1) // (_VALUES - 1) for i in range(_VALUES)]
        samples[tensor] = flat[places].clone()

    return hook


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
