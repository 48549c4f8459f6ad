"""Short films from still images: a window that moves over each, by whole pixels."""

import torch
from torch import Tensor

# Down and to the right, in pixels a frame, for one image after another.
_MOVES = [(1, 2), (-2, 1), (0, -3), (2, 0)]
MARGIN = 3 * 6  # what the longest of 7 frames' ways takes, beyond the height and width of a frame


def moving(images: Tensor, frames: int, height: int, width: int) -> Tensor:
    """[N, frames, 3, height, width] of [N, 3, height + MARGIN, width + MARGIN]."""
    return torch.stack(
        [
            _clip(image, frames, height, width, *_MOVES[index % len(_MOVES)])
            for index, image in enumerate(images)
        ]
    )


def _clip(image: Tensor, frames: int, height: int, width: int, down: int, right: int) -> Tensor:
    """Starts at whichever edge the window moves away from."""
    top, left = (MARGIN if step < 0 else 0 for step in (down, right))
    corners = [(top + down * frame, left + right * frame) for frame in range(frames)]
    return torch.stack([image[:, y : y + height, x : x + width] for y, x in corners])
