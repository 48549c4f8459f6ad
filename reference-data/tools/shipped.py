"""The models whose files are tracked, with the rows that they are run on.

A model is shipped when it is trained; MST++, which engines were tested with before there was training, has weights
from a seed until then.
"""

from dataclasses import dataclass

import weights

SEED = 2022  # of all rows; the split tells those that are scored from those that calibrate


@dataclass(frozen=True)
class Shipped:
    """`rows` of the tracked shape are scored, `calibrating` rows of the same shape find ranges.

    Of FP64 outputs one channel of `every` is tracked (of a detector: one query). `medium` is another shape, whose
    files are made but not tracked, `rows_as` the suffix of the scored rows' file, and `images` says of a detector
    on how many it is scored.
    """

    name: str
    kind: str  # of `assay generate`
    shape: tuple[int, int]
    rows: int
    calibrating: int
    calibration_tracked: bool
    every: int
    schemes: tuple[str, ...]
    truth: bool = True
    medium: tuple[int, int] | None = None
    rows_as: str = "safetensors"
    images: int = 0

    @property
    def size(self) -> str:
        return size(self.shape)

    @property
    def inputs(self) -> str:
        return f"inputs/{self.name}/{self.size}.{self.rows_as}"

    @property
    def calibration(self) -> str:
        folder = "inputs" if self.calibration_tracked else "large"
        return f"{folder}/{self.name}/calibration-{self.size}.safetensors"


def size(shape: tuple[int, int]) -> str:
    return f"{shape[0]}x{shape[1]}"


_ALL = [
    # Neither length is a multiple of 8: the network's padding is part of every test.
    Shipped(
        "mst-plus-plus",
        "spectral",
        shape=(44, 36),
        rows=2,
        calibrating=4,
        calibration_tracked=True,
        every=8,
        schemes=("int8", "fp8"),
        medium=(128, 122),
    ),
    # No number of channels is a multiple of 16, which FP8 wants.
    Shipped(
        "elan-light",
        "pairs",
        shape=(24, 21),
        rows=2,
        calibrating=4,
        calibration_tracked=True,
        every=3,
        schemes=("int8",),
        medium=(48, 60),
    ),
    # One row, because its 192x256 pixels take as much room as all of ELAN's; 100 images are scored beside it.
    # Figures are flat: compressed, it is a quarter.
    Shipped(
        "anchor-detr-small",
        "detection",
        shape=(192, 256),
        rows=1,
        calibrating=8,
        calibration_tracked=False,
        every=4,
        schemes=("int8", "fp8"),
        truth=False,
        rows_as="npz",
        images=100,
    ),
]

SHIPPED = [it for it in _ALL if it.name == "mst-plus-plus" or weights.is_trained(it.name)]
