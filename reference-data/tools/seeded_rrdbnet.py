"""RRDBNet with weights from a seed that enlarges images.

Untrained, so it is a bilinear enlargement plus a small residual that every dense block has a part in. Three
channels carry the image past the blocks: after each doubling of pixels a binomial kernel makes the
enlargement bilinear. All other weights are random, scaled by `settling.py`.
"""

import torch
from torch import Tensor

import settling
import synthetic
from rrdbnet import BLOCKS, COLOURS, FEATURES, RESIDUAL, SMALL_BLOCKS, RrdbNet
from settling import Start

PARAMETERS = {BLOCKS: 16_697_987, SMALL_BLOCKS: 4_467_779}

_DENSE_GAIN = 2.0  # of the convolution that ends a dense block; a fifth of a fifth is added
_BODY = 2.0  # what the blocks end with, in parts of what they begin with
_CARRIED_QUIETNESS = 0.01  # of that in the channels that carry the image
_RESIDUAL_GAIN = 0.05  # of the last convolution

_ROWS = 2
_EDGE = 32  # of the images that settle the weights


def seeded_model(blocks: int, seed: int) -> RrdbNet:
    """The network in FP32 and evaluation mode, weights without gradients."""
    model = RrdbNet(blocks).eval().requires_grad_(False)
    count = sum(parameter.numel() for parameter in model.parameters())
    if count != PARAMETERS.get(blocks, count):
        raise AssertionError(
            f"RRDBNet has {PARAMETERS[blocks]} parameters, but this network has {count}"
        )
    # A block passes its input on and adds a fifth of what came through its dense blocks, which pass it
    # on too: untrained, the body enlarges its input by 1.2 a block.
    growth = (1 + RESIDUAL) ** blocks
    starts = {
        "conv_first": Start(1.0, quiet=COLOURS, given=_carrying(COLOURS, [0, 1, 0])),
        "conv_body": Start(_BODY / growth, quiet=COLOURS, quietness=_CARRIED_QUIETNESS),
        "conv_up1": Start(1.0, quiet=COLOURS, given=_carrying(FEATURES, [0.25, 0.5, 0.25])),
        "conv_up2": Start(1.0, quiet=COLOURS, given=_carrying(FEATURES, [0.25, 0.5, 0.25])),
        "conv_hr": Start(1.0, quiet=COLOURS, given=_carrying(FEATURES, [0, 1, 0])),
        "conv_last": Start(_RESIDUAL_GAIN, given=_carrying(FEATURES, [0, 1, 0], outputs=COLOURS)),
    }
    rows = synthetic.images(seed, _ROWS, _EDGE, _EDGE)

    def start(name: str) -> Start:
        return Start(_DENSE_GAIN) if name.endswith("conv5") else starts.get(name, Start(1.0))

    settling.settle(model.double(), rows, seed, start)
    return model.float()


def _carrying(inputs: int, taps: list[float], outputs: int = FEATURES) -> Tensor:
    """Weights from the last three inputs to the last three outputs, `taps` along both axes."""
    line = torch.tensor(taps, dtype=torch.float64)
    given = torch.zeros(outputs, inputs, 3, 3, dtype=torch.float64)
    for colour in range(-COLOURS, 0):
        given[colour, colour] = torch.outer(line, line)
    return given
