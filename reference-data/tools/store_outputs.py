"""Stores what PyTorch computes for an input file: in FP32, the reference, and in FP64, its yardstick."""

import argparse
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn

import notes
import row_files
import weights
from networks import NETWORKS, Network

# One thread: with more, sums may be split differently, and the file would depend on the machine's cores.
THREADS = 1


def store(
    network: Network, model: nn.Module, inputs: Path, outputs: Path, large: Path, every: int | None
) -> None:
    """Writes the FP32 outputs and of FP64 every so manieth channel to `outputs`, all of FP64 to `large`."""
    exact_arithmetic()
    rows = row_files.load(inputs)
    given = [rows[name] for name in network.inputs]
    size = "x".join(str(length) for length in given[0].shape[2:])
    single = _by_name(network, model(*given))
    double = _by_name(network, model.double()(*(it.double() for it in given)))
    outputs.mkdir(parents=True, exist_ok=True)
    large.mkdir(parents=True, exist_ok=True)
    made_from = notes.of_inputs(rows)
    _save(single, made_from, outputs / f"fp32-{size}.safetensors")
    _save(double, made_from, large / f"fp64-{size}.safetensors")
    if every is not None:
        part = {name: it[:, ::every] for name, it in double.items()}
        _save(part, made_from, outputs / f"fp64-{size}-every-{every}-channels.safetensors")


def exact_arithmetic() -> None:
    """No TF32 and no choice of algorithms by timing, wherever this runs."""
    torch.set_num_threads(THREADS)
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = False


def _by_name(network: Network, result: Tensor | tuple[Tensor, ...]) -> dict[str, Tensor]:
    values = result if isinstance(result, tuple) else (result,)
    return dict(zip(network.outputs, values, strict=True))


def _save(outputs: dict[str, Tensor], made_from: dict[str, str], path: Path) -> None:
    if not all(torch.isfinite(it).all() for it in outputs.values()):
        raise SystemExit(f"{path.name} would hold values that are not finite")
    save_file({name: it.contiguous() for name, it in outputs.items()}, path, metadata=made_from)
    path.chmod(0o644)  # the library makes it readable to its owner alone


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", choices=list(NETWORKS), required=True)
    weights.add_options(parser)
    parser.add_argument("--inputs", type=Path, required=True, help="safetensors or npz, by input name")
    parser.add_argument("--outputs", type=Path, required=True, help="folder of the tracked files")
    parser.add_argument(
        "--large", type=Path, required=True, help="folder of the untracked FP64 file"
    )
    parser.add_argument(
        "--every", type=int, help="channels (of a detector: queries) of which one is tracked in FP64"
    )
    it = parser.parse_args()
    chosen = weights.network(it.network, it.seed, it.weights)
    store(NETWORKS[it.network], chosen, it.inputs, it.outputs, it.large, it.every)
