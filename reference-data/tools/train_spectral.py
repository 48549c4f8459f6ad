"""Trains MST++ to find 31 spectral bands from RGB, on scenes of `assay generate spectral`.

Its figures stand in the log beside those of the best linear fit, which any network has to beat.
"""

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn

import linear_spectra
import picture_metrics
import training
import training_data
from mst_plus_plus import MstPlusPlus
from training import Recipe

INPUT, TARGET = "input", "target"
MINUTES = 12.0
_PATCH = 128
_LINEAR_DEVIATION = 0.02  # of the official initialiser's linear layers
_LEAST_TARGET = 0.02  # a relative loss would otherwise care for nothing but black


class SpectralTask:
    """L1, or the published relative L1 with a floor, of random square patches."""

    name = "mst-plus-plus"

    def __init__(
        self, train: list[Tensor], validation: list[Tensor], loss: str, recipe: Recipe, patch: int
    ):
        self.recipe = recipe
        self.network = MstPlusPlus()
        for module in self.network.modules():
            if isinstance(module, nn.Linear):
                nn.init.trunc_normal_(module.weight, std=_LINEAR_DEVIATION)
        self._pairs = training_data.Pairs(*train)
        self._validation = validation
        self._patch, self._loss = patch, loss
        named = dict(zip(["train", "trainTarget"], train)) | dict(
            zip(["validation", "validationTarget"], validation)
        )
        self.configuration = {
            "patch": patch,
            "loss": loss,
            "data": training_data.fingerprint(named),
        }
        self._linear = self._figures(partial(linear_spectra.predict, linear_spectra.fit(*train)))

    def loss(self, forward: Callable[[Tensor], Tensor], random: torch.Generator) -> Tensor:
        image, target = self._pairs.batch(self.recipe.batch, self._patch, random)
        error = (forward(image).float() - target).abs()
        if self._loss == "relative":
            error = error / target.clamp(min=_LEAST_TARGET)
        return error.mean()

    def validate(self, network: nn.Module) -> dict[str, float]:
        linear = {f"linear_{name}": value for name, value in self._linear.items()}
        return self._figures(network) | linear

    def _figures(self, predict: Callable[[Tensor], Tensor]) -> dict[str, float]:
        """Means over the validation scenes, one at a time: they are larger than patches."""
        psnr, mrae = [], []
        for image, target in zip(*self._validation, strict=True):
            found, target = predict(image[None].float()), target[None].float()
            psnr.append(picture_metrics.psnr(found, target, peak=1))
            mrae.append(picture_metrics.mrae(found, target))
        return {"psnr": math.fsum(psnr) / len(psnr), "mrae": math.fsum(mrae) / len(mrae)}


def main() -> None:
    parser = training.parser(__doc__, MINUTES)
    parser.add_argument("--train", type=Path, required=True, help="safetensors: input, target")
    parser.add_argument("--validation", type=Path, required=True, help="the same, of other scenes")
    parser.add_argument("--loss", choices=["l1", "relative"], default="l1")
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--patch", type=int, default=_PATCH)
    parser.add_argument("--rate", type=float, default=4e-4, help="highest learning rate")
    options = parser.parse_args()
    training.prepare(options)
    read = partial(training_data.load, names=[INPUT, TARGET], device=options.device)
    recipe = Recipe(options.batch, options.rate)
    task = SpectralTask(
        read(options.train), read(options.validation), options.loss, recipe, options.patch
    )
    training.Trainer(task, options).run()


if __name__ == "__main__":
    main()
