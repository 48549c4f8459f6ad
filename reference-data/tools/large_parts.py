"""The parts that `make_large.py` makes of each model. Every part reads what earlier parts wrote."""

import json
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

import qdq
import scenes
from errors import relative_l2
from large_models import CALIBRATION_SEED, SCORED_SEED, LargeModel
from ranges import largest_magnitudes

# Another order of sums; ten times what FP32 differs from FP64 by. The same limit as in export.py.
LARGEST_FP32_REL_L2 = 2e-6

# Two different rows' outputs are 0.36 (ResNet-50) or more apart: past this, a graph is wired wrongly.
LARGEST_QUANTISED_REL_L2 = 0.2


def rows(model: LargeModel, out: Path) -> dict[str, dict]:
    """Rows to score and, from other scenes, rows to calibrate with."""
    wanted = [
        (model.inputs, SCORED_SEED, model.scored),
        (model.calibration, CALIBRATION_SEED, model.calibrating),
    ]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor() as pool:
        files = [Path(folder) / f"{seed}.safetensors" for _, seed, _ in wanted]
        jobs = [
            pool.submit(scenes.generate, file, seed, count, model.height, model.width)
            for file, (_, seed, count) in zip(files, wanted)
        ]
        for job in jobs:
            job.result()
        made = [
            model.prepared(load_file(file)["input"], seed)
            for file, (_, seed, _) in zip(files, wanted)
        ]
    scored, calibrating = ({row.numpy().tobytes() for row in batch} for batch in made)
    if len(scored | calibrating) < model.scored + model.calibrating:
        raise SystemExit(f"{model.name}: two rows are the same, so one would score what calibrated")
    entries = {}
    for (path, seed, _), batch in zip(wanted, made):
        _save("input", batch, out / path)
        low, high = batch.min().item(), batch.max().item()
        entries[path] = {"seed": seed, "measured": {"least": low, "greatest": high}}
    return entries


def fp32(model: LargeModel, out: Path) -> dict[str, dict]:
    """The model files, and what PyTorch computes for the rows to score."""
    network = model.network(_rows(out / model.calibration))
    entries = {path: {} for path in model.export(network, out)}
    scored = _rows(out / model.inputs)
    with torch.no_grad():
        references = torch.cat([network(row[None]) for row in scored])
    if not torch.isfinite(references).all():
        raise SystemExit(f"{model.name}: PyTorch's outputs hold values that are not finite")
    _save("output", references, out / model.references)
    measured = _check_onnx(model, out, scored.numpy(), references.numpy())
    settings = {"device": "cpu", "threads": torch.get_num_threads(), "tf32": False}
    entries[model.references] = {"settings": settings, "measured": measured}
    return entries


def _check_onnx(model: LargeModel, out: Path, scored: np.ndarray, expected: np.ndarray) -> dict:
    error = _error(_session(model.onnx(out).read_bytes()), scored, expected)
    print(f"   ONNX against PyTorch: relL2 {error:.3g}")
    if not error <= LARGEST_FP32_REL_L2:
        raise SystemExit(f"{model.name}: ONNX and PyTorch differ by relL2 {error:.3g}")
    apart = [
        relative_l2(expected[i], expected[j])
        for i in range(len(expected))
        for j in range(len(expected))
        if i != j
    ]
    return {
        "onnxAgainstPyTorch": {"relL2": error},
        "rows": {"largest": float(np.abs(expected).max()), "leastRelL2Apart": min(apart)},
    }


def ranges(model: LargeModel, out: Path) -> dict[str, dict]:
    """The largest magnitude of every tensor that some scheme quantises."""
    source = model.onnx(out)
    graph = onnx.load(source)
    tensors = [name for scheme in qdq.SCHEMES for name in qdq.activations(graph, scheme)]
    calibrating = _rows(out / model.calibration).numpy()
    found = largest_magnitudes(source, list(dict.fromkeys(tensors)), calibrating)
    path = f"{model.name}/ranges.json"
    (out / path).write_text(json.dumps(found, indent=1) + "\n")
    return {path: {"seed": CALIBRATION_SEED}}


def quantised(model: LargeModel, out: Path, scheme: qdq.Scheme) -> dict[str, dict]:
    """The Q/DQ model, checked against PyTorch by computing it."""
    graph = onnx.load(model.onnx(out))
    measured_ranges = json.loads((out / model.name / "ranges.json").read_text())
    made = qdq.quantised(graph, scheme, measured_ranges)
    onnx.checker.check_model(made, full_check=True)
    path = f"{model.name}/{scheme.name.lower()}.onnx"
    onnx.save(made, out / path)
    scored = _rows(out / model.inputs).numpy()
    expected = load_file(out / model.references)["output"].numpy()
    # As written: optimised, ONNX Runtime would compute with its own integer kernels.
    session = _session(made.SerializeToString(), optimised=False)
    error = _error(session, scored, expected)
    decibels = -20 * float(np.log10(error))
    counts = qdq.counts(graph, scheme)
    layers = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(f"   {scheme.name}, {layers}: relL2 {error:.3g}, SQNR {decibels:.1f} dB")
    if not error <= LARGEST_QUANTISED_REL_L2:
        raise SystemExit(f"{path} differs from PyTorch by relL2 {error:.3g}")
    measured = {"relL2": error, "sqnr_dB": decibels}
    settings = {"quantised": counts, "calibration": "largest magnitude"}
    return {path: {"settings": settings, "measured": measured}}


def _session(model: bytes, optimised: bool = True) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    if not optimised:
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _error(session: onnxruntime.InferenceSession, rows: np.ndarray, expected: np.ndarray) -> float:
    """relL2 over all rows: the first alone, the others two by two, so that the batch has to be free."""
    batches = [rows[:1], *(rows[start : start + 2] for start in range(1, len(rows), 2))]
    outputs = [session.run(["output"], {"input": batch})[0] for batch in batches]
    return relative_l2(np.concatenate(outputs), expected)


def _rows(path: Path) -> Tensor:
    return load_file(path)["input"]


def _save(name: str, values: Tensor, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: values.contiguous()}, path)
    path.chmod(0o644)  # the library makes it readable to its owner alone


PARTS = {
    "rows": rows,
    "fp32": fp32,
    "ranges": ranges,
    **{scheme.name.lower(): partial(quantised, scheme=scheme) for scheme in qdq.SCHEMES},
}
