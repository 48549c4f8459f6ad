"""Writes golden.json: image scores by scikit-image, PyTorch and NumPy of made-up images.

The images are integer arithmetic and divisions by powers of two, so that the test makes the same
doubles itself. Run with Python 3.11: python make.py > golden.json
"""

import json
import sys

import numpy
import skimage
import torch
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def noise(channel, y, x, seed):
    """32 bits of a multiplicative hash, as float64 in [0, 1)."""
    n = (channel * 73856093) ^ (y * 19349663) ^ (x * 83492791) ^ (seed * 2654435761)
    n = (n * 2246822519) & 0xFFFFFFFF
    n ^= n >> 15
    n = (n * 3266489917) & 0xFFFFFFFF
    return (n ^ (n >> 16)) / 2.0**32


def triangle(n, period):
    """A triangle wave between 0 and 1; the period is a power of two."""
    phase = n % period
    return min(phase, period - phase) * 2.0 / period


def image(channels, height, width, seed, scale, amount):
    values = numpy.empty((channels, height, width))
    for c in range(channels):
        for y in range(height):
            for x in range(width):
                smooth = (triangle(x + 3 * c, 32) + triangle(y + 5 * c, 16)) / 2
                wobble = (noise(c, y, x, seed) - 0.5) * amount
                values[c, y, x] = (0.125 + 0.75 * smooth + wobble) * scale
    return values


def crop(a, n):
    return a[:, n:-n, n:-n] if n else a


def luma(a, peak):
    r, g, b = a / peak
    return (65.481 * r + 128.553 * g + 24.966 * b + 16)[None]


def ssim_skimage(a, b, peak):
    """Its Gaussian mode is cropped to where the 11x11 window lies inside the image."""
    return float(
        structural_similarity(
            a, b, channel_axis=0, data_range=peak, gaussian_weights=True, sigma=1.5,
            use_sample_covariance=False))


def ssim_torch(a, b, peak):
    """The formula of pytorch_msssim, as convolutions in float64."""
    offsets = torch.arange(11, dtype=torch.float64) - 5
    window = torch.exp(-(offsets**2) / (2 * 1.5**2))
    window /= window.sum()

    def smooth(t):
        t = torch.nn.functional.conv2d(t, window.view(1, 1, 11, 1))
        return torch.nn.functional.conv2d(t, window.view(1, 1, 1, 11))

    x = torch.from_numpy(a)[:, None]
    y = torch.from_numpy(b)[:, None]
    c1, c2 = (0.01 * peak) ** 2, (0.03 * peak) ** 2
    mx, my = smooth(x), smooth(y)
    vx, vy, vxy = smooth(x * x) - mx * mx, smooth(y * y) - my * my, smooth(x * y) - mx * my
    cs = (2 * vxy + c2) / (vx + vy + c2)
    return float((((2 * mx * my + c1) / (mx * mx + my * my + c1)) * cs).mean())


def sam(a, b):
    cosine = (a * b).sum(0) / (numpy.sqrt((a * a).sum(0)) * numpy.sqrt((b * b).sum(0)))
    return float(numpy.arccos(numpy.clip(cosine, -1, 1)).mean())


def main():
    a = image(31, 24, 20, 1, 1.0, 0.5)
    b = image(31, 24, 20, 2, 1.0, 0.125)
    ca, cb = crop(a, 3), crop(b, 3)
    rgb_a = image(3, 37, 29, 3, 255.0, 0.25)
    rgb_b = image(3, 37, 29, 4, 255.0, 0.125)
    clip = lambda v: numpy.clip(v, 0, 255)
    y_a = crop(luma(clip(rgb_a), 255), 4)
    y_b = crop(luma(clip(rgb_b), 255), 4)
    json.dump(
        {
            "versions": {
                "numpy": numpy.__version__,
                "scikit-image": skimage.__version__,
                "torch": torch.__version__,
            },
            "spectral": {
                "psnrClamped": float(peak_signal_noise_ratio(ca.clip(0, 1), cb.clip(0, 1), data_range=1)),
                "psnr": float(peak_signal_noise_ratio(a, b, data_range=1)),
                "ssim": ssim_skimage(a, b, 1.0),
                "ssimTorch": ssim_torch(a, b, 1.0),
                "mrae": float(numpy.mean(numpy.abs(ca - cb) / numpy.abs(cb))),
                "rmse": float(numpy.sqrt(numpy.mean((ca - cb) ** 2))),
                "sam": sam(ca, cb),
            },
            "rgb": {
                "psnrLuma": float(-10 * numpy.log10(numpy.mean(((y_a - y_b) / 255) ** 2))),
                "ssimLuma": ssim_skimage(y_a, y_b, 255.0),
                "ssim": ssim_skimage(rgb_a, rgb_b, 255.0),
                "ssimTorch": ssim_torch(rgb_a, rgb_b, 255.0),
            },
        },
        sys.stdout,
        indent=1,
    )
    print()


main()
