"""The networks of which lower precisions are simulated: with the weights that are stored, and with others."""

from collections.abc import Callable
from dataclasses import dataclass

import onnx
from torch import Tensor, nn

import resnet50
import resnet50_onnx
import weights
from networks import NETWORKS

EXPORTED = (
    "mst-plus-plus",
    "elan",
    "elan-light",
    "rrdbnet",
    "edvr-m",
    "edvr-l",
    "anchor-detr-small",
    "anchor-detr-r50-dc5",
)
OTHER_SEED = 1  # of weights that are not the stored ones


@dataclass(frozen=True)
class Family:
    """Networks of one architecture: the stored one and, unless that one is trained, one with other weights."""

    stored: Callable[[Tensor], nn.Module]
    other: Callable[[Tensor], nn.Module] | None
    graph: Callable[[nn.Module], onnx.ModelProto]
    input: str = "input"
    outputs: tuple[str, ...] = ("output",)


def _exported(name: str) -> Family:
    it = NETWORKS[name]
    return Family(
        lambda rows: weights.current(name),
        None if weights.is_trained(name) else lambda rows: it.seeded(OTHER_SEED),
        it.graph,
        it.inputs[0],
        it.outputs,
    )


FAMILIES = {name: _exported(name) for name in EXPORTED} | {
    "resnet50": Family(
        lambda rows: resnet50.seeded_model(weights.WEIGHT_SEED, rows[:16]),
        lambda rows: resnet50.seeded_model(OTHER_SEED, rows[:16]),
        resnet50_onnx.onnx_model,
    )
}
