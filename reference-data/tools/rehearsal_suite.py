"""Writes a suite of four cases for rehearsals of the regression gate.

Two are small recurrent networks in ONNX Runtime on one core, of a quarter of a millisecond. Each of
their steps waits for the one before: such work feels less who else computes on the same core,
where what fills a core's units (products, convolutions) takes up to twice as long for a while. They
are also short against the time slices of an operating system and small enough for a core's own
cache, because what streams through the memory that all cores share is as noisy as its neighbours
are. Two are played back: their queries take 0.4 ms by the clock whatever else the machine does,
which makes them as quiet as forks on a GPU are. Networks and inputs are seeded.

    python rehearsal_suite.py FOLDER
"""

import argparse
from pathlib import Path

import numpy as np
from graph import Graph
from onnx import TensorProto, helper, save
from safetensors.numpy import save_file
from seeded import normal, stream

SEED = 9
ROWS = 4
STEPS = 300
GATES = 4
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
exclude: ["lstm-*/replay/**", "played/onnxruntime-cpu/**"]
"""


def _seeded(name: str, *shape: int) -> np.ndarray:
    return normal(stream(SEED, name), int(np.prod(shape))).reshape(shape)


def lstm(graph: Graph, x: str, hidden: int) -> str:
    """One layer over [N, STEPS, hidden], all of whose states are the result."""
    steps_first = graph.node("Transpose", [x], "steps", perm=[1, 0, 2])
    weights = []
    for name in ("weight", "recurrence"):
        values = _seeded(f"LSTM.{hidden}.{name}", 1, GATES * hidden, hidden) / np.sqrt(hidden)
        weights.append(graph.weight(name, values.astype(np.float32)))
    return graph.node("LSTM", [steps_first, *weights], "states", hidden_size=hidden)


# Values that a step hands to the next: whole vector registers. With 2, processes part into two
# groups.
NETWORKS = {"lstm-4": 4, "lstm-8": 8}


def write(folder: Path) -> None:
    """The networks, their inputs and `rehearsal.yml`."""
    folder.mkdir(parents=True, exist_ok=True)
    models = ""
    for name, hidden in NETWORKS.items():
        graph = Graph(name)
        info = helper.make_tensor_value_info(
            "series", TensorProto.FLOAT, ["batch", STEPS, hidden]
        )
        graph.node("Identity", [lstm(graph, "series", hidden)], "output")
        made = helper.make_tensor_value_info("output", TensorProto.FLOAT, None)
        save(graph.model([info], [made]), folder / f"{name}.onnx")
        rows = _seeded(name + ".inputs", ROWS, STEPS, hidden).astype(np.float32)
        save_file({"series": rows}, folder / f"{name}.safetensors")
        models += (
            f"  - id: {name}\n    onnx: {name}.onnx\n    inputs: {name}.safetensors\n"
            f"    shapes: [{STEPS}x{hidden}]\n    task: {{ kind: tensor }}\n"
        )
    played = _seeded("played", ROWS, 3, 8, 8).astype(np.float32)
    save_file({"image": played}, folder / "played.safetensors")
    save_file({"output": 2 * played}, folder / "played.outputs.safetensors")
    models += (
        "  - id: played\n    onnx: lstm-4.onnx\n    inputs: played.safetensors\n"
        "    references: played.outputs.safetensors\n    shapes: [3x8x8]\n    batches: [1, 2]\n"
        "    task: { kind: tensor }\n"
    )
    (folder / "rehearsal.yml").write_text(SUITE.format(models=models))


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path, help="where the suite is written")
    write(arguments.parse_args().folder)
