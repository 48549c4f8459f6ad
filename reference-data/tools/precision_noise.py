"""How far lower precisions are from FP32, simulated on a CPU: what the tolerances of suites rest on.

Each simulation is run on the rows that are scored, on other rows, and of a network that is not trained with
other weights too, so that one lucky draw does not set a limit. Of a trained one, random weights would say what
its own never lose. The limit is three times the largest error found: one for what an engine may do
differently (order of sums, other ranges, tactics), the rest for rows and weights not tried.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

import implicit_int8
import manifest
import qdq
import row_files
import weights
from errors import RELATIVE_FLOOR, statistics
from noise_families import FAMILIES, OTHER_SEED, Family
from ranges import largest_magnitudes
from rounding import FORMATS, Rounded

MULTIPLE = 3
FP32_MULTIPLE = 10  # as in smoke.yml: FP32 noise is too small for a smaller multiple to be of use
LARGEST_MARGIN = 128

# Largest relative error of one rounding; TF32 operands are cut, not rounded. For INT8 relative to the range.
UNITS = {
    "FP32": 2**-24,
    "TF32": 2**-10,
    "FP16": 2**-11,
    "BF16": 2**-8,
    "INT8": 1 / 254,
    "FP8": 2**-4,
}


Outputs = tuple[Tensor, ...]


@dataclass(frozen=True)
class Case:
    """One network and the rows that it is judged on."""

    name: str
    network: nn.Module
    rows: Tensor


@dataclass(frozen=True)
class Rows:
    """What a network is judged on, what adjusts it, and what calibrates its INT8 and FP8."""

    scored: Tensor
    others: Tensor
    adjusting: Tensor
    calibrating: Tensor


def cases(family: Family, rows: Rows) -> Iterator[Case]:
    network = family.stored(rows.adjusting)
    yield Case("stored weights, scored rows", network, rows.scored)
    yield Case("stored weights, other rows", network, rows.others)
    if family.other is not None:
        yield Case("other weights, scored rows", family.other(rows.adjusting), rows.scored)


def simulate(family: Family, case: Case, calibrating: Tensor) -> Iterator[tuple[str, str, Outputs]]:
    """Precision, way of getting there, outputs; first FP32, which the others are compared with."""
    yield "FP32", "PyTorch", _computed(case.network, case.rows)
    yield "FP32", "PyTorch in FP64", _computed(case.network.double(), case.rows.double())
    case.network.float()
    for name, number_format in FORMATS.items():
        with Rounded(number_format):
            yield name.split()[0], name, _computed(case.network, case.rows)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "fp32.onnx"
        graph = family.graph(case.network)
        onnx.save(graph, source)
        rows = calibrating.numpy()
        for scheme in qdq.SCHEMES:
            if not qdq.counts(graph, scheme):
                continue  # FP8 in ELAN: no number of channels is a multiple of 16
            ranges = largest_magnitudes(source, qdq.activations(graph, scheme), {family.input: rows})
            model = qdq.quantised(graph, scheme, ranges)
            yield (
                f"{scheme.name} Q/DQ",
                "calibrated by the largest magnitude",
                _run(family, model, case.rows),
            )
        largest = largest_magnitudes(source, implicit_int8.tensors(graph), {family.input: rows})
        model = implicit_int8.int8(graph, largest)
        way = "every tensor, calibrated by"
        yield "INT8 calibrator", f"{way} the largest magnitude", _run(family, model, case.rows)
        clipped = implicit_int8.entropy_ranges(source, largest, rows)
        model = implicit_int8.int8(graph, clipped)
        yield "INT8 calibrator", f"{way} entropy", _run(family, model, case.rows)


def measure(family: Family, rows: Rows, count: int) -> dict:
    """By precision: every simulation's errors in the first cases, and the limits that follow."""
    simulations = {}
    for case in islice(cases(family, rows), count):
        outputs = simulate(family, case, rows.calibrating)
        _, _, expected = next(outputs)
        for precision, way, actual in outputs:
            errors = _worst(actual, expected)
            print(f"{precision}, {way}; {case.name}: {_text(errors)}", flush=True)
            simulations.setdefault(precision, []).append({"case": case.name, "way": way} | errors)
    return limited(simulations)


def limited(simulations: dict[str, list[dict]]) -> dict:
    """The simulations of each precision with the limits that follow from them."""
    worst = {
        precision: {key: max(one[key] for one in found) for key in ("relL2", "p99Rel", "maxAbs")}
        for precision, found in simulations.items()
    }
    return {precision: _record(precision, found, worst) for precision, found in simulations.items()}


