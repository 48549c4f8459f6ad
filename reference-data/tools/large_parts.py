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
from onnx import TensorProto
from onnx.reference import ReferenceEvaluator
from safetensors.torch import load_file, save_file
from torch import Tensor

import notes
import qdq
import scenes
from errors import relative_l2
from large_models import CALIBRATION_SEED, SCORED_SEED, LargeModel
from low_precision import low_precision
from ranges import largest_magnitudes

# Another order of sums; ten times what FP32 differs from FP64 by. The same limit as in export.py.
LARGEST_FP32_REL_L2 = 2e-6

# Two different rows' outputs are 0.36 (ResNet-50) or more apart: past this, a graph is wired wrongly.
LARGEST_QUANTISED_REL_L2 = 0.2


def rows(model: LargeModel, out: Path) -> dict[str, dict]:
    """Rows to score and, from other scenes, rows to calibrate with."""
    with ThreadPoolExecutor() as pool:
        jobs = [
            pool.submit(_scenes, model, SCORED_SEED, model.scored),
            pool.submit(_scenes, model, CALIBRATION_SEED, model.calibrating),
        ]
        scored, calibrating = (job.result() for job in jobs)
    if {row.numpy().tobytes() for row in scored} & {row.numpy().tobytes() for row in calibrating}:
        raise SystemExit(f"{model.name}: a row that is scored also calibrates")
    _save("input", scored, out / model.inputs)
    _save("input", calibrating, out / model.calibration)
    return {
        model.inputs: _facts_of_rows(SCORED_SEED, scored),
        model.calibration: _facts_of_rows(CALIBRATION_SEED, calibrating),
    }


def _scenes(model: LargeModel, seed: int, count: int) -> Tensor:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scenes.safetensors"
        scenes.generate(file, seed, count, model.height, model.width)
        return model.prepared(load_file(file)["input"], seed)


def _facts_of_rows(seed: int, batch: Tensor) -> dict:
    return {
        "seed": seed,
        "measured": {"least": batch.min().item(), "greatest": batch.max().item()},
    }


def fp32(model: LargeModel, out: Path) -> dict[str, dict]:
    """The model files, and what PyTorch computes for the rows to score."""
    network = model.network(_rows(out / model.calibration))
    entries = {path: {} for path in model.export(network, out)}
    scored = _rows(out / model.inputs)
    with torch.no_grad():
        references = torch.cat([network(row[None]) for row in scored])
    if not torch.isfinite(references).all():
        raise SystemExit(f"{model.name}: PyTorch's outputs hold values that are not finite")
    _save("output", references, out / model.references, notes.of_inputs({"input": scored}))
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
    scored = _rows(out / model.inputs).numpy()
    expected = load_file(out / model.references)["output"].numpy()
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
    scored = _rows(out / model.inputs).numpy()
    expected = load_file(out / model.references)["output"].numpy()
    entries = {}
    for name, source in [
        ("fp16", model.onnx(out)),
        ("int8-fp16", folder / "int8.onnx"),
        ("fp8-fp16", folder / "fp8.onnx"),
    ]:
        made = low_precision(onnx.load(source), TensorProto.FLOAT16)
        error = _error(_session(made.SerializeToString(), optimised=False), scored, expected)
        _accept(made, folder / f"{name}.onnx", error)
        entries[f"{model.name}/{name}.onnx"] = {"measured": {"relL2": error}}
    made = low_precision(onnx.load(model.onnx(out)), TensorProto.BFLOAT16)
    # ONNX Runtime has no BF16 on a CPU; ONNX's own evaluator has, and is too slow for whole images.
    corner = {"input": scored[:1, :, :32, :32]}
    whole, low = (
        ReferenceEvaluator(it).run(None, corner)[0] for it in (onnx.load(model.onnx(out)), made)
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


def _save(name: str, values: Tensor, path: Path, about: dict[str, str] | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: values.contiguous()}, path, metadata=about)
    path.chmod(0o644)  # the library makes it readable to its owner alone


PARTS = {
    "rows": rows,
    "fp32": fp32,
    "ranges": ranges,
    **{scheme.name.lower(): partial(quantised, scheme=scheme) for scheme in qdq.SCHEMES},
    "strong": strong,
}
DEFAULT_PARTS = [part for part in PARTS if part != "strong"]
