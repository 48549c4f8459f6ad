"""Writes MST++ as ONNX and as TorchScript, after checking both against PyTorch at several shapes."""

import argparse
import math
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

import seeded
from errors import relative_l2
from mst_plus_plus import MstPlusPlus, seeded_model
from mst_plus_plus_onnx import onnx_model
from torchscript import save

# Padded in both directions, in one, in none; different batches. A traced constant fails one of them.
SHAPES = [(1, 3, 96, 90), (2, 3, 61, 72), (3, 3, 40, 64)]
LARGEST_REL_L2 = 2e-6


def export(folder: Path, seed: int) -> None:
    """Makes `fp32.onnx` and `fp32.pt` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    network = seeded_model(seed)
    graph = onnx_model(network)
    onnx.checker.check_model(graph, full_check=True)
    onnx.save(graph, folder / "fp32.onnx")
    save(torch.jit.script(network), folder / "fp32.pt")
    check(network, folder)


def check(network: MstPlusPlus, folder: Path) -> None:
    """Fails unless what was written computes what the network computes."""
    session = onnxruntime.InferenceSession(
        folder / "fp32.onnx", providers=["CPUExecutionProvider"]
    )
    script = torch.jit.load(folder / "fp32.pt")
    for shape in SHAPES:
        values = seeded.uniform(seeded.stream(0, str(shape)), int(np.prod(shape)))
        image = torch.from_numpy(values.astype(np.float32)).view(shape)
        expected = network(image).numpy()
        (from_onnx,) = session.run(["output"], {"input": image.numpy()})
        with torch.no_grad():
            from_script = script(image).numpy()
        for kind, actual in [("ONNX", from_onnx), ("TorchScript", from_script)]:
            error = relative_l2(actual, expected) if actual.shape == expected.shape else math.inf
            print(f"{kind} {list(shape)}: relL2 {error:.3g} against PyTorch")
            if not error <= LARGEST_REL_L2:
                raise SystemExit(f"{kind} differs from PyTorch by relL2 {error:.3g} at {shape}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the model files")
    parser.add_argument("--seed", type=int, required=True, help="of the weights")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    export(arguments.out, arguments.seed)
