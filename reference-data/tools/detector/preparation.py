"""How images become inputs: the one declared preprocessing, in training and wherever the network is scored.

In a suite it reads `resize: keep`, padding to 192x256 at the right and below with the pixel value 114, range
`0..1`, ImageNet's mean and deviation, RGB, NCHW. Arithmetic is FLOAT32 in the order in which Assay does it,
`pixel / 255`, `- mean`, `/ std`, so that on a CPU the inputs are the same bits.
"""

import torch
from torch import Tensor

HEIGHT, WIDTH = 192, 256
PADDING_PIXEL = 114  # close to the mean, so that a border is no edge
MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)


def normalised(pixels: Tensor) -> Tensor:
    """Pixels [N, 3, H, W] from 0 to 255, padded -> the network's input, float32."""
    # By tensors: PyTorch on a GPU multiplies by the reciprocal of a number, which rounds otherwise.
    full, mean, deviation = (
        numbers(values, pixels.device).view(-1, 1, 1) for values in [(255.0,), MEAN, DEVIATION]
    )
    return (pixels.float() / full - mean) / deviation


def numbers(values: tuple[float, ...], device: torch.device) -> Tensor:
    """A float32 tensor made on the device: to copy one there would wait until the device is idle."""
    return torch.stack([torch.full((), it, dtype=torch.float32, device=device) for it in values])


def padded(pixels: Tensor, sizes: Tensor) -> Tensor:
    """Puts the padding's pixel value right of and below images of `sizes` [N, 2], height first; in place."""
    rows = torch.arange(pixels.shape[2], device=pixels.device)
    columns = torch.arange(pixels.shape[3], device=pixels.device)
    outside = (rows >= sizes[:, :1])[:, :, None] | (columns >= sizes[:, 1:])[:, None, :]
    return pixels.masked_fill_(outside[:, None], PADDING_PIXEL)
