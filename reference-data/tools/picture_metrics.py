"""Figures of merit of pictures: of each picture alone, then their mean, in float64."""

import torch
from torch import Tensor
from torch.nn import functional as F

_WINDOW, _DEVIATION = 11, 1.5  # of SSIM's Gaussian
_K1, _K2 = 0.01, 0.03


def psnr(actual: Tensor, target: Tensor, peak: float) -> float:
    """10 log10(peak^2 / mean squared error) of [N, C, H, W]."""
    squared = (actual.double() - target.double()).square().mean(dim=(1, 2, 3))
    return (10 * torch.log10(peak**2 / squared)).mean().item()


def mrae(actual: Tensor, target: Tensor) -> float:
    """Mean of |a - t| / |t| over the values with t other than 0, as `assay` computes it."""
    target = target.double()
    known = target != 0
    ratio = (actual.double() - target).abs() / target.abs().where(known, 1)
    ratio = ratio.where(known, 0).sum(dim=(1, 2, 3))
    return (ratio / known.sum(dim=(1, 2, 3))).mean().item()


def ssim(actual: Tensor, target: Tensor, peak: float) -> float:
    """Wang et al., IEEE TIP 2004, of [N, 1, H, W]: 11x11 Gaussian windows that lie wholly inside."""
    window = _gaussian().to(actual.device)
    a, b = actual.double(), target.double()
    mean_a, mean_b = _smoothed(a, window), _smoothed(b, window)
    variances = _smoothed(a * a, window) - mean_a**2 + _smoothed(b * b, window) - mean_b**2
    covariance = _smoothed(a * b, window) - mean_a * mean_b
    c1, c2 = (_K1 * peak) ** 2, (_K2 * peak) ** 2
    upper = (2 * mean_a * mean_b + c1) * (2 * covariance + c2)
    lower = (mean_a**2 + mean_b**2 + c1) * (variances + c2)
    return (upper / lower).mean(dim=(1, 2, 3)).mean().item()


def luma(rgb: Tensor, border: int) -> Tensor:
    """[N, 1, H, W] in 16..235 of RGB in 0..255 (ITU-R BT.601), without a border of so many pixels."""
    weights = torch.tensor([65.481, 128.553, 24.966], dtype=torch.float64, device=rgb.device)
    clamped = rgb.double().clamp(0, 255) / 255
    light = (clamped * weights.view(3, 1, 1)).sum(dim=1, keepdim=True) + 16
    return light[:, :, border:-border, border:-border]


def _gaussian() -> Tensor:
    places = torch.arange(_WINDOW, dtype=torch.float64) - _WINDOW // 2
    weights = torch.exp(-(places**2) / (2 * _DEVIATION**2))
    return weights / weights.sum()


def _smoothed(picture: Tensor, window: Tensor) -> Tensor:
    return F.conv2d(F.conv2d(picture, window.view(1, 1, -1, 1)), window.view(1, 1, 1, -1))
