"""Simulates lower precisions on a CPU: FP32 arithmetic whose operands and results are rounded.

The simulations are pessimistic in what gets rounded, not in how: every result is stored in the lower
precision, where an engine keeps many in registers, and products of FP16 may also be summed in FP16.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

_aten = torch.ops.aten
_WEIGHTED = {_aten.convolution.default, _aten.mm.default, _aten.addmm.default}
_PRODUCTS = _WEIGHTED | {_aten.bmm.default}
_MMA_DEPTH = 16  # products that a tensor core adds up before it rounds

Round = Callable[[Tensor], Tensor]


def tf32(x: Tensor) -> Tensor:
    """Cuts 13 bits off, as tensor cores do; rounding to nearest would halve the error."""
    return (x.view(torch.int32) & ~0x1FFF).view(torch.float32)


def fp16(x: Tensor) -> Tensor:
    return x.half().float()


def bf16(x: Tensor) -> Tensor:
    return x.bfloat16().float()


@dataclass(frozen=True)
class Format:
    """A precision: what products take, what they are summed in, and what every result is stored in."""

    operand: Round
    stored: Round | None = None
    summed: Round | None = None


FORMATS = {
    "TF32": Format(operand=tf32),
    "FP16": Format(operand=fp16, stored=fp16),
    "FP16 summed in FP16": Format(operand=fp16, stored=fp16, summed=fp16),
    "BF16": Format(operand=bf16, stored=bf16),
}


class Rounded(TorchDispatchMode):
    """While active, PyTorch computes in a format."""

    def __init__(self, format: Format):
        super().__init__()
        self._format = format

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        if func in _PRODUCTS:
            operands = [_apply(self._format.operand, value) for value in args]
            if self._format.summed is None:
                result = func(*operands)
            else:
                result = _SUMS[func](self._format.summed, *operands)
        else:
            result = func(*args, **(kwargs or {}))
        if self._format.stored is None or func.is_view:
            return result
        return _apply(self._format.stored, result)


def _apply(function: Round, value):
    if isinstance(value, Tensor) and value.dtype == torch.float32:
        return function(value.contiguous())
    if isinstance(value, tuple):
        return tuple(_apply(function, part) for part in value)
    return value


def _bmm(summed: Round, a: Tensor, b: Tensor) -> Tensor:
    total = torch.zeros(())
    for start in range(0, a.shape[-1], _MMA_DEPTH):
        part = slice(start, start + _MMA_DEPTH)
        total = summed(total + torch.matmul(a[..., part], b[..., part, :]))
    return total


def _addmm(summed: Round, bias: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return _bmm(summed, a, b) + bias


def _convolution(summed: Round, x, weight, bias, stride, padding, dilation, transposed, *rest):
    *output_padding, groups = rest
    taps = weight.shape[2] * weight.shape[3]
    if transposed:
        taps //= stride[0] * stride[1]
    depth = max(1, _MMA_DEPTH // taps)
    if groups > 1:  # depthwise: few enough products for one step
        return _aten.convolution.default(
            x, weight, bias, stride, padding, dilation, transposed, *rest
        )
    total = torch.zeros(())
    for start in range(0, x.shape[1], depth):
        part = slice(start, start + depth)
        some = weight[part] if transposed else weight[:, part]
        product = _aten.convolution.default(
            x[:, part], some, None, stride, padding, dilation, transposed, *output_padding, 1
        )
        total = summed(total + product)
    return total if bias is None else total + bias.view(-1, 1, 1)


_SUMS = {
    _aten.mm.default: _bmm,
    _aten.bmm.default: _bmm,
    _aten.addmm.default: _addmm,
    _aten.convolution.default: _convolution,
}
