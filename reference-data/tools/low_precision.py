"""Rewrites FP32 models to FP16 or BF16, for engines that compute exactly what a model's types say.

Inputs and outputs stay FP32. So do LayerNormalization, Softmax and the lengths of attention's vectors:
the square of a length overflows FP16 in large images.
"""

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from qdq import raise_opset

# From which opset on the operators used here, QuantizeLinear among them, take the type.
_OPSETS = {TensorProto.FLOAT16: 19, TensorProto.BFLOAT16: 22}
_KEPT = {"LayerNormalization", "Softmax", "ReduceL2", "Max"}


def low_precision(model: ModelProto, element: int) -> ModelProto:
    """A copy of `model` that computes in `element`, FLOAT16 or BFLOAT16."""
    copy = ModelProto()
    copy.CopyFrom(model)
    raise_opset(copy, _OPSETS[element])
    return _Converter(copy, element).convert()


class _Converter:
    def __init__(self, model: ModelProto, element: int):
        self._model = model
        self._element = element
        inferred = onnx.shape_inference.infer_shapes(model).graph
        known = [*inferred.input, *inferred.output, *inferred.value_info]
        self._weights = {
            tensor.name: tensor
            for tensor in model.graph.initializer
            if tensor.data_type == TensorProto.FLOAT
        }
        # Of every tensor that was FP32: what it is now.
        self._types = {
            it.name: TensorProto.FLOAT
            for it in known
            if it.type.tensor_type.elem_type == TensorProto.FLOAT
        }
        self._made_by = {node.output[0]: node for node in model.graph.node}
        self._nodes = []
        self._casts = {}

    def convert(self) -> ModelProto:
        graph = self._model.graph
        outputs = {output.name for output in graph.output}
        for node in list(graph.node):
            element = TensorProto.FLOAT if self._is_kept(node) else self._element
            for index, name in enumerate(node.input):
                if name in self._types or name in self._weights:
                    node.input[index] = self._as(name, element)
            self._nodes.append(node)
            name = node.output[0]
            if name in outputs and element != TensorProto.FLOAT:
                node.output[0] = name + ".low"
                self._cast(name + ".low", name, TensorProto.FLOAT)
            elif name in self._types:
                self._types[name] = element
        del graph.node[:]
        graph.node.extend(self._nodes)
        used = {name for node in self._nodes for name in node.input}
        stored = [tensor for tensor in graph.initializer if tensor.name in used]
        del graph.initializer[:]
        graph.initializer.extend(stored)
        return self._model

    def _is_kept(self, node: NodeProto) -> bool:
        divisor = self._made_by.get(node.input[1]) if node.op_type == "Div" else None
        return node.op_type in _KEPT or (divisor is not None and divisor.op_type == "Max")

    def _as(self, name: str, element: int) -> str:
        if name in self._weights:
            return name if element == TensorProto.FLOAT else self._low(name)
        if self._types[name] == element:
            return name
        target = f"{name}.as.{TensorProto.DataType.Name(element).lower()}"
        if target not in self._casts:
            self._casts[target] = name
            self._cast(name, target, element)
        return target

    def _low(self, name: str) -> str:
        low = name + ".low"
        if low not in self._casts:
            self._casts[low] = name
            values = numpy_helper.to_array(self._weights[name])
            dtype = helper.tensor_dtype_to_np_dtype(self._element)
            converted = values.astype(dtype)
            if not np.isfinite(converted.astype(np.float32)).all():
                raise SystemExit(f"{name} has values that the lower precision cannot hold")
            raw = converted.tobytes()
            tensor = helper.make_tensor(low, self._element, values.shape, raw, raw=True)
            self._model.graph.initializer.append(tensor)
        return low

    def _cast(self, source: str, target: str, element: int) -> None:
        self._nodes.append(
            helper.make_node("Cast", [source], [target], target + ".cast", to=element)
        )
