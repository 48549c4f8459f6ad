"""AnchorDETR with weights from a seed, for what needs no accuracy: speed and rounding.

As for ResNet-50 in `resnet50.py`, batch normalisations get the statistics of synthetic images, in FP64 and kept to
12 significant bits, and each block of the backbone adds little. In the transformer, queries and keys are drawn larger
than an initialiser would, because untrained attention that weighs everything alike would hide a broken mask or
softmax; class logits and boxes are scaled to deviations as trained networks have.
"""

import math

import torch
from torch import Tensor, nn

import resnet50
import settling
import synthetic
from anchor_detr import AnchorDetr, full_model, small_model
from anchor_detr_attention import RowColumnAttention, SelfAttention
from anchor_detr_backbone import BasicBlock, Bottleneck, FrozenBatchNorm
from folding import folded

_NORMS = (FrozenBatchNorm, nn.BatchNorm2d)
_ROWS, _SIZE = 4, (192, 256)  # of the images that settle the weights
_BRANCH_GAIN = 0.2  # of a block's last normalisation, as in `resnet50.py`
_SHARPNESS = 1.5  # of query and key projections, in parts of Xavier's
_LOGIT_CENTRE, _LOGIT_DEVIATION = (
    -4.6,
    1.0,
)  # a probability of 0.01, and a few queries above one half
_BOX_CENTRE, _BOX_DEVIATION = -1.5, 0.7  # of what is added to anchor points, before the sigmoid


def seeded_model(dilated: bool, seed: int) -> AnchorDetr:
    """In FP32 and evaluation mode. C5 and DC5 get the same random numbers and their own statistics."""
    return _seeded(full_model(dilated), seed)


def seeded_small(seed: int) -> AnchorDetr:
    """The network that is trained, folded as what is shipped."""
    return folded(_seeded(small_model(), seed))


def _seeded(model: AnchorDetr, seed: int) -> AnchorDetr:
    model = model.eval().requires_grad_(False)
    last = {
        it.bn3 if isinstance(it, Bottleneck) else it.bn2
        for it in model.modules()
        if isinstance(it, (Bottleneck, BasicBlock))
    }
    for name, module in model.named_modules():
        _draw(name, module, seed, _BRANCH_GAIN if module in last else 1.0)
    points = model.transformer.position.weight
    settling.fill(points, seed, "transformer.position.weight", 0.5, centre=0.5)
    settling.fill(
        model.transformer.pattern.weight, seed, "transformer.pattern.weight", math.sqrt(3)
    )
    rows = synthetic.images(seed, _ROWS, *_SIZE)
    return _adjusted(model.double(), resnet50.normalised(rows)).float()


def _draw(name: str, module: nn.Module, seed: int, gain: float) -> None:
    """`gain` is that of batch normalisations."""
    if isinstance(module, nn.Conv2d):
        fan_out = module.out_channels * module.kernel_size[0] * module.kernel_size[1]
        settling.fill(module.weight, seed, f"{name}.weight", math.sqrt(6 / fan_out))
        if module.bias is not None:
            settling.fill(module.bias, seed, f"{name}.bias", 0.1)
    elif isinstance(module, _NORMS):
        # Gains and shifts differ between channels, as training leaves them.
        settling.fill(module.weight, seed, f"{name}.weight", 0.5 * gain, centre=gain)
        settling.fill(module.bias, seed, f"{name}.bias", 0.5 * gain, centre=0.5 * gain)
    elif isinstance(module, (nn.LayerNorm, nn.GroupNorm)):
        settling.fill(module.weight, seed, f"{name}.weight", 0.3, centre=1.0)
        settling.fill(module.bias, seed, f"{name}.bias", 0.1)
    elif isinstance(module, nn.Linear):
        settling.fill(module.weight, seed, f"{name}.weight", _xavier(module.weight))
        settling.fill(module.bias, seed, f"{name}.bias", 0.1)
    elif isinstance(module, (RowColumnAttention, SelfAttention)):
        parts = module.in_proj_weight.chunk(module.in_proj_weight.shape[0] // module.width)
        for index, part in enumerate(parts):
            gain = 1.0 if index == len(parts) - 1 else _SHARPNESS
            bound = gain * _xavier(part)
            settling.fill(part, seed, f"{name}.in_proj_weight.{index}", bound)
        settling.fill(module.in_proj_bias, seed, f"{name}.in_proj_bias", 0.1)


def _adjusted(model: AnchorDetr, rows: Tensor) -> AnchorDetr:
    hooks = [
        module.register_forward_pre_hook(_measure)
        for module in model.modules()
        if isinstance(module, _NORMS)
    ]
    features = model.features(rows)
    for hook in hooks:
        hook.remove()
    transformer = model.transformer
    image = transformer.encode(features)
    state = transformer.decode(image, transformer.position.weight)[-1]
    classify, locate = transformer.class_embed[0], transformer.bbox_embed[0].layers
    _spread(classify, state, _LOGIT_CENTRE, _LOGIT_DEVIATION)
    for layer in locate[:2]:
        state = torch.relu(layer(state))
    _spread(locate[2], state, 0.0, _BOX_DEVIATION)
    locate[2].bias[2:] += _BOX_CENTRE
    return model


def _measure(module: nn.Module, inputs: tuple[Tensor]) -> None:
    """The statistics become those of the one batch that passes."""
    module.running_mean.copy_(settling.coarsen(inputs[0].mean(dim=(0, 2, 3))))
    module.running_var.copy_(settling.coarsen(inputs[0].var(dim=(0, 2, 3), unbiased=False)))


def _spread(layer: nn.Linear, inputs: Tensor, centre: float, deviation: float) -> None:
    """Scales the layer for outputs of this deviation around a mean of their own, which is moved."""
    found = layer(inputs).flatten(0, -2)
    layer.weight.mul_(settling.coarsen(deviation / (found - found.mean(0)).std()))
    layer.bias.zero_()
    layer.bias.copy_(centre - settling.coarsen(layer(inputs).flatten(0, -2).mean(0)))


def _xavier(weight: Tensor) -> float:
    return math.sqrt(6 / sum(weight.shape))
