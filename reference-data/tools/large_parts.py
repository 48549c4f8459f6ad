"""The parts that `make_large.py` makes of each model. Every part reads what earlier parts wrote."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto
from onnx.reference import ReferenceEvaluator
from safetensors.torch import load_file, save_file
from torch import Tensor

import notes
import qdq
from errors import relative_l2
from export import outputs_of
from large_models import CALIBRATION_SEED, SCORED_SEED, LargeModel, Shape
from low_precision import low_precision
from networks import LARGEST_REL_L2
from ranges import largest_magnitudes

# Two different rows' outputs are 0.36 (ResNet-50) or more apart: past this, a graph is wired wrongly.
LARGEST_QUANTISED_REL_L2 = 0.2

Rows = dict[str, Tensor]


def rows(model: LargeModel, out: Path) -> dict[str, dict]:
    """Rows to score and, from other scenes, rows to calibrate with."""
    entries = {}
    for shape in model.shapes:
        with ThreadPoolExecutor() as pool:
            scored = pool.submit(model.rows, shape, SCORED_SEED, shape.scored)
            if shape.calibrating:
                calibrating = model.rows(shape, CALIBRATION_SEED, shape.calibrating)
                _refuse_shared(model, scored.result(), calibrating)
                path = model.calibration(shape)
                entries[path] = _save_rows(calibrating, CALIBRATION_SEED, out / path)
            path = model.inputs(shape)
            entries[path] = _save_rows(scored.result(), SCORED_SEED, out / path)
    return entries


def _refuse_shared(model: LargeModel, scored: Rows, calibrating: Rows) -> None:
    for name, tensor in scored.items():
        known = {row.numpy().tobytes() for row in tensor}
        if known & {row.numpy().tobytes() for row in calibrating[name]}:
            raise SystemExit(f"{model.name}: a row of {name} that is scored also calibrates")


def _save_rows(batch: Rows, seed: int, path: Path) -> dict:
    _save(batch, path)
    measured = {
        name: {"least": tensor.min().item(), "greatest": tensor.max().item()}
        for name, tensor in batch.items()
    }
    return {"seed": seed, "measured": measured}


def fp32(model: LargeModel, out: Path) -> dict[str, dict]:
    """The model files, and what PyTorch computes for the rows to score."""
    network = model.network(load_file(out / model.calibration(model.shapes[0])))
    entries = {path: {} for path in model.export(network, out)}
    session = _session(str(model.onnx(out)))
    settings = {"device": "cpu", "threads": torch.get_num_threads(), "tf32": False}
    for shape in model.shapes:
        scored = load_file(out / model.inputs(shape))
        expected = _computed(network, model, scored)
        path = model.references(shape)
        _save(expected, out / path, notes.of_inputs(scored))
        measured = _check_onnx(model, session, scored, expected)
        entries[path] = {"settings": settings, "measured": measured}
    return entries


def _computed(network: torch.nn.Module, model: LargeModel, scored: Rows) -> Rows:
    """What PyTorch computes for each row by itself."""
    with torch.no_grad():
        each = [
            outputs_of(network(*[row[name] for name in model.input_names]))
            for row in _batches(scored, [1])
        ]
    outputs = {
        name: torch.from_numpy(np.concatenate(parts))
        for name, parts in zip(model.output_names, zip(*each, strict=True), strict=True)
    }
    for name, values in outputs.items():
        if not torch.isfinite(values).all():
            raise SystemExit(f"{model.name}: PyTorch's {name} holds values that are not finite")
    return outputs


def _check_onnx(
    model: LargeModel, session: onnxruntime.InferenceSession, scored: Rows, expected: Rows
) -> dict:
    error = _error(session, scored, expected)
    print(f"   ONNX against PyTorch: relL2 {error:.3g}")
    if not error <= LARGEST_REL_L2:
        raise SystemExit(f"{model.name}: ONNX and PyTorch differ by relL2 {error:.3g}")
    measured: dict = {"onnxAgainstPyTorch": {"relL2": error}, "rows": {}}
    for name, values in expected.items():
        arrays = values.numpy()
        count = range(len(arrays))
        apart = [relative_l2(arrays[i], arrays[j]) for i in count for j in count if i != j]
        measured["rows"][name] = {"largest": float(np.abs(arrays).max())}
        if apart:
            measured["rows"][name]["leastRelL2Apart"] = min(apart)
    return measured


def ranges(model: LargeModel, out: Path) -> dict[str, dict]:
    """The largest magnitude of every tensor that some scheme quantises."""
    source = model.onnx(out)
    graph = onnx.load(source)
    tensors = [name for scheme in qdq.SCHEMES for name in qdq.activations(graph, scheme)]
    calibrating = _arrays(load_file(out / model.calibration(model.shapes[0])))
    found = largest_magnitudes(source, list(dict.fromkeys(tensors)), calibrating)
    path = f"{model.name}/ranges.json"
    (out / path).write_text(json.dumps(found, indent=1) + "\n")
    return {path: {"seed": CALIBRATION_SEED}}


def quantised(model: LargeModel, out: Path, scheme: qdq.Scheme) -> dict[str, dict]:
    """The Q/DQ model, checked against PyTorch by computing it."""
    graph = onnx.load(model.onnx(out))
    measured_ranges = json.loads((out / model.name / "ranges.json").read_text())
    made = qdq.quantised(graph, scheme, measured_ranges)
    scored, expected = _stored(model, model.shapes[0], out)
    # As written: optimised, ONNX Runtime would compute with its own integer kernels.
    error = _error(_session(made.SerializeToString(), optimised=False), scored, expected)
    path = f"{model.name}/{scheme.name.lower()}.onnx"
    _accept(made, out / path, error)
    settings = {"quantised": qdq.counts(graph, scheme), "calibration": "largest magnitude"}
    measured = {"relL2": error, "sqnr_dB": _decibels(error)}
    return {path: {"settings": settings, "measured": measured}}


def strong(model: LargeModel, out: Path) -> dict[str, dict]:
    """FP16 and BF16 in the model's own types, also around INT8 and FP8: for strongly typed engines."""
    folder = out / model.name
    scored, expected = _stored(model, model.shapes[0], out)
    entries = {}
    for name, source in [
        ("fp16", model.onnx(out)),
        ("int8-fp16", folder / "int8.onnx"),
        ("fp8-fp16", folder / "fp8.onnx"),
    ]:
        if not source.exists():
            continue
        made = low_precision(onnx.load(source), TensorProto.FLOAT16)
        error = _error(_session(made.SerializeToString(), optimised=False), scored, expected)
        _accept(made, folder / f"{name}.onnx", error)
        entries[f"{model.name}/{name}.onnx"] = {"measured": {"relL2": error}}
    made = low_precision(onnx.load(model.onnx(out)), TensorProto.BFLOAT16)
    # ONNX Runtime has no BF16 on a CPU; ONNX's own evaluator has, and is too slow for whole images.
    corner = {name: values[:1, ..., :32, :32] for name, values in _arrays(scored).items()}
    whole, low = (
        _flat(ReferenceEvaluator(it).run(None, corner)) for it in (onnx.load(model.onnx(out)), made)
    )
    error = relative_l2(low, whole)
    _accept(made, folder / "bf16.onnx", error)
    entries[f"{model.name}/bf16.onnx"] = {"measured": {"relL2OfCorner": error}}
    return entries