def _record(precision: str, simulations: list[dict], worst: dict[str, dict]) -> dict:
    multiple = FP32_MULTIPLE if precision == "FP32" else MULTIPLE
    # What is not quantised runs in FP16; at worst its errors add up with those of quantisation.
    parts = [precision, "FP16"] if precision.startswith(("INT8", "FP8")) else [precision]
    limits = {
        key: _rounded_up(multiple * sum(worst[part][key] for part in parts))
        for key in worst[precision]
    }
    print(f"{precision}: limits {_text(limits)}")
    unit = UNITS[precision.split()[0]]
    return {
        "unit": unit,
        "growth": worst[precision]["relL2"] / unit,
        "limitOf": parts,
        "multiple": multiple,
        "limits": limits,
        "simulations": simulations,
    }


def _computed(network: nn.Module, rows: Tensor) -> Outputs:
    results = [network(row[None]) for row in rows]
    return _together([it if isinstance(it, tuple) else (it,) for it in results])


def _run(family: Family, model: onnx.ModelProto, rows: Tensor) -> Outputs:
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    names = list(family.outputs)
    results = [session.run(names, {family.input: row[None].numpy()}) for row in rows]
    return _together([tuple(map(torch.from_numpy, it)) for it in results])


def _together(rows: list[Outputs]) -> Outputs:
    return tuple(torch.cat(each) for each in zip(*rows, strict=True))


def _worst(actual: Outputs, expected: Outputs) -> dict:
    """Over all outputs and the views that Assay judges: all of it and, of images, border ring and centre."""
    views = [
        view
        for pair in zip(actual, expected, strict=True)
        for view in _views(*(it.numpy() for it in pair))
    ]
    found = [statistics(*view) for view in views]
    return {
        "relL2": max(it["relL2"] for it in found),
        "p99Rel": max(it["relEps5e-5_seed000"]["p99"] for it in found),
        "maxAbs": max(it["abs"]["max"] for it in found),
    }


def _views(actual: np.ndarray, expected: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    if expected.ndim != 4:
        return [(actual, expected)]
    margin = min(LARGEST_MARGIN, expected.shape[2] // 4)
    centre = np.zeros(expected.shape[2:], bool)
    centre[margin:-margin, margin:-margin] = True
    parts = [(actual[..., part], expected[..., part]) for part in (centre, ~centre)]
    return [(actual, expected), *parts]


def _rounded_up(value: float) -> float:
    """To two digits, which is how suites state it."""
    step = 10.0 ** (np.floor(np.log10(value)) - 1)
    return float(f"{np.ceil(value / step) * step:.1e}")


def _text(errors: dict) -> str:
    return ", ".join(f"{key} {value:.3g}" for key, value in errors.items())


def main() -> None:
    arguments = _parser().parse_args()
    torch.set_grad_enabled(False)
    name = FAMILIES[arguments.model].input
    scored = row_files.load(arguments.inputs)[name][: arguments.rows]
    others = row_files.load(arguments.calibration)[name]
    rows = Rows(
        scored=scored,
        others=others[-len(scored) :],
        adjusting=others,
        calibrating=others[: -len(scored)][: arguments.calibrating],
    )
    record = {
        "schema": "assay.precision-noise/1",
        "model": arguments.model,
        "shape": list(scored.shape[1:]),
        "rowsInEachCase": len(scored),
        "calibrationRows": len(rows.calibrating),
        "storedWeights": weights.source(arguments.model).format(stored="reference-data"),
        "otherWeightsSeed": None if FAMILIES[arguments.model].other is None else OTHER_SEED,
        "relativeError": f"|a - b| / (|b| + {RELATIVE_FLOOR})",
        "tools": manifest.versions(["numpy", "onnx", "onnxruntime", "torch"]),
        "precisions": measure(FAMILIES[arguments.model], rows, arguments.cases),
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(record, indent=1) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=FAMILIES, required=True)
    parser.add_argument("--inputs", type=Path, required=True, help="rows that suites score")
    parser.add_argument("--calibration", type=Path, required=True, help="other rows")
    parser.add_argument("--rows", type=int, default=4, help="simulated in each case, at most")
    parser.add_argument("--calibrating", type=int, default=8, help="calibration rows, at most")
    parser.add_argument("--cases", type=int, default=3, help="1 for what would take hours")
    parser.add_argument("--out", type=Path, required=True, help="JSON file")
    return parser


if __name__ == "__main__":
    main()
