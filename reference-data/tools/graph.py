"""A small writer of ONNX graphs: nodes with readable names, initialisers stored once."""

import numpy as np
from onnx import ModelProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 10  # ONNX Runtime 1.20 refuses newer ones


class Graph:
    """Collects nodes in order; every method returns the name of what it made."""

    def __init__(self, name: str):
        self._name = name
        self._nodes = []
        self._initializers = {}
        self._constants = {}

    def weight(self, name: str, values: np.ndarray) -> str:
        """A weight under its own name."""
        if name in self._initializers:
            raise ValueError(f"initialiser {name} is already in the graph")
        self._initializers[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def constant(self, values, dtype) -> str:
        """A small constant, shared by all who ask for the same value."""
        array = np.asarray(values, dtype)
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._constants:
            self._constants[key] = self.weight(f"constant.{len(self._constants)}", array)
        return self._constants[key]

    def scalar(self, value, dtype) -> str:
        """A constant of rank 0, which `constant` cannot make: an index that removes its axis, a bound."""
        array = np.asarray(value, dtype)
        key = (array.dtype.str, array.shape, array.tobytes(), "scalar")
        if key not in self._constants:
            name = f"constant.{len(self._constants)}"
            self._initializers[name] = numpy_helper.from_array(array, name)
            self._constants[key] = name
        return self._constants[key]

    def node(self, operator: str, inputs: list[str], output: str, **attributes) -> str:
        """One node with one output, named after it."""
        self._nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def split(self, x: str, outputs: list[str], axis: int) -> list[str]:
        """Equal parts of `x` along an axis."""
        self._nodes.append(helper.make_node("Split", [x], outputs, name=x + ".split", axis=axis))
        return outputs

    def model(self, inputs: list, outputs: list) -> ModelProto:
        """The finished model; `inputs` and `outputs` are value infos."""
        graph = helper.make_graph(
            self._nodes, self._name, inputs, outputs, list(self._initializers.values())
        )
        return helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
            producer_name="assay reference-data",
        )
