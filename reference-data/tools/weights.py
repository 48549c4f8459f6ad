"""Where the weights of a network come from: a seed, a training, or the shipped ONNX model itself.

A model has weights from a seed until `finish_training.py` puts trained ones into place. From then on its
ONNX file holds them, alone, and `training.jsonl` beside it says how they were found.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file
from torch import nn

import anchor_detr
import elan
import mst_plus_plus
import weights_of_onnx
from folding import folded
from networks import NETWORKS

REFERENCE_DATA = Path(__file__).resolve().parent.parent
WEIGHT_SEED = 2022
_COUNTER = "num_batches_tracked"  # of batch normalisation, which no inference reads


@dataclass(frozen=True)
class Trained:
    """A model whose trained weights are shipped; `architecture` makes what the training fills.

    With `prefix`, the training fills more than is shipped: only weights of such names are, without it.
    """

    name: str
    architecture: Callable[[], nn.Module]
    prefix: str = ""

    @property
    def folder(self) -> Path:
        return REFERENCE_DATA / "models" / self.name

    @property
    def log(self) -> Path:
        return self.folder / "training.jsonl"

    def network(self, file: Path) -> nn.Module:
        """In evaluation mode, batch normalisation folded: with the very weights that the ONNX model holds."""
        network = self.architecture().eval().requires_grad_(False)
        if file.suffix == ".onnx":
            return weights_of_onnx.load(folded(network), file)
        _fill(network, file, self.prefix)
        return folded(network)


TRAINED = {
    it.name: it
    for it in [
        Trained("mst-plus-plus", mst_plus_plus.MstPlusPlus),
        Trained("elan-light", lambda: elan.Elan(elan.LIGHT)),
        Trained("anchor-detr-small", anchor_detr.small_model, prefix="model."),
    ]
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """`--seed` or `--weights`, as `network` takes them."""
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--seed", type=int, help="of the weights")
    group.add_argument("--weights", type=Path, help="a shipped .onnx or a training's .safetensors")


def network(name: str, seed: int | None, file: Path | None) -> nn.Module:
    """The network of that name with weights from a seed or else from a file."""
    if file is None:
        return NETWORKS[name].seeded(seed)
    if name not in TRAINED:
        raise SystemExit(f"{name} has weights from a seed only; trained are {', '.join(TRAINED)}")
    return TRAINED[name].network(file)


def current(name: str) -> nn.Module:
    """With the weights that are shipped today."""
    if is_trained(name):
        return TRAINED[name].network(TRAINED[name].folder / "fp32.onnx")
    return NETWORKS[name].seeded(WEIGHT_SEED)


def check_kept(name: str, model: nn.Module, folder: Path) -> None:
    """Fails unless the ONNX file gives the weights back, to the bit."""
    back = TRAINED[name].network(folder / "fp32.onnx")
    apart = weights_of_onnx.differing(back, folded(model))
    if apart:
        raise SystemExit(f"fp32.onnx does not give back {len(apart)} weights, such as {apart[0]}")
    print(f"ONNX holds the weights of {name} to the bit")


def is_trained(name: str) -> bool:
    return name in TRAINED and TRAINED[name].log.exists()


def source(name: str) -> str:
    """The option that names today's weights; `{stored}` stands for the `reference-data` folder."""
    if is_trained(name):
        return f"--weights {{stored}}/models/{name}/fp32.onnx"
    return f"--seed {WEIGHT_SEED}"


def seed(name: str) -> int:
    """Of the weights, or of the training that found them."""
    if not is_trained(name):
        return WEIGHT_SEED
    first = json.loads(TRAINED[name].log.read_text().splitlines()[0])
    return first["configuration"]["seed"]


def _fill(network: nn.Module, file: Path, prefix: str) -> None:
    state = {
        name.removeprefix(prefix): values
        for name, values in load_file(file).items()
        if name.startswith(prefix)
    }
    kept = network.load_state_dict(state, strict=False)
    missing = [name for name in kept.missing_keys if not name.endswith(_COUNTER)]
    if missing or kept.unexpected_keys:
        raise SystemExit(
            f"{file} is of another network: it lacks {missing[:3]}, has {kept.unexpected_keys[:3]}"
        )
