"""Encoder, decoder and heads of AnchorDETR.

Wang et al., "Anchor DETR: Query Design for Transformer-Based Detector", AAAI 2022. Every query is an anchor
point in one of several patterns, and a box is predicted relative to its point.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from anchor_detr_attention import RowColumnAttention, SelfAttention

TEMPERATURE = 10_000
_LOGIT_FLOOR = 1e-5
_FIRST_PROBABILITY = 0.01  # of a class before training: focal loss starts from rare objects


@dataclass(frozen=True)
class Configuration:
    """Sizes of the transformer. Labels are category ids, so there is one more than the highest id."""

    width: int
    heads: int
    feed_forward: int
    encoder_layers: int
    decoder_layers: int
    anchors: int
    patterns: int
    classes: int


def waves(position: Tensor, count: int, temperature: int = TEMPERATURE) -> Tensor:
    """Positions [...] in [0, 1] -> [..., count]: sine and cosine in turn, of falling frequency."""
    pair = torch.arange(0, count, 2, dtype=position.dtype, device=position.device)
    angle = (position * (2 * math.pi)).unsqueeze(-1) / temperature ** (pair / count)
    return torch.stack([angle.sin(), angle.cos()], dim=-1).flatten(-2)


def places(valid: Tensor) -> Tensor:
    """[N, n], 1 where an image is and 0 where padding is -> places in (0, 1), of the image's own length."""
    count = valid.cumsum(1)
    return (count - 0.5) / count[:, -1:]


class FeedForward(nn.Module):
    """Two linear layers around which the input is added, normalised behind."""

    def __init__(self, width: int, inner: int):
        super().__init__()
        self.linear1 = nn.Linear(width, inner)
        self.linear2 = nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm2(x + self.linear2(torch.relu(self.linear1(x))))


class EncoderLayer(nn.Module):
    """Every place of the image attends to its rows and columns."""

    def __init__(self, it: Configuration):
        super().__init__()
        self.self_attn = RowColumnAttention(it.width, it.heads)
        self.norm1 = nn.LayerNorm(it.width)
        self.ffn = FeedForward(it.width, it.feed_forward)

    def forward(self, x: Tensor, row: Tensor, col: Tensor, mask: Tensor | None = None) -> Tensor:
        """x [N, H, W, C], row [N or 1, 1, W, C], col [N or 1, H, 1, C] -> [N, H, W, C]."""
        by_row, by_col = x + row, x + col
        attended = self.self_attn(
            by_row.flatten(1, 2), by_col.flatten(1, 2), by_row, by_col, x, mask
        )
        return self.ffn(self.norm1(x + attended.view(x.shape)))


class DecoderLayer(nn.Module):
    """Queries attend to each other, then to the image. Groups of queries do not see each other."""

    def __init__(self, it: Configuration):
        super().__init__()
        self.cross_attn = RowColumnAttention(it.width, it.heads)
        self.norm1 = nn.LayerNorm(it.width)
        self.self_attn = SelfAttention(it.width, it.heads)
        self.norm2 = nn.LayerNorm(it.width)
        self.ffn = FeedForward(it.width, it.feed_forward)

    def forward(
        self,
        x: Tensor,
        where: list[Tensor],
        image: list[Tensor],
        mask: Tensor | None = None,
        groups: int = 1,
    ) -> Tensor:
        """x [N, L, C]; `where` in two, one and one dimensions, each [L, C]; `image` as row keys, column
        keys and values, each [N, H, W, C] -> [N, L, C]."""
        parts = x.unflatten(1, (groups, -1)).flatten(0, 1)
        placed = (x + where[0]).unflatten(1, (groups, -1)).flatten(0, 1)
        x = self.norm2(x + self.self_attn(placed, parts).view(x.shape))
        attended = self.cross_attn(x + where[1], x + where[2], image[0], image[1], image[2], mask)
        return self.ffn(self.norm1(x + attended))


class Perceptron(nn.Module):
    """Three linear layers, the last to the four numbers of a box."""

    def __init__(self, width: int):
        super().__init__()
        self.layers = nn.ModuleList(
            [nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, 4)]
        )

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(self.layers[0](x))
        return self.layers[2](torch.relu(self.layers[1](x)))


