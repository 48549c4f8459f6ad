"""The largest magnitude of chosen tensors of an ONNX graph, over rows that are never scored."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper


def largest_magnitudes(source: Path, tensors: list[str], rows: np.ndarray) -> dict[str, float]:
    """max |x| of each tensor over all rows of `input`, which go through one at a time."""
    model = onnx.load(source)
    for tensor in tensors:
        magnitude, largest = f"{tensor}.magnitude", f"{tensor}.largest"
        model.graph.node.append(helper.make_node("Abs", [tensor], [magnitude]))
        model.graph.node.append(helper.make_node("ReduceMax", [magnitude], [largest], keepdims=0))
        model.graph.output.append(helper.make_tensor_value_info(largest, TensorProto.FLOAT, []))
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    names = [f"{tensor}.largest" for tensor in tensors]
    found = np.max([session.run(names, {"input": row[None]}) for row in rows], axis=0)
    return {tensor: float(value) for tensor, value in zip(tensors, found, strict=True)}
