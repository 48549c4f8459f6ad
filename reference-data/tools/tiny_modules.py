"""Tiny TorchScript modules for the tests of the PyTorch engine: two inputs, results of three kinds.

    python tiny_modules.py engines/pytorch/src/test/resources
"""

import sys
from pathlib import Path

import torch
from torch import Tensor, nn

from torchscript import save


class Pair(nn.Module):
    """Parameters in another order than the names of a file are sorted in."""

    def forward(self, scale: Tensor, image: Tensor) -> tuple[Tensor, Tensor]:
        return image * scale, image - scale


class Dictionary(nn.Module):
    def forward(self, scale: Tensor, image: Tensor) -> dict[str, Tensor]:
        return {"product": image * scale, "difference": image - scale}


class Texts(nn.Module):
    def forward(self, image: Tensor) -> list[str]:
        return ["no", "tensor"]


def main(folder: Path) -> None:
    for name, module in [("pair", Pair()), ("dictionary", Dictionary()), ("texts", Texts())]:
        save(torch.jit.script(module), folder / f"{name}.pt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
