"""The best spectrum of a pixel that is linear in its RGB: what a network has to beat.

Least squares with a constant term over all pixels of the training scenes, from the normal equations in
FP64, which are of size 4 and well conditioned for pictures.
"""

import torch
from torch import Tensor


def fit(rgb: Tensor, spectra: Tensor) -> Tensor:
    """[4, bands]: weights of red, green, blue and 1, from [N, 3, H, W] and [N, bands, H, W]."""
    products, right = 0.0, 0.0
    for picture, target in zip(rgb, spectra, strict=True):
        columns = _columns(picture)
        products = products + columns @ columns.T
        right = right + columns @ target.flatten(1).double().T
    return torch.linalg.solve(products, right)


def predict(weights: Tensor, rgb: Tensor) -> Tensor:
    """[N, 3, H, W] -> [N, bands, H, W], in FP64."""
    flat = torch.stack([weights.T @ _columns(picture) for picture in rgb])
    return flat.unflatten(-1, rgb.shape[2:])


def _columns(picture: Tensor) -> Tensor:
    """[4, H * W]: the colours of all pixels, and 1."""
    colours = picture.flatten(1).double()
    return torch.cat([colours, torch.ones_like(colours[:1])])
