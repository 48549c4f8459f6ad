"""The models whose files are tracked: how their networks are made, and from which weights.

A model has weights from a seed until `finish_training.py` puts trained ones into place; from then on the
shipped ONNX file itself holds them, and `training.jsonl` beside it says how they were found.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from onnx import ModelProto
from safetensors.torch import load_file
from torch import nn

import mst_plus_plus
import mst_plus_plus_onnx
import seeded
import weights_of_onnx

REFERENCE_DATA = Path(__file__).resolve().parent.parent
WEIGHT_SEED = 2022


@dataclass(frozen=True)
class Shipped:
    """`architecture` has the modules whose weights the ONNX model holds, `trainable` those trained."""

    name: str
    architecture: Callable[[], nn.Module]
    onnx_model: Callable[[nn.Module], ModelProto]
    seeded: Callable[[int], nn.Module]
    shapes: list[tuple[int, ...]]  # of the checks; a constant that was traced fails one of them
    largest: float = 1.0  # of the input
    trainable: Callable[[], nn.Module] | None = None  # if not `architecture`
    folded: Callable[[nn.Module], nn.Module] = lambda network: network  # to `architecture`

    @property
    def folder(self) -> Path:
        return REFERENCE_DATA / "models" / self.name

    @property
    def log(self) -> Path:
        return self.folder / "training.jsonl"

    def source(self) -> str:
        """The options that name today's weights; `{stored}` stands for the `reference-data` folder."""
        if self.log.exists():
            return f"--weights {{stored}}/models/{self.name}/fp32.onnx"
        return f"--seed {WEIGHT_SEED}"

    def seed(self) -> int:
        """Of the weights, or of the training that found them."""
        if not self.log.exists():
            return WEIGHT_SEED
        first = json.loads(self.log.read_text().splitlines()[0])
        return first["configuration"]["seed"]

    def network(self, seed: int | None, weights: Path | None) -> nn.Module:
        """In evaluation mode, with weights from a seed, a shipped model or a training."""
        if weights is None:
            if seed is None:
                raise SystemExit("give --seed or --weights")
            return self.seeded(seed)
        if weights.suffix == ".onnx":
            return weights_of_onnx.load(_still(self.architecture()), weights)
        trained = _still((self.trainable or self.architecture)())
        _fill(trained, weights)
        return _still(self.folded(trained))

    def example(self, shape: tuple[int, ...]) -> torch.Tensor:
        values = seeded.uniform(seeded.stream(0, str(shape)), int(np.prod(shape)))
        return torch.from_numpy((self.largest * values).astype(np.float32)).view(shape)


def _still(network: nn.Module) -> nn.Module:
    return network.eval().requires_grad_(False)


def _fill(network: nn.Module, weights: Path) -> None:
    stored = load_file(weights)
    kept = network.load_state_dict(stored, strict=False)
    missing = [name for name in kept.missing_keys if not name.endswith("num_batches_tracked")]
    if missing or kept.unexpected_keys:
        raise SystemExit(
            f"{weights} is of another network: it lacks {missing[:3]}, has {kept.unexpected_keys[:3]}"
        )


SHIPPED = {
    model.name: model
    for model in [
        Shipped(
            "mst-plus-plus",
            mst_plus_plus.MstPlusPlus,
            mst_plus_plus_onnx.onnx_model,
            mst_plus_plus.seeded_model,
            # Padded in both directions, in one, in none; different batches.
            shapes=[(1, 3, 96, 90), (2, 3, 61, 72), (3, 3, 40, 64)],
        )
    ]
}
