"""Reflective padding alone, as ONNX and TorchScript, for the tests of every engine: the operator that TensorRT 8.4
could not parse and that ports of MST++ replaced by zeros.

    python reflect_pad.py FOLDER

`static` pads a 5x6 image by 2 on every side. `dynamic` pads an image of any size on the right and at the bottom to the
next multiple of 8, with pads that the graph computes from the shape of its input.
"""

import pathlib
import sys

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 10


def save(path, nodes, constants, shape_in, shape_out):
    graph = helper.make_graph(
        nodes,
        path.stem,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape_in)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape_out)],
        [numpy_helper.from_array(numpy.array(value, numpy.int64), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)


def static_onnx(path):
    pad = helper.make_node("Pad", ["x", "pads"], ["y"], name="pad", mode="reflect")
    save(path, [pad], {"pads": [0, 0, 2, 2, 0, 0, 2, 2]}, ["n", 2, 5, 6], ["n", 2, 9, 10])


def dynamic_onnx(path):
    nodes = [
        helper.make_node("Shape", ["x"], ["size"], name="size", start=2),
        helper.make_node("Mod", ["size", "eight"], ["over"], name="over"),
        helper.make_node("Sub", ["eight", "over"], ["missing"], name="missing"),
        helper.make_node("Mod", ["missing", "eight"], ["end"], name="end"),
        helper.make_node("Concat", ["zeros", "end"], ["pads"], name="pads", axis=0),
        helper.make_node("Pad", ["x", "pads"], ["y"], name="pad", mode="reflect"),
    ]
    constants = {"eight": [8, 8], "zeros": [0, 0, 0, 0, 0, 0]}
    save(path, nodes, constants, ["n", 2, "h", "w"], ["n", 2, "ph", "pw"])


class Static(torch.nn.Module):
    def forward(self, x):
        return torch.nn.functional.pad(x, [2, 2, 2, 2], mode="reflect")


class Dynamic(torch.nn.Module):
    def forward(self, x):
        bottom = (8 - x.size(2) % 8) % 8
        right = (8 - x.size(3) % 8) % 8
        return torch.nn.functional.pad(x, [0, right, 0, bottom], mode="reflect")


def main(folder):
    static_onnx(folder / "reflect-pad-static.onnx")
    dynamic_onnx(folder / "reflect-pad-dynamic.onnx")
    for module, name in ((Static(), "static"), (Dynamic(), "dynamic")):
        torch.jit.script(module).save(str(folder / f"reflect-pad-{name}.pt"))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
