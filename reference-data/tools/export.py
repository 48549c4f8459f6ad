"""Writes a shipped model as ONNX and as TorchScript, after checking both against PyTorch at several shapes."""

import argparse
import math
from pathlib import Path

import onnx
import onnxruntime
import torch
from torch import nn

import weights_of_onnx
from errors import relative_l2
from shipped import SHIPPED, Shipped
from torchscript import save

LARGEST_REL_L2 = 2e-6


def export(model: Shipped, network: nn.Module, folder: Path) -> None:
    """Makes `fp32.onnx` and `fp32.pt` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = model.onnx_model(network)
    onnx.checker.check_model(graph, full_check=True)
    onnx.save(graph, folder / "fp32.onnx")
    save(torch.jit.script(network), folder / "fp32.pt")
    check(model, network, folder)


def check(model: Shipped, network: nn.Module, folder: Path) -> None:
    """Fails unless what was written holds the network's weights and computes what it computes."""
    back = weights_of_onnx.load(model.architecture(), folder / "fp32.onnx")
    apart = weights_of_onnx.differing(back, network)
    if apart:
        raise SystemExit(f"fp32.onnx does not give back {len(apart)} weights, such as {apart[0]}")
    session = onnxruntime.InferenceSession(folder / "fp32.onnx", providers=["CPUExecutionProvider"])
    script = torch.jit.load(folder / "fp32.pt")
    for shape in model.shapes:
        image = model.example(shape)
        with torch.no_grad():
            expected, from_script = network(image).numpy(), script(image).numpy()
        (from_onnx,) = session.run(["output"], {"input": image.numpy()})
        for kind, actual in [("ONNX", from_onnx), ("TorchScript", from_script)]:
            error = relative_l2(actual, expected) if actual.shape == expected.shape else math.inf
            print(f"{kind} {list(shape)}: relL2 {error:.3g} against PyTorch")
            if not error <= LARGEST_REL_L2:
                raise SystemExit(f"{kind} differs from PyTorch by relL2 {error:.3g} at {shape}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=list(SHIPPED), default="mst-plus-plus")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model files")
    weights = parser.add_mutually_exclusive_group(required=True)
    weights.add_argument("--seed", type=int, help="of the weights")
    weights.add_argument(
        "--weights", type=Path, help="a shipped .onnx or a training's .safetensors"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    chosen = SHIPPED[arguments.model]
    export(chosen, chosen.network(arguments.seed, arguments.weights), arguments.out)
