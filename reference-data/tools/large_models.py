"""The models of `reference-data/large`: what rows they get, how they are made and as what they are stored."""

from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

import clips
import edvr
import elan
import export
import photographs
import resnet50
import resnet50_onnx
import scenes
import weights
from networks import NETWORKS
from torchscript import save

WEIGHT_SEED = 2022
SCORED_SEED = 2022
CALIBRATION_SEED = 2023  # other images: what calibrates must never be what is scored

_REFERENCE_DATA = Path(__file__).resolve().parent.parent
_QUANTISED = ("rows", "fp32", "ranges", "int8", "fp8")
_RANGED = ("rows", "fp32", "ranges")  # scales are enough: no second copy of the weights
_LEVELS = 255  # of an 8-bit image


@dataclass(frozen=True)
class Shape:
    """How many rows there are of one height and width; without calibrating ones there is no file of them."""

    height: int
    width: int
    scored: int
    calibrating: int = 0

    @property
    def size(self) -> str:
        return f"{self.height}x{self.width}"


@dataclass(frozen=True)
class LargeModel:
    """A model at one shape or more. Its files are in a folder of its name.

    What is measured once for all shapes, such as ranges, is measured at the first. `parts` are made by default.
    """

    name: str
    shapes: tuple[Shape, ...]
    parts: tuple[str, ...]
    input_names: tuple[str, ...] = ("input",)  # in the order in which the network takes them
    output_names: tuple[str, ...] = ("output",)

    def inputs(self, shape: Shape) -> str:
        return f"{self.name}/inputs-{shape.size}.safetensors"

    def calibration(self, shape: Shape) -> str:
        return f"{self.name}/calibration-{shape.size}.safetensors"

    def references(self, shape: Shape) -> str:
        return f"{self.name}/fp32-{shape.size}.safetensors"

    def rows(self, shape: Shape, seed: int, count: int) -> dict[str, Tensor]:
        """`count` rows of each input by its name."""
        raise NotImplementedError

    def network(self, calibration: dict[str, Tensor]) -> nn.Module:
        """The PyTorch network in FP32, in evaluation mode; `calibration` are rows of the first shape."""
        raise NotImplementedError

    def onnx(self, out: Path) -> Path:
        """Where the FP32 ONNX model is."""
        return out / self.name / "fp32.onnx"

    def export(self, network: nn.Module, out: Path) -> list[str]:
        """Writes the model files that are not tracked; returns their paths below `out`."""
        raise NotImplementedError


class _ResNet50(LargeModel):
    def rows(self, shape: Shape, seed: int, count: int) -> dict[str, Tensor]:
        images = scenes.images(seed, count, shape.height, shape.width)
        return {"input": resnet50.normalised(photographs.exposed(images, seed))}

    def network(self, calibration: dict[str, Tensor]) -> nn.Module:
        return resnet50.seeded_model(WEIGHT_SEED, calibration["input"][:16])

    def export(self, network: nn.Module, out: Path) -> list[str]:
        model = resnet50_onnx.onnx_model(network)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, self.onnx(out))
        save(torch.jit.script(network), out / self.name / "fp32.pt")
        return [f"{self.name}/fp32.onnx", f"{self.name}/fp32.pt"]


@dataclass(frozen=True)
class _Exported(LargeModel):
    """A network of `networks.py`, for images of 8 bits whose white is `peak`."""

    peak: float = 1.0

    def rows(self, shape: Shape, seed: int, count: int) -> dict[str, Tensor]:
        images = scenes.images(seed, count, shape.height, shape.width)
        return {"input": torch.round(_LEVELS * images) * (self.peak / _LEVELS)}

    def network(self, calibration: dict[str, Tensor]) -> nn.Module:
        return weights.current(self.name)

    def export(self, network: nn.Module, out: Path) -> list[str]:
        export.write(NETWORKS[self.name], network, out / self.name)
        return [f"{self.name}/fp32.onnx", f"{self.name}/fp32.pt"]


class _MstPlusPlus(_Exported):
    def rows(self, shape: Shape, seed: int, count: int) -> dict[str, Tensor]:
        return {"input": scenes.images(seed, count, shape.height, shape.width)}

    def onnx(self, out: Path) -> Path:
        return _REFERENCE_DATA / "models" / self.name / "fp32.onnx"

    def export(self, network: nn.Module, out: Path) -> list[str]:
        return []  # tracked: reference-data/models/mst-plus-plus


class _Edvr(_Exported):
    """Images that move: [N, 5, 3, H, W]."""

    def rows(self, shape: Shape, seed: int, count: int) -> dict[str, Tensor]:
        larger = Shape(shape.height + clips.MARGIN, shape.width + clips.MARGIN, count)
        images = super().rows(larger, seed, count)["input"]
        return {"input": clips.moving(images, edvr.LARGE.frames, shape.height, shape.width)}


class _AnchorDetr(_Exported):
    def rows(self, shape: Shape, seed: int, count: int) -> dict[str, Tensor]:
        return {"image": resnet50.normalised(super().rows(shape, seed, count)["input"])}


# Rows are few where one takes a CPU a minute: 0.6 TMac for ELAN at 304x208, 2.3 for RRDBNet at 270x480,
# 2.1 for EDVR at 180x320.
_ELAN = (Shape(80, 80, scored=4, calibrating=8), Shape(304, 208, scored=2))
_RRDBNET = (Shape(128, 128, scored=2, calibrating=4), Shape(270, 480, scored=1))
# A calibrator needs rows that the engine takes: of the size that it is tuned for.
_EDVR = (Shape(64, 96, scored=2, calibrating=4), Shape(180, 320, scored=1, calibrating=2))
# The smallest, usual and largest shape of the published engines.
_ANCHOR_DETR = (
    Shape(320, 512, scored=2, calibrating=8),
    Shape(800, 800, scored=1, calibrating=4),
    Shape(1344, 1344, scored=1),
)


def _anchor_detr(backbone: str) -> LargeModel:
    return _AnchorDetr(
        f"anchor-detr-{backbone}",
        _ANCHOR_DETR,
        _RANGED,
        input_names=("image",),
        output_names=("pred_logits", "pred_boxes"),
    )


MODELS = {
    model.name: model
    for model in [
        _ResNet50("resnet50", (Shape(224, 224, scored=4, calibrating=32),), _QUANTISED),
        _MstPlusPlus("mst-plus-plus", (Shape(512, 482, scored=4, calibrating=8),), _QUANTISED),
        _Exported("elan", _ELAN, _RANGED, peak=elan.PEAK),
        _Exported("elan-light", _ELAN, _RANGED, peak=elan.PEAK),
        _Exported("rrdbnet", _RRDBNET, _RANGED),
        _Edvr("edvr-m", _EDVR, _RANGED),
        _Edvr("edvr-l", _EDVR, _RANGED),
        _anchor_detr("r50-c5"),
        _anchor_detr("r50-dc5"),
    ]
}
