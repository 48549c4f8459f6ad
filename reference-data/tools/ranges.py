"""The largest magnitude of chosen tensors of an ONNX graph, over rows that are never scored."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper


def largest_magnitudes(
    source: Path, tensors: list[str], rows: dict[str, np.ndarray]
) -> dict[str, float]:
    """max |x| of each tensor over all rows of the inputs, which go through one at a time."""
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
    count = len(next(iter(rows.values())))
    each = [{name: it[index : index + 1] for name, it in rows.items()} for index in range(count)]
    found = np.max([session.run(names, row) for row in each], axis=0)
    return {tensor: float(value) for tensor, value in zip(tensors, found, strict=True)}
