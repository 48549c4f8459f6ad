"""Writes a suite of four cases for rehearsals of the regression gate.

Two are small networks in ONNX Runtime on one core, of a fraction of a millisecond: short against
the time slices of an operating system, and small enough for a core's own cache, because what
streams through the memory that all cores share is as noisy as its neighbours are. Two are played back: their queries take 0.4 ms by the clock
whatever else the machine does, which makes them as quiet as forks on a GPU are. Networks and inputs
are seeded.

    python rehearsal_suite.py FOLDER
"""

import sys
from pathlib import Path

import numpy as np
from graph import Graph
from onnx import TensorProto, helper, save
from safetensors.numpy import save_file
from seeded import normal, stream

SEED = 9
ROWS = 4
SUITE = """\
schema: assay.suite/1
name: rehearsal
models:
{models}engines:
  - {{ id: onnxruntime-cpu, options: {{ threads: 1 }} }}
  - {{ id: replay, options: {{ delay-us: 400 }} }}
precisions: [FP32]
batches: [1]
workloads: [latency]
tolerances:
  FP32: {{ relL2: 1e-6 }}
exclude: ["tiny-*/replay/**", "played/onnxruntime-cpu/**"]
"""


def _weight(graph: Graph, name: str, *shape: int) -> str:
    """Seeded, scaled so that the sums of a layer keep the size of its inputs."""
    count = int(np.prod(shape))
    fan_in = count // shape[0] if len(shape) == 4 else shape[0]
    values = normal(stream(SEED, name), count).reshape(shape) / np.sqrt(fan_in)
    return graph.weight(name, values.astype(np.float32))


def convolutions(graph: Graph, x: str, channels: int, layers: int) -> str:
    """3x3 convolutions with ReLU, [N, 3, H, W] to [N, channels, H, W]."""
    inputs = 3
    for i in range(layers):
        weight = _weight(graph, f"conv.{i}.weight", channels, inputs, 3, 3)
        x = graph.node("Conv", [x, weight], f"conv.{i}", pads=[1, 1, 1, 1])
        x = graph.node("Relu", [x], f"conv.{i}.relu")
        inputs = channels
    return x


NETWORKS = {
    "tiny-convolutions": (lambda g, x: convolutions(g, x, 32, 6), 16),
    "tiny-wide": (lambda g, x: convolutions(g, x, 48, 4), 24),
}


def write(folder: Path) -> None:
    """The networks, their inputs and `rehearsal.yml`."""
    folder.mkdir(parents=True, exist_ok=True)
    models = ""
    for name, (build, side) in NETWORKS.items():
        graph = Graph(name)
        shape = ["batch", 3, side, side]
        info = helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)
        output = build(graph, "image")
        graph.node("Identity", [output], "output")
        made = helper.make_tensor_value_info("output", TensorProto.FLOAT, None)
        save(graph.model([info], [made]), folder / f"{name}.onnx")
        rows = normal(stream(SEED, name + ".inputs"), ROWS * 3 * side * side).astype(np.float32)
        save_file({"image": rows.reshape(ROWS, 3, side, side)}, folder / f"{name}.safetensors")
        models += (
            f"  - id: {name}\n    onnx: {name}.onnx\n    inputs: {name}.safetensors\n"
            f"    shapes: [3x{side}x{side}]\n    task: {{ kind: tensor }}\n"
        )
    played = normal(stream(SEED, "played"), ROWS * 3 * 8 * 8).astype(np.float32)
    played = played.reshape(ROWS, 3, 8, 8)
    save_file({"image": played}, folder / "played.safetensors")
    save_file({"output": 2 * played}, folder / "played.outputs.safetensors")
    models += (
        "  - id: played\n    onnx: tiny-wide.onnx\n    inputs: played.safetensors\n"
        "    references: played.outputs.safetensors\n    shapes: [3x8x8]\n    batches: [1, 2]\n"
        "    task: { kind: tensor }\n"
    )
    (folder / "rehearsal.yml").write_text(SUITE.format(models=models))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
