"""The blocks of AnchorDETR as nodes. No reshape needs a computed shape: 0 keeps a dimension, -1 takes the rest."""

import math

import numpy as np
from torch import Tensor, nn

from anchor_detr_attention import RowColumnAttention, SelfAttention
from anchor_detr_transformer import TEMPERATURE, FeedForward
from network_graph import NetworkGraph


class DetectorGraph(NetworkGraph):
    """Weights of linear layers are transposed, those of attentions split by what they project to."""

    def _convolution(self, module: nn.Conv2d, inputs: list[str], output: str) -> str:
        if module.dilation == (1, 1):
            return super()._convolution(module, inputs, output)
        kernel, dilations = list(module.kernel_size), list(module.dilation)
        pads = list(module.padding) * 2
        return self.node(
            "Conv", inputs, output, kernel_shape=kernel, dilations=dilations, pads=pads
        )

    def axes(self, *numbers: int) -> str:
        return self.constant(list(numbers), "int64")

    def relu(self, x: str) -> str:
        return self.node("Relu", [x], x + ".relu")

    def reshaped(self, x: str, shape: list[int], output: str) -> str:
        return self.node("Reshape", [x, self.constant(shape, "int64")], output)

    def linear(self, module: nn.Linear, x: str, output: str | None = None) -> str:
        return self._affine(module.weight, module.bias, self.name(module), x, output)

    def _affine(
        self,
        weight: Tensor,
        bias: Tensor,
        name: str,
        x: str,
        output: str | None = None,
        part: str = "",
    ) -> str:
        weights = self.weight(f"{name}.weight{part}", weight.numpy().T)
        biases = self.weight(f"{name}.bias{part}", bias.numpy())
        product = self.node("MatMul", [x, weights], f"{name}{part}.product")
        return self.node("Add", [product, biases], output or name + part)

    def layer_norm(self, module: nn.LayerNorm, x: str) -> str:
        inputs = [x, *self.parameters(module)]
        return self.node(
            "LayerNormalization", inputs, self.name(module), axis=-1, epsilon=module.eps
        )

    def group_norm(self, module: nn.GroupNorm, x: str) -> str:
        """[N, C, H, W]; opset 17 has it for single channels only, so groups are laid out as channels."""
        name = self.name(module)
        shape = self.node("Shape", [x], name + ".shape")
        grouped = self.reshaped(x, [0, module.num_groups, -1], name + ".groups")
        one = self.constant([1.0] * module.num_groups, "float32")
        zero = self.constant([0.0] * module.num_groups, "float32")
        normal = self.node(
            "InstanceNormalization", [grouped, one, zero], name + ".normal", epsilon=module.eps
        )
        normal = self.node("Reshape", [normal, shape], name + ".image")
        weight = self.weight(name + ".weight", module.weight.view(-1, 1, 1).numpy())
        bias = self.weight(name + ".bias", module.bias.view(-1, 1, 1).numpy())
        scaled = self.node("Mul", [normal, weight], name + ".scaled")
        return self.node("Add", [scaled, bias], name)

    def feed_forward(self, module: FeedForward, x: str) -> str:
        inner = self.linear(module.linear2, self.relu(self.linear(module.linear1, x)))
        summed = self.node("Add", [x, inner], self.name(module) + ".sum")
        return self.layer_norm(module.norm2, summed)

    def adapted(self, module: nn.Sequential, x: str, prefix: str) -> str:
        """Linear, ReLU, linear; used in several places with the same weights."""
        for index in (0, 2):
            layer, name = module[index], f"{prefix}.adapted.{index}"
            weights, biases = self.shared(layer)
            product = self.node("MatMul", [x, weights], name + ".product")
            x = self.node("Add", [product, biases], name)
            x = self.relu(x) if index == 0 else x
        return x

    def shared(self, module: nn.Linear) -> list[str]:
        """Weight and bias of a layer, stored when they are first asked for."""
        name = self.name(module)
        values = {".weight": module.weight.numpy().T, ".bias": module.bias.numpy()}
        return [
            name + suffix if self.holds(name + suffix) else self.weight(name + suffix, array)
            for suffix, array in values.items()
        ]

    def holds(self, name: str) -> bool:
        return name in self._initializers

    def waves(self, position: str, count: int, prefix: str) -> str:
        """[n] in [0, 1] -> [n, count]: sine and cosine in turn."""
        turn = self.scalar(2 * math.pi, "float32")
        pairs = np.arange(0, count, 2) / count
        lengths = self.constant(TEMPERATURE**pairs, "float32")
        angle = self.node("Mul", [position, turn], prefix + ".turns")
        angle = self.node("Unsqueeze", [angle, self.axes(1)], prefix + ".turn")
        angle = self.node("Div", [angle, lengths], prefix + ".angle")
        parts = [
            self.node(
                "Unsqueeze",
                [self.node(kind, [angle], f"{prefix}.{kind}"), self.axes(2)],
                f"{prefix}.{kind}2",
            )
            for kind in ("Sin", "Cos")
        ]
        both = self.node("Concat", parts, prefix + ".pairs", axis=2)
        return self.reshaped(both, [0, -1], prefix + ".waves")

    def row_column(
        self, module: RowColumnAttention, query_row: str, query_col: str, image: list[str]
    ) -> str:
        """Queries [N, L, C] or [N, H, W, C]; row keys, column keys, values [N, H, W, C] -> [N, L, C]."""
        name, heads = self.name(module), module.heads
        projections = [
            self._affine(weight, bias, name + ".in_proj", x, part="." + part)
            for weight, bias, x, part in zip(
                module.in_proj_weight.chunk(5),
                module.in_proj_bias.chunk(5),
                [query_row, query_col, *image],
                ["q_row", "q_col", "k_row", "k_col", "v"],
            )
        ]
        attentions = []
        for query, key, axis in [(0, 2, 1), (1, 3, 2)]:
            mean = self.node(
                "ReduceMean",
                [projections[key]],
                projections[key] + ".mean",
                axes=[axis],
                keepdims=0,
            )
            attentions.append(self._attention(module, projections[query], mean))
        row, col = attentions
        v = self.reshaped(projections[4], [0, 0, 0, heads, -1], name + ".v.split")
        v = self.transpose(v, name + ".v.heads", [0, 3, 1, 2, 4])
        v = self.reshaped(v, [0, 0, 0, -1], name + ".v.columns")
        columns = self.node("MatMul", [col, v], name + ".by_column")
        columns = self.reshaped(columns, [0, 0, 0, -1, module.width // heads], name + ".columns")
        row = self.node("Unsqueeze", [row, self.axes(3)], name + ".rows")
        mixed = self.node("MatMul", [row, columns], name + ".by_row")
        # TensorRT 10.6 cannot build a transposition of five dimensions of which one is 1.
        mixed = self.node("Squeeze", [mixed, self.axes(3)], name + ".by_row.flat")
        mixed = self.transpose(mixed, name + ".mixed", [0, 2, 1, 3])
        return self.linear(module.out_proj, self.reshaped(mixed, [0, 0, -1], name + ".merged"))

    def self_attention(self, module: SelfAttention, query: str, value: str) -> str:
        """[N, L, C], queries being keys too."""
        name = self.name(module)
        q, k, v = (
            self._affine(weight, bias, name + ".in_proj", x, part="." + part)
            for weight, bias, x, part in zip(
                module.in_proj_weight.chunk(3),
                module.in_proj_bias.chunk(3),
                [query, query, value],
                "qkv",
            )
        )
        weights = self._attention(module, q, k)
        v = self._heads(module, v, [0, 2, 1, 3])
        mixed = self.node("MatMul", [weights, v], name + ".by_query")
        mixed = self.transpose(mixed, name + ".mixed", [0, 2, 1, 3])
        return self.linear(module.out_proj, self.reshaped(mixed, [0, 0, -1], name + ".merged"))

    def _attention(self, module: RowColumnAttention | SelfAttention, query: str, key: str) -> str:
        """[N, L, C] or [N, H, W, C], and [N, n, C] -> [N, heads, L, n], each row adding up to 1."""
        scaled = self.node("Mul", [query, self.scalar(module.scale, "float32")], query + ".scaled")
        q = self._heads(module, scaled, [0, 2, 1, 3])
        k = self._heads(module, key, [0, 2, 3, 1])
        scores = self.node("MatMul", [q, k], query + ".scores")
        return self.node("Softmax", [scores], query + ".attention", axis=-1)

    def _heads(self, module: RowColumnAttention | SelfAttention, x: str, order: list[int]) -> str:
        """Merges all between batch and channels, then splits the channels."""
        shape = [0, -1, module.heads, module.width // module.heads]
        split = self.reshaped(x, shape, x + ".split")
        return self.transpose(split, x + ".heads", order)
