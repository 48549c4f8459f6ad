"""The models of `reference-data/large`: what rows they get, how they are made and as what they are stored."""

from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

import mst_plus_plus
import photographs
import resnet50
import resnet50_onnx
from torchscript import save

WEIGHT_SEED = 2022
SCORED_SEED = 2022
CALIBRATION_SEED = 2023  # other scenes: what calibrates must never be what is scored

_REFERENCE_DATA = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class LargeModel:
    """A model at one shape. Its files are in a folder of its name."""

    name: str
    height: int
    width: int
    scored: int
    calibrating: int

    @property
    def size(self) -> str:
        return f"{self.height}x{self.width}"

    @property
    def inputs(self) -> str:
        return f"{self.name}/inputs-{self.size}.safetensors"

    @property
    def calibration(self) -> str:
        return f"{self.name}/calibration-{self.size}.safetensors"

    @property
    def references(self) -> str:
        return f"{self.name}/fp32-{self.size}.safetensors"

    def prepared(self, scenes: Tensor, seed: int) -> Tensor:
        """Scenes in [0, 1] as the rows that the network takes."""
        raise NotImplementedError

    def network(self, calibration: Tensor) -> nn.Module:
        """The PyTorch network in FP32, in evaluation mode."""
        raise NotImplementedError

    def onnx(self, out: Path) -> Path:
        """Where the FP32 ONNX model is."""
        raise NotImplementedError

    def export(self, network: nn.Module, out: Path) -> list[str]:
        """Writes the model files that are not tracked; returns their paths below `out`."""
        raise NotImplementedError


class _MstPlusPlus(LargeModel):
    def prepared(self, scenes: Tensor, seed: int) -> Tensor:
        return scenes

    def network(self, calibration: Tensor) -> nn.Module:
        return mst_plus_plus.seeded_model(WEIGHT_SEED)

    def onnx(self, out: Path) -> Path:
        return _REFERENCE_DATA / "models" / self.name / "fp32.onnx"

    def export(self, network: nn.Module, out: Path) -> list[str]:
        return []  # tracked: reference-data/models/mst-plus-plus


class _ResNet50(LargeModel):
    def prepared(self, scenes: Tensor, seed: int) -> Tensor:
        return resnet50.normalised(photographs.exposed(scenes, seed))

    def network(self, calibration: Tensor) -> nn.Module:
        return resnet50.seeded_model(WEIGHT_SEED, calibration[:16])

    def onnx(self, out: Path) -> Path:
        return out / self.name / "fp32.onnx"

    def export(self, network: nn.Module, out: Path) -> list[str]:
        model = resnet50_onnx.onnx_model(network)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, self.onnx(out))
        script = out / self.name / "fp32.pt"
        save(torch.jit.script(network), script)
        return [f"{self.name}/fp32.onnx", f"{self.name}/fp32.pt"]


MODELS = {
    model.name: model
    for model in [
        _ResNet50("resnet50", 224, 224, scored=4, calibrating=32),
        _MstPlusPlus("mst-plus-plus", 512, 482, scored=4, calibrating=8),
    ]
}
