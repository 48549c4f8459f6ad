"""Checks every network that can be exported: parameters, work, exported files, and that its parts matter.

Parameter counts are asserted wherever a network is made. The other checks are

- multiply-adds, against the published figures;
- the ONNX and TorchScript files, written to a temporary folder, against PyTorch at several shapes, and
  the number of nodes in the ONNX graph;
- the largest activation, which FP16 has to hold with room to spare;
- every part (an attention, the end of a dense block): without it the output changes by more than FP16's rounding
  does, or a broken part would hide there.
"""

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

import export
import gmac
from errors import relative_l2
from networks import NETWORKS, Network
from rounding import FORMATS, Rounded

WEIGHT_SEED = 2022
_FP16_LARGEST = 65504
_ROOM = 8  # activations of other images than the one tried here may be larger


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = list(NETWORKS)
    parser.add_argument("--networks", nargs="+", choices=names, default=names, metavar="NAME")
    torch.set_num_threads(1)
    for name in parser.parse_args().networks:
        started = time.monotonic()
        print(f"== {name}", flush=True)
        with torch.no_grad():
            _check(NETWORKS[name])
        print(f"{time.monotonic() - started:.0f} s", flush=True)


def _check(network: Network) -> None:
    model = network.seeded(WEIGHT_SEED)
    _check_work(network, model)
    with tempfile.TemporaryDirectory() as folder:
        export.write(network, model, Path(folder))
        export.check(network, model, Path(folder))
        _check_nodes(network, onnx.load(Path(folder) / "fp32.onnx"))
    inputs = [network.example(shape) for shape in network.examples[0]]
    _check_magnitudes(model, inputs)
    _check_parts(network, model, inputs)


def _check_work(network: Network, model: nn.Module) -> None:
    for work in network.work:
        found = gmac.giga_multiply_adds(model, work.shape)
        print(f"{found:.2f} GMac at {list(work.shape)}")
        if round(found, work.decimals) != work.giga:
            raise SystemExit(f"{work.giga} GMac are published for {work.shape}, not {found}")


def _check_nodes(network: Network, graph: onnx.ModelProto) -> None:
    found = Counter(node.op_type for node in graph.graph.node)
    print(f"{found.total()} ONNX nodes")
    for kind, count in network.nodes.items():
        if found[kind] != count:
            raise SystemExit(f"the ONNX graph should have {count} nodes {kind}, not {found[kind]}")


def _check_magnitudes(model: nn.Module, inputs: list[Tensor]) -> None:
    largest = {}

    def watch(name: str) -> Callable:
        def seen(_: nn.Module, __: tuple, output: Tensor | tuple) -> None:
            if isinstance(output, Tensor):
                largest[name] = output.abs().max().item()

        return seen

    hooks = [it.register_forward_hook(watch(name)) for name, it in model.named_modules() if name]
    model(*inputs)
    for hook in hooks:
        hook.remove()
    name = max(largest, key=largest.__getitem__)
    print(f"largest activation {largest[name]:.3g}, of {name}")
    if not largest[name] * _ROOM < _FP16_LARGEST:
        raise SystemExit(f"{name} reaches {largest[name]:.3g}, too close to what FP16 can hold")


def _check_parts(network: Network, model: nn.Module, inputs: list[Tensor]) -> None:
    """Switches one part off at a time: its output becomes 0."""
    whole = _flat(model(*inputs))
    with Rounded(FORMATS["FP16"]):
        noise = relative_l2(_flat(model(*inputs)), whole)
    changes = {}
    for name, module in model.named_modules():
        if re.search(network.parts, name):
            hook = module.register_forward_hook(_switched_off)
            changes[name] = relative_l2(_flat(model(*inputs)), whole)
            hook.remove()
    least = min(changes, key=changes.__getitem__)
    print(
        f"FP16 rounding {noise:.2g}; without one of {len(changes)} parts the output changes by"
        f" {changes[least]:.2g} ({least}) to {max(changes.values()):.2g}"
    )
    if not changes[least] > noise:
        raise SystemExit(
            f"{least} matters less ({changes[least]:.2g}) than FP16 rounds ({noise:.2g})"
        )


def _switched_off(module: nn.Module, inputs: tuple, output: Tensor | tuple) -> Tensor | tuple:
    if isinstance(output, tuple):
        return torch.zeros_like(output[0]), *output[1:]
    return torch.zeros_like(output)


def _flat(result: Tensor | tuple[Tensor, ...]) -> np.ndarray:
    return np.concatenate([it.ravel() for it in export.outputs_of(result)])


if __name__ == "__main__":
    main()
