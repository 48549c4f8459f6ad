"""Stores what PyTorch finds with the shipped small AnchorDETR: the references of every engine.

Written to `--out`:

- `detections.json`, of all images, in COCO's results format and the network's own order;
- `fp32-192x256.safetensors`, raw outputs of the first few images by rising id, with the hash of their inputs;
- `noise.json`, error statistics of FP32 against FP64 for those images, and how all of this was made.

Nothing is rounded to TF32, algorithms are deterministic, and on a CPU one thread computes, because with more,
sums may be split differently.
"""

import argparse
import json
import os
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor

import manifest
import notes
from anchor_detr import AnchorDetr
from detector import weights
from detector.data import Dataset, load
from detector.detections import TOP, decoded, outputs
from detector.evaluation import scores
from detector.preparation import normalised
from errors import RELATIVE_FLOOR, statistics

_NAMES = ["pred_logits", "pred_boxes"]
_PACKAGES = ["numpy", "onnx", "safetensors", "torch"]
_BATCH = 1  # as suites run it first; larger batches may sum in another order


def store(options: argparse.Namespace) -> None:
    """Makes the three files."""
    device = torch.device(options.device)
    _exact_arithmetic()
    data = load(options.tensors, options.annotations, options.images)
    network = weights.from_onnx(options.model).to(device)
    single = dict(zip(_NAMES, outputs(network, data, _BATCH, device), strict=True))
    options.out.mkdir(parents=True, exist_ok=True)
    found = decoded(data.ids, *single.values())
    (options.out / "detections.json").write_text(_lines(found))
    first = Dataset(
        **(vars(data) | {"ids": data.ids[: options.raw], "pixels": data.pixels[: options.raw]})
    )
    few = {name: values[: options.raw].contiguous() for name, values in single.items()}
    inputs = normalised(first.pixels)
    path = options.out / f"fp32-{inputs.shape[2]}x{inputs.shape[3]}.safetensors"
    save_file(few, path, metadata=notes.of_inputs({"image": inputs}))
    path.chmod(0o644)  # the library makes it readable to its owner alone
    record = _noise(few, _double(network, inputs, device)) | _about(options, device)
    if options.images is None:
        record["scores"] = scores(options.annotations, found)
        print(record["scores"])
    (options.out / "noise.json").write_text(json.dumps(record, indent=1) + "\n")


def _double(network: AnchorDetr, inputs: Tensor, device: torch.device) -> dict[str, Tensor]:
    """FP64 outputs for the same FP32 inputs and weights, one image at a time."""
    network = network.double()
    with torch.inference_mode():
        each = [network(image[None].double().to(device)) for image in inputs]
    return {
        name: torch.cat(parts).cpu()
        for name, parts in zip(_NAMES, zip(*each, strict=True), strict=True)
    }


def _noise(single: dict[str, Tensor], double: dict[str, Tensor]) -> dict:
    return {
        "schema": "assay.noise/1",
        "actual": "PyTorch FP32",
        "reference": "PyTorch FP64",
        "relativeError": f"|a - b| / (|b| + {RELATIVE_FLOOR})",
        "outputs": {
            name: {"shape": list(values.shape)} | statistics(values.numpy(), double[name].numpy())
            for name, values in single.items()
        },
    }


def _about(options: argparse.Namespace, device: torch.device) -> dict:
    cuda = device.type == "cuda"
    return {
        "settings": {
            "device": torch.cuda.get_device_name(device) if cuda else "cpu",
            "threads": torch.get_num_threads(),
            "tf32": False,
            "deterministic": True,
            "batch": _BATCH,
            "top": TOP,
        },
        "tools": manifest.versions(_PACKAGES),
    }


def _lines(found: list[dict]) -> str:
    """One line a detection, as Assay writes them."""
    return "[\n" + ",\n".join(json.dumps(it, separators=(",", ":")) for it in found) + "]\n"


def _exact_arithmetic() -> None:
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.set_float32_matmul_precision("highest")
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = False


if __name__ == "__main__":
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # what cuBLAS asks for
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, required=True, help="fp32.onnx of export_detector.py")
    parser.add_argument("--tensors", type=Path, required=True, help="padded pixels of the images")
    parser.add_argument("--annotations", type=Path, required=True, help="their JSON")
    parser.add_argument("--images", type=int, help="of the set, the first so many; then no AP")
    parser.add_argument(
        "--raw", type=int, default=4, help="images whose raw outputs are stored (4)"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--device", default="cpu")
    store(parser.parse_args())
