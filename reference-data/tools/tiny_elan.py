"""A small ELAN for the tests of every engine, as ONNX and TorchScript, and what PyTorch computes with it.

    python tiny_elan.py FOLDER

Two blocks, the second with shifted windows, each with an attention of its own and a shared one: everything
that the full network has, in as few weights as six channels need. `elan-tiny.safetensors` holds two
inputs, which are padded in height, in width or in both, and of each output every third row and column, which
meets each of the 16 pixels that one becomes.
"""

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

import elan
import elan_onnx
import export
import seeded_elan
import synthetic
from networks import Network

_SIZE = elan.Size(channels=6, attentions=4, shared=1)
_SHAPES = ((1, 3, 9, 11), (2, 3, 16, 17))
_SEED = 2022
_STEP = 3


def main(folder: Path) -> None:
    torch.set_num_threads(1)
    network = Network(
        lambda seed: seeded_elan.seeded_model(_SIZE, seed),
        elan_onnx.onnx_model,
        tuple((shape,) for shape in _SHAPES),
        example=_image,
    )
    model = network.seeded(_SEED)
    export.export(network, model, folder, folder)
    (folder / "fp32.onnx").rename(folder / "elan-tiny.onnx")
    (folder / "fp32.pt").rename(folder / "elan-tiny.pt")
    tensors = {}
    for index, shape in enumerate(_SHAPES):
        image = _image(shape)
        output, exact = model(image), model.double()(image.double())
        model.float()
        noise = (torch.linalg.norm(output - exact) / torch.linalg.norm(exact)).item()
        print(f"{shape}: relL2 {noise:.3g} against FP64, output {tuple(output.shape)}")
        tensors[f"input.{index}"] = image
        tensors[f"output.{index}"] = output[:, :, ::_STEP, ::_STEP].contiguous()
    path = folder / "elan-tiny.safetensors"
    save_file(tensors, path)
    path.chmod(0o644)  # the library makes it readable to its owner alone


def _image(shape: tuple[int, ...]) -> torch.Tensor:
    count, _, height, width = shape
    return torch.round(elan.PEAK * synthetic.images(1, count, height, width)).float()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