def _accept(made: onnx.ModelProto, path: Path, error: float) -> None:
    """Stores a model of lower precision unless it is wrong."""
    print(f"   {path.stem}: relL2 {error:.3g}, SQNR {_decibels(error):.1f} dB")
    if not error <= LARGEST_QUANTISED_REL_L2:
        raise SystemExit(f"{path} would differ from PyTorch by relL2 {error:.3g}")
    onnx.checker.check_model(made, full_check=True)
    onnx.save(made, path)


def _decibels(error: float) -> float:
    return -20 * float(np.log10(error))


def _session(model: bytes | str, optimised: bool = True) -> onnxruntime.InferenceSession:
    """Of a model or the path of one, which may have its weights in another file."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    if not optimised:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _error(session: onnxruntime.InferenceSession, rows: Rows, expected: Rows) -> float:
    """relL2 over all rows: the first alone, the others two by two, so that the batch has to be free.

    Outputs are judged one by one: beside large numbers, wrong small ones would not show.
    """
    names = list(expected)
    each = [session.run(names, _arrays(batch)) for batch in _batches(rows, [1, 2])]
    return max(
        relative_l2(np.concatenate(parts), expected[name].numpy())
        for name, parts in zip(names, zip(*each, strict=True), strict=True)
    )


def _batches(rows: Rows, sizes: list[int]) -> list[Rows]:
    """All rows in batches of the given sizes, the last size for all that remain."""
    count = len(next(iter(rows.values())))
    batches, start = [], 0
    while start < count:
        end = start + sizes[min(len(batches), len(sizes) - 1)]
        batches.append({name: tensor[start:end] for name, tensor in rows.items()})
        start = end
    return batches


def _stored(model: LargeModel, shape: Shape, out: Path) -> tuple[Rows, Rows]:
    return load_file(out / model.inputs(shape)), load_file(out / model.references(shape))


def _arrays(rows: Rows) -> dict[str, np.ndarray]:
    return {name: tensor.numpy() for name, tensor in rows.items()}


def _flat(outputs: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.asarray(it, np.float32).ravel() for it in outputs])


def _save(tensors: Rows, path: Path, about: dict[str, str] | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: it.contiguous() for name, it in tensors.items()}, path, metadata=about)
    path.chmod(0o644)  # the library makes it readable to its owner alone


PARTS = {
    "rows": rows,
    "fp32": fp32,
    "ranges": ranges,
    **{scheme.name.lower(): partial(quantised, scheme=scheme) for scheme in qdq.SCHEMES},
    "strong": strong,
}
