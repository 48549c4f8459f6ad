"""ResNet-50, written from its published architecture, with weights from a seed.

He et al., "Deep Residual Learning for Image Recognition", CVPR 2016, in the form that torchvision made
usual: in a bottleneck the 3x3 convolution has the stride. Parameter names are torchvision's, so its
checkpoints load.

A ResNet is of no use with its initial weights alone: activations grow from block to block. So batch
normalisation gets the statistics of given images, and the last layer is scaled to logits as trained
networks have. Both are computed in FP64 and kept to 12 significant bits, far from where processors differ:
the same images give the same weights everywhere.
"""

import math

import torch
from torch import Tensor, nn

import seeded
import settling

PARAMETERS = 25_557_032
CLASSES = 1000
MEAN = (0.485, 0.456, 0.406)  # of ImageNet, which the network's inputs are normalised with
DEVIATION = (0.229, 0.224, 0.225)

_BLOCKS = (3, 4, 6, 3)
_EXPANSION = 4
_LOGIT_DEVIATION = 2.5

# How much each block adds to what it passes on; small in trained networks too. With random weights and a
# gain of 1, rounding errors grow three times as large and different images come out half as different.
_BRANCH_GAIN = 0.2


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions around which the input is added."""

    def __init__(self, inputs: int, width: int, stride: int):
        super().__init__()
        outputs = _EXPANSION * width
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU()
        self.downsample = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False),
                nn.BatchNorm2d(outputs),
            )

    def forward(self, x: Tensor) -> Tensor:
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return self.relu(y + self.downsample(x))


class ResNet50(nn.Module):
    """The whole network: [B, 3, H, W], normalised -> [B, 1000] logits."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = _layer(0, inputs=64)
        self.layer2 = _layer(1, inputs=256)
        self.layer3 = _layer(2, inputs=512)
        self.layer4 = _layer(3, inputs=1024)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(2048, CLASSES)

    def features(self, x: Tensor) -> Tensor:
        """What the last layer sees."""
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.avgpool(x).flatten(1)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc(self.features(x))


def _layer(index: int, inputs: int) -> nn.Sequential:
    width = 64 * 2**index
    blocks = [Bottleneck(inputs, width, stride=1 if index == 0 else 2)]
    blocks += [Bottleneck(_EXPANSION * width, width, 1) for _ in range(_BLOCKS[index] - 1)]
    return nn.Sequential(*blocks)


def normalised(images: Tensor) -> Tensor:
    """Images in [0, 1] as the network wants them."""
    return (images - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(DEVIATION).view(3, 1, 1)


def seeded_model(seed: int, rows: Tensor) -> ResNet50:
    """The network in evaluation mode; `rows` [B, 3, H, W], normalised, are what it is adjusted to."""
    model = ResNet50().eval().requires_grad_(False)
    count = sum(parameter.numel() for parameter in model.parameters())
    if count != PARAMETERS:
        raise AssertionError(f"ResNet-50 has {PARAMETERS} parameters, but this network has {count}")
    for name, module in model.named_modules():
        if isinstance(module, nn.Conv2d):
            fan_out = module.out_channels * module.kernel_size[0] * module.kernel_size[1]
            _fill(module.weight, seed, f"{name}.weight", math.sqrt(6 / fan_out))
        elif isinstance(module, nn.BatchNorm2d):
            # Gains and shifts differ between channels, as training leaves them.
            gain = _BRANCH_GAIN if name.endswith("bn3") else 1.0
            _fill(module.weight, seed, f"{name}.weight", 0.5 * gain, centre=gain)
            _fill(module.bias, seed, f"{name}.bias", 0.5 * gain, centre=0.5 * gain)
    _fill(model.fc.weight, seed, "fc.weight", 1 / math.sqrt(model.fc.in_features))
    _fill(model.fc.bias, seed, "fc.bias", 1 / math.sqrt(model.fc.in_features))
    return _adjusted(model.double(), rows.double()).float()


def _adjusted(model: ResNet50, rows: Tensor) -> ResNet50:
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.train()
        norm.momentum = None  # the statistics become those of the one batch that follows
    model.features(rows)
    for norm in norms:
        norm.eval()
        norm.momentum = 0.1
        settling.coarsen(norm.running_mean)
        settling.coarsen(norm.running_var)
    model.fc.weight.mul_(_LOGIT_DEVIATION / model(rows).std())
    settling.coarsen(model.fc.weight)
    return model


def _fill(parameter: Tensor, seed: int, name: str, bound: float, centre: float = 0.0) -> None:
    draws = seeded.uniform(seeded.stream(seed, name), parameter.numel())
    parameter.copy_(torch.from_numpy(centre + bound * (2 * draws - 1)).view(parameter.shape))
