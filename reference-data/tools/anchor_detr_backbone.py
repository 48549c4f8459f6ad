"""The two backbones of AnchorDETR: ResNet-50 with frozen normalisation, and a narrow one of stride 16.

He et al., "Deep Residual Learning for Image Recognition", CVPR 2016. ResNet-50's names are torchvision's,
so its checkpoints load; its last layer and classifier are not used by a detector. In DC5, the dilated form,
layer 4 keeps the size of layer 3: the same weights, stride 16 instead of 32.
"""

import torch
from torch import Tensor, nn

CHANNELS = 2048

_BLOCKS = (3, 4, 6, 3)
_EXPANSION = 4


class FrozenBatchNorm(nn.Module):
    """Batch normalisation whose four vectors are buffers: nothing trains them, nothing measures them."""

    def __init__(self, channels: int):
        super().__init__()
        self.eps = 1e-5
        self.register_buffer("weight", torch.ones(channels))
        self.register_buffer("bias", torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, x: Tensor) -> Tensor:
        """[N, C, H, W] -> [N, C, H, W]."""
        gain = self.weight * torch.rsqrt(self.running_var + self.eps)
        shift = self.bias - self.running_mean * gain
        return x * gain.view(1, -1, 1, 1) + shift.view(1, -1, 1, 1)


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions around which the input is added."""

    def __init__(self, inputs: int, width: int, stride: int, dilation: int):
        super().__init__()
        outputs = _EXPANSION * width
        self.conv1 = nn.Conv2d(inputs, width, 1, bias=False)
        self.bn1 = FrozenBatchNorm(width)
        self.conv2 = nn.Conv2d(
            width, width, 3, stride=stride, padding=dilation, dilation=dilation, bias=False
        )
        self.bn2 = FrozenBatchNorm(width)
        self.conv3 = nn.Conv2d(width, outputs, 1, bias=False)
        self.bn3 = FrozenBatchNorm(outputs)
        self.relu = nn.ReLU()
        self.downsample = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False),
                FrozenBatchNorm(outputs),
            )

    def forward(self, x: Tensor) -> Tensor:
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return self.relu(y + self.downsample(x))


class ResNet50(nn.Module):
    """[N, 3, H, W] -> [N, 2048, H / s, W / s], sizes rounded up; s is 32, dilated 16."""

    def __init__(self, dilated: bool):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = FrozenBatchNorm(64)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, stride=2, padding=1)
        self.layer1 = _layer(0, inputs=64)
        self.layer2 = _layer(1, inputs=256)
        self.layer3 = _layer(2, inputs=512)
        self.layer4 = _layer(3, inputs=1024, dilated=dilated)

    def forward(self, x: Tensor) -> Tensor:
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        return self.layer4(self.layer3(self.layer2(self.layer1(x))))


def _layer(index: int, inputs: int, dilated: bool = False) -> nn.Sequential:
    """In the dilated layer the first block has no stride, and the blocks behind it reach twice as far."""
    width = 64 * 2**index
    stride = 1 if index == 0 or dilated else 2
    blocks = [Bottleneck(inputs, width, stride, dilation=1)]
    for _ in range(_BLOCKS[index] - 1):
        blocks.append(Bottleneck(_EXPANSION * width, width, 1, dilation=2 if dilated else 1))
    return nn.Sequential(*blocks)


class BasicBlock(nn.Module):
    """Two 3x3 convolutions around which the input is added; batch normalisation is trained."""

    def __init__(self, inputs: int, outputs: int, stride: int):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU()
        self.downsample = nn.Sequential()
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride=stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x: Tensor) -> Tensor:
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return self.relu(y + self.downsample(x))


class NarrowResNet(nn.Module):
    """[N, 3, H, W] -> [N, widths[-1], H / 16, W / 16], sizes rounded up; two blocks at each size."""

    def __init__(self, stem: int, widths: tuple[int, int, int]):
        super().__init__()
        self.conv1 = nn.Conv2d(3, stem, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(stem)
        self.relu = nn.ReLU()
        inputs = (stem, *widths[:-1])
        self.layers = nn.Sequential(
            *[
                nn.Sequential(BasicBlock(before, after, 2), BasicBlock(after, after, 1))
                for before, after in zip(inputs, widths)
            ]
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(self.relu(self.bn1(self.conv1(x))))
