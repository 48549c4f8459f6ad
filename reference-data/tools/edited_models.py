"""Writes a tiny network with its quantised and its 16-bit models: what the Java editors must make, too.

    python reference-data/tools/edited_models.py --out onnx/src/test/resources/edited
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, TensorProto, helper

import qdq
import seeded
from graph import Graph
from low_precision import low_precision

_CHANNELS = 16
_SEED = 2022


def network() -> ModelProto:
    """`input` [N, 3, H, W] -> `output` [N, 16]: a residual block, linear layers, a unit vector."""
    graph = Graph("tiny")
    x = _conv(graph, "stem", "input", (_CHANNELS, 3, 3, 3))
    x = graph.node("Relu", [x], "stem.relu")
    y = _conv(graph, "depthwise", x, (_CHANNELS, 1, 3, 3), group=_CHANNELS)
    y = _conv(graph, "block", y, (_CHANNELS, _CHANNELS, 3, 3))
    x = graph.node("Relu", [graph.node("Add", [y, x], "sum")], "rectified")
    x = graph.node("Flatten", [graph.node("GlobalAveragePool", [x], "pooled")], "features", axis=1)
    bias = graph.weight("head.bias", _values("head.bias", (_CHANNELS,)))
    weight = graph.weight("head.weight", _values("head.weight", (_CHANNELS, _CHANNELS)))
    x = graph.node("Gemm", [x, weight, bias], "head", transB=1)
    weight = graph.weight("mix.weight", _values("mix.weight", (_CHANNELS, _CHANNELS)))
    x = graph.node("MatMul", [x, weight], "mix")
    length = graph.node("ReduceL2", [x], "length", axes=[-1], keepdims=1)
    divisor = graph.node("Max", [length, graph.constant(1e-12, np.float32)], "divisor")
    x = graph.node("Div", [x, divisor], "unit")
    graph.node("Softmax", [x], "output", axis=-1)
    image = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["n", 3, "h", "w"])
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, ["n", _CHANNELS])
    return graph.model([image], [output])


def _conv(graph: Graph, name: str, x: str, shape: tuple[int, ...], group: int = 1) -> str:
    weight = graph.weight(f"{name}.weight", _values(f"{name}.weight", shape))
    bias = graph.weight(f"{name}.bias", _values(f"{name}.bias", shape[:1]))
    return graph.node(
        "Conv", [x, weight, bias], name, kernel_shape=[3, 3], pads=[1] * 4, group=group
    )


def _values(name: str, shape: tuple[int, ...]) -> np.ndarray:
    """In [-0.5, 0.5)."""
    values = seeded.uniform(seeded.stream(_SEED, name), int(np.prod(shape)))
    return (values - 0.5).astype(np.float32).reshape(shape)


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model = network()
    tensors = dict.fromkeys(it for scheme in qdq.SCHEMES for it in qdq.activations(model, scheme))
    ranges = {name: float(np.float32(index + 1) / 3) for index, name in enumerate(tensors)}
    (folder / "ranges.json").write_text(json.dumps(ranges, indent=1) + "\n")
    int8 = qdq.quantised(model, qdq.INT8, ranges)
    made = {
        "fp32": model,
        "int8": int8,
        "fp8": qdq.quantised(model, qdq.FP8, ranges),
        "fp16": low_precision(model, TensorProto.FLOAT16),
        "bf16": low_precision(model, TensorProto.BFLOAT16),
        "int8-fp16": low_precision(int8, TensorProto.FLOAT16),
    }
    for name, graph in made.items():
        onnx.checker.check_model(graph, full_check=True)
        onnx.save(graph, folder / f"{name}.onnx")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the models")
    write(parser.parse_args().out)
