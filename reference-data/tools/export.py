"""Writes a network as ONNX and as TorchScript, after checking both against PyTorch at several shapes."""

import argparse
import math
import shutil
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

import shared_weights
import weights
from errors import relative_l2
from networks import NETWORKS, Network
from torchscript import save


def export(
    network: Network, model: nn.Module, folder: Path, scripts: Path, share: bool = False
) -> None:
    """Makes `fp32.onnx` in `folder` and `fp32.pt` in `scripts`, which may be the same."""
    write(network, model, folder, share)
    check(network, model, folder)
    if scripts != folder:
        scripts.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / "fp32.pt", scripts / "fp32.pt")


def write(network: Network, model: nn.Module, folder: Path, share: bool = False) -> None:
    """With `share`, the ONNX model has its weights in the TorchScript file, else its own."""
    folder.mkdir(parents=True, exist_ok=True)
    graph = network.graph(model)
    onnx.checker.check_model(graph, full_check=True)
    path, script = folder / "fp32.onnx", folder / "fp32.pt"
    if share:
        save(torch.jit.script(shared_weights.as_onnx_stores(model)), script)
        shared_weights.save(graph, path, script)
        onnx.checker.check_model(path, full_check=True)
    else:
        save(torch.jit.script(model), script)
        onnx.save(graph, path)


def check(network: Network, model: nn.Module, folder: Path) -> None:
    """Fails unless what was written computes what the network computes."""
    session = onnxruntime.InferenceSession(folder / "fp32.onnx", providers=["CPUExecutionProvider"])
    script = torch.jit.load(folder / "fp32.pt")
    for shapes in network.examples:
        inputs = [network.example(shape) for shape in shapes]
        arrays = {name: it.numpy() for name, it in zip(network.inputs, inputs, strict=True)}
        with torch.no_grad():
            expected = outputs_of(model(*inputs))
            from_script = outputs_of(script(*inputs))
        from_onnx = session.run(list(network.outputs), arrays)
        for kind, actual in [("ONNX", from_onnx), ("TorchScript", from_script)]:
            for name, values, reference in zip(network.outputs, actual, expected, strict=True):
                _compare(f"{kind} {name} {list(shapes)}", values, reference, network.largest_rel_l2)


def outputs_of(result: Tensor | tuple[Tensor, ...]) -> list[np.ndarray]:
    """What a network returned, as one array for each output."""
    return [it.numpy() for it in (result if isinstance(result, tuple) else (result,))]


def _compare(what: str, actual: np.ndarray, expected: np.ndarray, limit: float) -> None:
    error = relative_l2(actual, expected) if actual.shape == expected.shape else math.inf
    print(f"{what}: relL2 {error:.3g} against PyTorch")
    if not error <= limit:
        raise SystemExit(f"{what} differs from PyTorch by relL2 {error:.3g}, above {limit:.3g}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--network", choices=list(NETWORKS), default="mst-plus-plus", help="default: mst-plus-plus"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder of the model files")
    parser.add_argument("--torchscript", type=Path, help="folder of fp32.pt; default: the same")
    parser.add_argument(
        "--share-weights", action="store_true", help="fp32.onnx points into fp32.pt beside it"
    )
    weights.add_options(parser)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model = weights.network(arguments.network, arguments.seed, arguments.weights)
    scripts = arguments.torchscript or arguments.out
    if arguments.share_weights and scripts != arguments.out:
        parser.error("--share-weights needs both files in one folder")
    network = NETWORKS[arguments.network]
    export(network, model, arguments.out, scripts, arguments.share_weights)
    if arguments.network in weights.TRAINED:
        weights.check_kept(arguments.network, model, arguments.out)
