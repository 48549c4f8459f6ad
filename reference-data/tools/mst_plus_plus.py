"""MST++ (RGB image -> 31 spectral bands), written from its published architecture.

Cai et al., "MST++: Multi-stage Spectral-wise Transformer for Efficient Spectral Reconstruction",
CVPRW 2022. Parameter names are the official ones, so an official checkpoint (without its `module.`
prefix) loads. There are no trained weights to ship, so `seeded_model` fills the network from a seed.

The code keeps to what TorchScript compiles, because the scripted module has to work for every batch
size, height and width; tracing would freeze the padding of the traced shape.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

import seeded

BANDS = 31
STAGES = 3
MULTIPLE = 8  # height and width inside the network; level 2 works at a quarter of it
PARAMETERS = 1_619_625

# The official initialiser draws linear weights with deviation 0.02. Untrained, that leaves attention
# 0.05 % of the output, so that a broken attention would hide in FP16 rounding; at 0.12 it is 1.7 %.
LINEAR_DEVIATION = 6 * 0.02


class SpectralAttention(nn.Module):
    """Self-attention with the channels as tokens: the attention matrix is [31, 31] for each head."""

    def __init__(self, channels: int):
        super().__init__()
        self.heads = channels // BANDS
        self.to_q = nn.Linear(channels, channels, bias=False)
        self.to_k = nn.Linear(channels, channels, bias=False)
        self.to_v = nn.Linear(channels, channels, bias=False)
        self.rescale = nn.Parameter(torch.ones(self.heads, 1, 1))
        self.proj = nn.Linear(channels, channels)
        self.pos_emb = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False),
            nn.GELU(),
            nn.Conv2d(channels, channels, 3, padding=1, groups=channels, bias=False),
        )

    def forward(self, x: Tensor) -> Tensor:
        """[B, H, W, C] -> [B, H, W, C]."""
        value = self.to_v(x)
        query = F.normalize(self._channels_first(self.to_q(x)), dim=-1)
        key = F.normalize(self._channels_first(self.to_k(x)), dim=-1)
        attention = torch.softmax(key @ query.transpose(-2, -1) * self.rescale, dim=-1)
        mixed = attention @ self._channels_first(value)
        projected = self.proj(mixed.permute(0, 3, 1, 2).flatten(2)).view(x.shape)
        position = self.pos_emb(value.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        return projected + position

    def _channels_first(self, x: Tensor) -> Tensor:
        """[B, H, W, heads * d] -> [B, heads, d, H * W]."""
        return x.flatten(1, 2).unflatten(-1, (self.heads, -1)).permute(0, 2, 3, 1)


class FeedForward(nn.Module):
    """Widens the channels fourfold around a depthwise convolution."""

    def __init__(self, channels: int):
        super().__init__()
        wide = 4 * channels
        self.net = nn.Sequential(
            nn.Conv2d(channels, wide, 1, bias=False),
            nn.GELU(),
            nn.Conv2d(wide, wide, 3, padding=1, groups=wide, bias=False),
            nn.GELU(),
            nn.Conv2d(wide, channels, 1, bias=False),
        )

    def forward(self, x: Tensor) -> Tensor:
        """[B, H, W, C] -> [B, H, W, C]."""
        return self.net(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)


class PreNorm(nn.Module):
    """LayerNorm over the channels, then the feed-forward network."""

    def __init__(self, channels: int):
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.fn = FeedForward(channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.fn(self.norm(x))


class AttentionBlock(nn.Module):
    """Spectral attention and feed-forward, each with a residual."""

    def __init__(self, channels: int):
        super().__init__()
        parts = nn.ModuleList([SpectralAttention(channels), PreNorm(channels)])
        self.blocks = nn.ModuleList([parts])

    def forward(self, x: Tensor) -> Tensor:
        """[B, C, H, W] -> [B, C, H, W]; works on [B, H, W, C] inside."""
        x = x.permute(0, 2, 3, 1)
        for parts in self.blocks:
            x = parts[0](x) + x
            x = parts[1](x) + x
        return x.permute(0, 3, 1, 2)


class SpectralTransformer(nn.Module):
    """One stage: a U-shaped network of attention blocks at full, half and quarter size."""

    def __init__(self):
        super().__init__()
        c0, c1, c2 = BANDS, 2 * BANDS, 4 * BANDS
        self.embedding = nn.Conv2d(c0, c0, 3, padding=1, bias=False)
        self.encoder_layers = nn.ModuleList([_down(c0, c1), _down(c1, c2)])
        self.bottleneck = AttentionBlock(c2)
        self.decoder_layers = nn.ModuleList([_up(c2, c1), _up(c1, c0)])
        self.mapping = nn.Conv2d(c0, c0, 3, padding=1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        x = self.embedding(image)
        skips: list[Tensor] = []
        for layer in self.encoder_layers:
            x = layer[0](x)
            skips.append(x)
            x = layer[1](x)
        x = self.bottleneck(x)
        for layer in self.decoder_layers:
            x = torch.cat([layer[0](x), skips.pop()], dim=1)
            x = layer[2](layer[1](x))
        return self.mapping(x) + image


def _down(channels: int, wider: int) -> nn.ModuleList:
    shrink = nn.Conv2d(channels, wider, 4, stride=2, padding=1, bias=False)
    return nn.ModuleList([AttentionBlock(channels), shrink])


def _up(channels: int, narrower: int) -> nn.ModuleList:
    return nn.ModuleList(
        [
            nn.ConvTranspose2d(channels, narrower, 2, stride=2),
            nn.Conv2d(2 * narrower, narrower, 1, bias=False),
            AttentionBlock(narrower),
        ]
    )


class MstPlusPlus(nn.Module):
    """The whole network: [B, 3, H, W] in [0, 1] -> [B, 31, H, W], any H and W of at least 8."""

    def __init__(self):
        super().__init__()
        self.multiple = MULTIPLE
        self.conv_in = nn.Conv2d(3, BANDS, 3, padding=1, bias=False)
        self.body = nn.Sequential(*[SpectralTransformer() for _ in range(STAGES)])
        self.conv_out = nn.Conv2d(BANDS, BANDS, 3, padding=1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        height, width = image.shape[2], image.shape[3]
        below = -height % self.multiple
        right = -width % self.multiple
        x = self.conv_in(F.pad(image, [0, right, 0, below], mode="reflect"))
        x = self.conv_out(self.body(x)) + x
        return x[:, :, :height, :width]


def seeded_model(seed: int) -> MstPlusPlus:
    """The network in evaluation mode with weights drawn in the style of the official initialiser."""
    model = MstPlusPlus().eval().requires_grad_(False)
    count = sum(parameter.numel() for parameter in model.parameters())
    if count != PARAMETERS:
        raise AssertionError(f"MST++ has {PARAMETERS} parameters, but this network has {count}")
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            draws = seeded.normal(*_stream(seed, f"{name}.weight", module.weight))
            _fill(module.weight, LINEAR_DEVIATION * draws)
            if module.bias is not None:
                module.bias.zero_()
        elif isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            bound = 1 / math.sqrt(module.weight[0].numel())
            for suffix, parameter in module.named_parameters():
                draws = seeded.uniform(*_stream(seed, f"{name}.{suffix}", parameter))
                _fill(parameter, bound * (2 * draws - 1))
    return model


def _stream(seed: int, name: str, parameter: Tensor) -> tuple[int, int]:
    return seeded.stream(seed, name), parameter.numel()


def _fill(parameter: Tensor, values) -> None:
    parameter.copy_(torch.from_numpy(values).view(parameter.shape))
