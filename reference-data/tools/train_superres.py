"""Trains ELAN-light to enlarge pictures four times, on pairs of `assay generate pairs`.

Its PSNR and SSIM on luma stand in the log beside those of bicubic enlargement of the same pictures.
"""

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

import elan
import picture_metrics
import training
import training_data
from training import Recipe

LOW, HIGH = "low", "high"
MINUTES = 15.0
_PATCH = 64  # pixels of the low resolution
_BORDER = elan.SCALE  # pixels that the published measure leaves out
_PEAK = 255.0


class SuperResolutionTask:
    """L1 of random square patches, in the network's own range of 0 to 255."""

    name = "elan-light"

    def __init__(self, train: list[Tensor], validation: list[Tensor], recipe: Recipe, patch: int):
        self.recipe = recipe
        self.network: nn.Module = elan.Elan(elan.LIGHT)
        self._pairs = training_data.Pairs(*train)
        self._validation = validation
        self._patch = patch
        tensors = dict(zip(["train", "trainTarget"], train, strict=True))
        tensors |= dict(zip(["validation", "validationTarget"], validation, strict=True))
        self.configuration = {"patch": patch, "data": training_data.fingerprint(tensors)}
        self._bicubic = self._figures(bicubic)

    def loss(self, forward: Callable[[Tensor], Tensor], random: torch.Generator) -> Tensor:
        low, high = self._pairs.batch(self.recipe.batch, self._patch, random)
        return (forward(low).float() - high).abs().mean()

    def validate(self, network: nn.Module) -> dict[str, float]:
        baseline = {f"bicubic_{name}": value for name, value in self._bicubic.items()}
        return self._figures(network) | baseline

    def _figures(self, enlarge: Callable[[Tensor], Tensor]) -> dict[str, float]:
        """Means over the validation pictures, one at a time, rounded to whole numbers as files are."""
        psnr, ssim = [], []
        for low, high in zip(*self._validation, strict=True):
            found = enlarge(low[None].float()).float().clamp(0, _PEAK).round()
            found = picture_metrics.luma(found, _BORDER)
            target = picture_metrics.luma(high[None].float(), _BORDER)
            psnr.append(picture_metrics.psnr(found, target, _PEAK))
            ssim.append(picture_metrics.ssim(found, target, _PEAK))
        return {"psnr": math.fsum(psnr) / len(psnr), "ssim": math.fsum(ssim) / len(ssim)}


def bicubic(low: Tensor) -> Tensor:
    """Enlarged with Keys' cubic of a = -0.5, which image libraries use; PyTorch has it as antialiased."""
    return F.interpolate(low, scale_factor=elan.SCALE, mode="bicubic", antialias=True)


def main() -> None:
    parser = training.parser(__doc__, MINUTES)
    parser.add_argument(
        "--train", type=Path, required=True, help="safetensors: low, high, 0 to 255"
    )
    parser.add_argument(
        "--validation", type=Path, required=True, help="the same, of other pictures"
    )
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--patch", type=int, default=_PATCH)
    parser.add_argument("--rate", type=float, default=5e-4, help="highest learning rate")
    options = parser.parse_args()
    training.prepare(options)
    read = partial(training_data.load, names=[LOW, HIGH], device=options.device)
    recipe = Recipe(options.batch, options.rate, largest_gradient=50.0)
    task = SuperResolutionTask(read(options.train), read(options.validation), recipe, options.patch)
    training.Trainer(task, options).run()


if __name__ == "__main__":
    main()
