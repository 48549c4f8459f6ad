"""Simulates INT8 by calibration: a plain model whose every quantisable tensor is held in INT8.

TensorRT's builder, given a calibrator, may run a layer in INT8 or not, whichever is faster, so how many
tensors it rounds is not known beforehand. Here all are: results of convolutions, linear layers, sums,
activations, normalisations and poolings. Softmax, lengths and the products of attention stay FP32.
"""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import ModelProto, TensorProto, helper, numpy_helper

_AXES = {"Conv": 0, "Gemm": 0, "MatMul": 1, "ConvTranspose": 1}
_ROUNDED = {"LayerNormalization", "Relu", "MaxPool", "GlobalAveragePool", "Concat", "Pad", *_AXES}
_LEVELS = 127
_BINS = 2048
_TOGETHER = 64  # tensors of a large image that fit into memory: 31 channels of 512x482 take 2 GB


def tensors(model: ModelProto) -> list[str]:
    """What is held in INT8."""
    inferred = onnx.shape_inference.infer_shapes(model).graph
    known = [*inferred.value_info, *inferred.output]
    floats = {it.name for it in known if it.type.tensor_type.elem_type == TensorProto.FLOAT}
    made = [node.output[0] for node in model.graph.node if _is_rounded(model, node)]
    return [_input(model), *(name for name in made if name in floats)]


def int8(model: ModelProto, ranges: dict[str, float]) -> ModelProto:
    """A copy of `model` with every tensor of `ranges`, and the weights, rounded to INT8."""
    copy = ModelProto()
    copy.CopyFrom(model)
    outputs = {output.name for output in copy.graph.output}
    images = _input(model)
    nodes = _pair(copy, images, ranges[images] / _LEVELS)
    for node in model.graph.node:
        own = onnx.NodeProto()
        own.CopyFrom(node)
        for index, name in enumerate(node.input):
            if name in ranges:
                own.input[index] = name + ".int8"
        if node.op_type in _AXES and _is_rounded(model, node):
            _round_weight(copy, node)
        nodes.append(own)
        if node.output[0] in ranges and node.output[0] not in outputs:
            nodes.extend(_pair(copy, node.output[0], ranges[node.output[0]] / _LEVELS))
    del copy.graph.node[:]
    copy.graph.node.extend(nodes)
    return copy


def entropy_ranges(source: Path, largest: dict[str, float], rows: np.ndarray) -> dict[str, float]:
    """Where to clip: the range whose 128 levels keep most of a tensor's distribution.

    The method of Migacz, "8-bit inference with TensorRT", GTC 2017. `largest` are the whole ranges.
    """
    ranges = {}
    for start in range(0, len(largest), _TOGETHER):
        names = list(largest)[start : start + _TOGETHER]
        histograms = _histograms(source, {name: largest[name] for name in names}, rows)
        ranges |= {name: largest[name] * _kept(histograms[name]) for name in names}
    return ranges


def _histograms(source: Path, tops: dict[str, float], rows: np.ndarray) -> dict[str, np.ndarray]:
    model = onnx.load(source)
    images = _input(model)
    made = [name for name in tops if name != images]
    present = {output.name for output in model.graph.output}
    model.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None)
        for name in made
        if name not in present
    )
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    histograms = {name: np.zeros(_BINS) for name in tops}
    for row in rows:
        values = dict(zip(made, session.run(made, {images: row[None]}), strict=True)) | {images: row}
        for name, top in tops.items():
            histograms[name] += np.histogram(np.abs(values[name]), _BINS, (0, top))[0]
    return histograms


def _kept(histogram: np.ndarray) -> float:
    """The fraction of the range that loses least information (Kullback-Leibler)."""
    best, kept = np.inf, 1.0
    histogram = histogram.copy()
    histogram[0] = histogram[1]  # zeros are exact at every scale; they would rule the result
    for bins in range(128, _BINS + 1, 8):
        reference = histogram[:bins].copy()
        reference[-1] += histogram[bins:].sum()
        group = np.arange(bins) * 128 // bins
        filled = histogram[:bins] > 0
        sums = np.bincount(group, histogram[:bins], 128)
        counts = np.bincount(group, filled, 128)
        spread = np.where(filled, sums[group] / np.maximum(counts[group], 1), 0)
        loss = _divergence(reference, spread)
        if loss < best:
            best, kept = loss, bins / _BINS
    return kept


def _divergence(p: np.ndarray, q: np.ndarray) -> float:
    p, q = p / p.sum(), q / q.sum()
    used = p > 0
    return float(np.sum(p[used] * np.log(p[used] / np.maximum(q[used], 1e-12))))


def _input(model: ModelProto) -> str:
    (images,) = model.graph.input
    return images.name


def _is_rounded(model: ModelProto, node: onnx.NodeProto) -> bool:
    if node.op_type in _AXES:
        return any(tensor.name == node.input[1] for tensor in model.graph.initializer)
    if node.op_type == "Add":  # not those of shapes and inside GELU
        return all(tensor.name not in node.input for tensor in model.graph.initializer)
    return node.op_type in _ROUNDED or _ends_gelu(model, node)


def _ends_gelu(model: ModelProto, node: onnx.NodeProto) -> bool:
    made_by = {other.output[0]: other for other in model.graph.node}
    product = made_by.get(node.input[0])
    return (
        node.op_type == "Mul"
        and product is not None
        and product.op_type == "Mul"
        and "Add" in {made_by[name].op_type for name in product.input if name in made_by}
    )


def _round_weight(model: ModelProto, node: onnx.NodeProto) -> None:
    for tensor in model.graph.initializer:
        if tensor.name == node.input[1]:
            weight = numpy_helper.to_array(tensor)
            axis = _AXES[node.op_type]
            others = tuple(i for i in range(weight.ndim) if i != axis)
            scale = np.abs(weight).max(axis=others, keepdims=True) / _LEVELS
            rounded = (np.round(weight / scale) * scale).astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(rounded, tensor.name))


def _pair(model: ModelProto, name: str, scale: float) -> list[onnx.NodeProto]:
    scale_name = name + ".scale"
    model.graph.initializer.append(numpy_helper.from_array(np.float32(scale), scale_name))
    if not any(tensor.name == "zero" for tensor in model.graph.initializer):
        model.graph.initializer.append(numpy_helper.from_array(np.int8(0), "zero"))
    quantised = name + ".quantised"
    return [
        helper.make_node("QuantizeLinear", [name, scale_name, "zero"], [quantised]),
        helper.make_node("DequantizeLinear", [quantised, scale_name, "zero"], [name + ".int8"]),
    ]
