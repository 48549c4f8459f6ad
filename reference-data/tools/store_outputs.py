"""Stores what PyTorch computes for an input file: in FP32, the reference, and in FP64, its yardstick."""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

import notes
import weights
from networks import NETWORKS

# One thread: with more, sums may be split differently, and the file would depend on the machine's cores.
THREADS = 1
EVERY_CHANNEL = 4  # stored channels of the FP64 output: 0, 4, ..., 28


def store(network: nn.Module, inputs: Path, outputs: Path, large: Path) -> None:
    """Writes the FP32 output and every fourth FP64 channel to `outputs`, all of FP64 to `large`."""
    _exact_arithmetic()
    image = load_file(inputs)["input"]
    size = f"{image.shape[2]}x{image.shape[3]}"
    single = network(image)
    double = network.double()(image.double())
    outputs.mkdir(parents=True, exist_ok=True)
    large.mkdir(parents=True, exist_ok=True)
    made_from = notes.of_inputs({"input": image})
    _save(single, made_from, outputs / f"fp32-{size}.safetensors")
    _save(double, made_from, large / f"fp64-{size}.safetensors")
    _save(
        double[:, ::EVERY_CHANNEL],
        made_from,
        outputs / f"fp64-{size}-every-4th-channel.safetensors",
    )


def _exact_arithmetic() -> None:
    """No TF32 and no choice of algorithms by timing, wherever this runs."""
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = False


def _save(output: torch.Tensor, made_from: dict[str, str], path: Path) -> None:
    if not torch.isfinite(output).all():
        raise SystemExit(f"{path.name} would hold values that are not finite")
    save_file({"output": output.contiguous()}, path, metadata=made_from)
    path.chmod(0o644)  # the library makes it readable to its owner alone


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=list(NETWORKS), default="mst-plus-plus")
    weights.add_options(parser)
    parser.add_argument("--inputs", type=Path, required=True, help="safetensors file with `input`")
    parser.add_argument("--outputs", type=Path, required=True, help="folder of the tracked files")
    parser.add_argument(
        "--large", type=Path, required=True, help="folder of the untracked FP64 file"
    )
    arguments = parser.parse_args()
    chosen = weights.network(arguments.network, arguments.seed, arguments.weights)
    store(chosen, arguments.inputs, arguments.outputs, arguments.large)
