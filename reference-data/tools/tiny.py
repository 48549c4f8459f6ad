"""Tiny ONNX files for the tests of the TensorRT engine: a convolution, and an operator nobody has.

    python tiny.py FOLDER
"""

import pathlib
import sys

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 10


def save(path, nodes, weights, output):
    graph = helper.make_graph(
        nodes,
        path.stem,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 1, 8, 8])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, output)],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.save(model, path)


def main(folder):
    # Weights k / 8 and biases are exact in every format down to FP16, so expected sums are exact.
    weight = (numpy.arange(4 * 9, dtype=numpy.float32).reshape(4, 1, 3, 3) - 18) / 8
    bias = numpy.arange(4, dtype=numpy.float32)
    convolution = helper.make_node("Conv", ["x", "w", "b"], ["y"], name="conv", pads=[1, 1, 1, 1])
    save(folder / "convolution.onnx", [convolution], {"w": weight, "b": bias}, ["n", 4, 8, 8])
    unknown = helper.make_node("NoSuchOperator", ["x"], ["y"], name="odd-one")
    save(folder / "unknown-operator.onnx", [unknown], {}, ["n", 1, 8, 8])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
