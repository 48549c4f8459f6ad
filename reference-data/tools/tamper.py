"""Breaks a model or a tensor file on purpose, to show that the suite notices."""

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import load_file, save_file

import shared_weights


def scale_weight(source: Path, target: Path, name: str, factor: float) -> None:
    """A model that is slightly wrong: one initialiser times a factor."""
    model = shared_weights.load(source)
    for initializer in model.graph.initializer:
        if initializer.name == name:
            values = numpy_helper.to_array(initializer)
            scaled = (values * factor).astype(values.dtype)
            initializer.CopyFrom(numpy_helper.from_array(scaled, name))
            onnx.save(model, target)
            return
    raise SystemExit(f"{source} has no initialiser {name}")


def exchange_height_and_width(source: Path, target: Path) -> None:
    """Transposed images under the untouched shape: what a loader with the wrong axis order makes."""
    tensors = load_file(source)
    for name, values in tensors.items():
        tensors[name] = np.ascontiguousarray(values.swapaxes(-1, -2)).reshape(values.shape)
    save_file(tensors, target)


def put_nan(source: Path, target: Path, index: int) -> None:
    """One value that is not a number, at a flat index of the first tensor by name."""
    tensors = load_file(source)
    name = min(tensors)
    tensors[name] = tensors[name].copy()
    tensors[name].flat[index] = np.nan
    save_file(tensors, target)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    weight = kinds.add_parser("scale-weight", help=scale_weight.__doc__)
    weight.add_argument("--name", default="conv_out.weight")
    weight.add_argument("--factor", type=float, default=1.05)
    exchange = kinds.add_parser("exchange-hw", help=exchange_height_and_width.__doc__)
    nan = kinds.add_parser("put-nan", help=put_nan.__doc__)
    nan.add_argument("--index", type=int, default=0)
    for kind in [weight, exchange, nan]:
        kind.add_argument("source", type=Path)
        kind.add_argument("target", type=Path)
    return parser


def main() -> None:
    arguments = _parser().parse_args()
    source, target = arguments.source, arguments.target
    if arguments.kind == "scale-weight":
        scale_weight(source, target, arguments.name, arguments.factor)
    elif arguments.kind == "exchange-hw":
        exchange_height_and_width(source, target)
    else:
        put_nan(source, target, arguments.index)


if __name__ == "__main__":
    main()
