"""The attentions of AnchorDETR: row-column decoupled attention (RCDA), and plain attention of queries.

Wang et al., "Anchor DETR: Query Design for Transformer-Based Detector", AAAI 2022, equations 6 to 8.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class RowColumnAttention(nn.Module):
    """Attends to rows and to columns apart: A_row [L, W] and A_col [L, H] instead of one [L, H * W].

    `in_proj_weight` holds the projections of the row query, column query, row key, column key and value
    under each other. Keys are projected first and averaged then; the mean includes padded places.
    """

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.width = width
        self.heads = heads
        self.scale = (width // heads) ** -0.5
        self.in_proj_weight = nn.Parameter(torch.empty(5 * width, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(5 * width))
        self.out_proj = nn.Linear(width, width)
        nn.init.xavier_uniform_(self.in_proj_weight)
        nn.init.zeros_(self.out_proj.bias)

    def forward(
        self,
        query_row: Tensor,
        query_col: Tensor,
        key_row: Tensor,
        key_col: Tensor,
        value: Tensor,
        mask: Tensor | None = None,
    ) -> Tensor:
        """Queries [N, L, C], keys and value [N, H, W, C], mask [N, H, W] (true: padded) -> [N, L, C].

        The mask's first row says which columns are padded, its first column which rows are.
        """
        weights = self.in_proj_weight.chunk(5)
        biases = self.in_proj_bias.chunk(5)
        q_row = self._heads(F.linear(query_row, weights[0], biases[0]) * self.scale)
        q_col = self._heads(F.linear(query_col, weights[1], biases[1]) * self.scale)
        k_row = self._heads(F.linear(key_row, weights[2], biases[2]).mean(1))
        k_col = self._heads(F.linear(key_col, weights[3], biases[3]).mean(2))
        v = F.linear(value, weights[4], biases[4])
        v = v.unflatten(-1, (self.heads, -1)).permute(0, 3, 1, 2, 4)
        if not torch.jit.is_scripting():
            if self.training and mask is None:
                return self.out_proj(
                    _jointly(q_row, q_col, k_row, k_col, v).transpose(1, 2).flatten(2)
                )
        row = q_row @ k_row.transpose(-2, -1)
        col = q_col @ k_col.transpose(-2, -1)
        if mask is not None:
            row = row.masked_fill(mask[:, None, None, 0, :], -float("inf"))
            col = col.masked_fill(mask[:, None, None, :, 0], -float("inf"))
        row = torch.softmax(row, dim=-1)
        col = torch.softmax(col, dim=-1)
        columns = (col @ v.flatten(-2)).unflatten(-1, (-1, v.shape[-1]))  # [N, heads, L, W, d]
        mixed = (row[:, :, :, None] @ columns).squeeze(-2)
        return self.out_proj(mixed.transpose(1, 2).flatten(2))

    def _heads(self, x: Tensor) -> Tensor:
        """[N, L, C] -> [N, heads, L, d]."""
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


def _jointly(q_row: Tensor, q_col: Tensor, k_row: Tensor, k_col: Tensor, v: Tensor) -> Tensor:
    """The same as rows and columns apart, for training at small sizes: [N, heads, L, d].

    A product of two softmaxes is the softmax of all sums of their logits, and those sums are the products of
    concatenated queries and keys. So PyTorch's fused attention computes it without storing [L, W, d].
    """
    height, width = v.shape[2:4]
    rows = k_row[:, :, None].expand(-1, -1, height, -1, -1)
    columns = k_col[:, :, :, None].expand(-1, -1, -1, width, -1)
    key = torch.cat([rows, columns], dim=-1).flatten(2, 3)
    query = torch.cat([q_row, q_col], dim=-1)
    value = F.pad(v.flatten(2, 3), [0, v.shape[-1]])  # as wide as keys, which fused kernels want
    mixed = F.scaled_dot_product_attention(query, key, value, scale=1.0)
    return mixed[..., : v.shape[-1]]


class SelfAttention(nn.Module):
    """What `nn.MultiheadAttention` computes, with its parameter names and batches first."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        self.width = width
        self.heads = heads
        self.scale = (width // heads) ** -0.5
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)
        nn.init.xavier_uniform_(self.in_proj_weight)
        nn.init.zeros_(self.out_proj.bias)

    def forward(self, query: Tensor, value: Tensor) -> Tensor:
        """[N, L, C], queries being keys too -> [N, L, C]."""
        weights = self.in_proj_weight.chunk(3)
        biases = self.in_proj_bias.chunk(3)
        q = self._heads(F.linear(query, weights[0], biases[0]) * self.scale)
        k = self._heads(F.linear(query, weights[1], biases[1]))
        v = self._heads(F.linear(value, weights[2], biases[2]))
        if not torch.jit.is_scripting():
            if self.training:
                mixed = F.scaled_dot_product_attention(q, k, v, scale=1.0)
                return self.out_proj(mixed.transpose(1, 2).flatten(2))
        mixed = torch.softmax(q @ k.transpose(-2, -1), dim=-1) @ v
        return self.out_proj(mixed.transpose(1, 2).flatten(2))

    def _heads(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)
