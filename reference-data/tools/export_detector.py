"""Writes the trained small AnchorDETR as `fp32.onnx`, after checking it against PyTorch at several shapes.

With `--torchscript` also as `fp32.pt`; it is checked in any case.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import torch

import anchor_detr_onnx
import export
import resnet50
import synthetic
from anchor_detr import AnchorDetr
from detector import weights
from errors import relative_l2
from networks import LARGEST_REL_L2, Network

# The trained size, others that are no multiple of 16, other batches. A traced constant fails one of them.
_SHAPES = (((1, 3, 192, 256),), ((3, 3, 192, 256),), ((2, 3, 130, 101),), ((1, 3, 64, 320),))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="weights.safetensors of a run")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model files")
    parser.add_argument("--torchscript", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = weights.from_training(options.weights)
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        network = _network(model)
        export.write(network, model, folder)
        export.check(network, model, folder)
        _check_read_again(model, folder / "fp32.onnx")
        for file in ["fp32.onnx", "fp32.pt"] if options.torchscript else ["fp32.onnx"]:
            shutil.copyfile(folder / file, options.out / file)


def _network(model: AnchorDetr) -> Network:
    return Network(
        lambda seed: model,
        anchor_detr_onnx.onnx_model,
        _SHAPES,
        example=_images,
        inputs=("image",),
        outputs=("pred_logits", "pred_boxes"),
    )


def _images(shape: tuple[int, ...]) -> torch.Tensor:
    count, _, height, width = shape
    return resnet50.normalised(synthetic.images(0, count, height, width)).float()


def _check_read_again(model: AnchorDetr, path: Path) -> None:
    """What `store_detections.py` makes of the file has to be the network that was exported."""
    image = _images((2, 3, 192, 256))
    with torch.no_grad():
        pairs = zip(weights.from_onnx(path)(image), model(image), strict=True)
    error = max(relative_l2(found.numpy(), expected.numpy()) for found, expected in pairs)
    print(f"read again from ONNX: relL2 {error:.3g} against PyTorch")
    if not error <= LARGEST_REL_L2:
        raise SystemExit(f"the network read from {path} differs by relL2 {error:.3g}")


if __name__ == "__main__":
    main()