class Transformer(nn.Module):
    """Encoder, decoder, anchor points, patterns, and heads that all decoder layers share."""

    def __init__(self, it: Configuration):
        super().__init__()
        self.width = it.width
        self.patterns = it.patterns
        self.floor = _LOGIT_FLOOR
        self.encoder_layers = nn.ModuleList([EncoderLayer(it) for _ in range(it.encoder_layers)])
        self.decoder_layers = nn.ModuleList([DecoderLayer(it) for _ in range(it.decoder_layers)])
        self.pattern = nn.Embedding(it.patterns, it.width)
        self.position = nn.Embedding(it.anchors, 2)
        self.adapt_pos2d = _adapter(it.width)
        self.adapt_pos1d = _adapter(it.width)
        classify, locate = nn.Linear(it.width, it.classes), Perceptron(it.width)
        self.class_embed = nn.ModuleList([classify] * it.decoder_layers)
        self.bbox_embed = nn.ModuleList([locate] * it.decoder_layers)
        nn.init.uniform_(self.position.weight)
        nn.init.constant_(classify.bias, -math.log(1 / _FIRST_PROBABILITY - 1))
        nn.init.zeros_(locate.layers[2].weight)
        with torch.no_grad():
            locate.layers[2].bias.copy_(torch.tensor([0.0, 0.0, -2.0, -2.0]))

    def forward(self, features: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """features [N, C, H, W] -> logits [N, Q, classes], boxes [N, Q, 4] of the last layer."""
        image = self.encode(features, mask)
        points = self.position.weight
        decoded = self.decode(image, points, mask)
        return self.predict(decoded[-1], points)

    def encode(self, features: Tensor, mask: Tensor | None = None) -> list[Tensor]:
        """[N, C, H, W] -> row keys, column keys and values of the image, each [N, H, W, C]."""
        like = self.position.weight
        if mask is None:
            col = places(torch.ones([1, features.shape[2]], dtype=like.dtype, device=like.device))
            row = places(torch.ones([1, features.shape[3]], dtype=like.dtype, device=like.device))
        else:
            col = places((~mask[:, :, 0]).to(like.dtype))
            row = places((~mask[:, 0, :]).to(like.dtype))
        by_row = self.adapt_pos1d(waves(row, self.width))[:, None]
        by_col = self.adapt_pos1d(waves(col, self.width))[:, :, None]
        x = features.permute(0, 2, 3, 1)
        for layer in self.encoder_layers:
            x = layer(x, by_row, by_col, mask)
        return [x + by_row, x + by_col, x]

    def decode(
        self, image: list[Tensor], points: Tensor, mask: Tensor | None = None, groups: int = 1
    ) -> list[Tensor]:
        """points [groups * anchors, 2], x before y -> after each layer [N, Q, C], Q by group, pattern, point."""
        points = self.queries(points, groups)
        x, y = points[:, 0], points[:, 1]
        half = self.width // 2
        both = self.adapt_pos2d(torch.cat([waves(y, half), waves(x, half)], dim=-1))
        where = [
            both,
            self.adapt_pos1d(waves(x, self.width)),
            self.adapt_pos1d(waves(y, self.width)),
        ]
        anchors = points.shape[0] // (groups * self.patterns)
        pattern = self.pattern.weight.repeat_interleave(anchors, dim=0).repeat(groups, 1)
        state = pattern.expand(image[2].shape[0], -1, -1)
        states: list[Tensor] = []
        for layer in self.decoder_layers:
            state = layer(state, where, image, mask, groups)
            states.append(state)
        return states

    def predict(self, state: Tensor, points: Tensor, groups: int = 1) -> tuple[Tensor, Tensor]:
        """[N, Q, C] -> logits [N, Q, classes], boxes [N, Q, 4] as centre and size, shares of the input."""
        points = self.queries(points, groups)
        start = torch.log(points.clamp(self.floor, 1) / (1 - points).clamp(self.floor, 1))
        boxes = self.bbox_embed[0](state) + F.pad(start, [0, 2])
        return self.class_embed[0](state), torch.sigmoid(boxes)

    def queries(self, points: Tensor, groups: int) -> Tensor:
        """[groups * anchors, 2] -> [Q, 2]: each group's points once for each pattern."""
        return points.unflatten(0, (groups, -1)).repeat(1, self.patterns, 1).flatten(0, 1)


def _adapter(width: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width))
