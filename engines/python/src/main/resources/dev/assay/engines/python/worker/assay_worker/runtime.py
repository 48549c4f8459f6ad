"""PyTorch itself: whether it will do, which device, and which arithmetic."""

from __future__ import annotations

import platform
import sys
import warnings
from dataclasses import dataclass
from typing import Any

from assay_worker.failures import Failure, sentence

_OLDEST = (2, 0)
_REMEDY = "name another Python with the engine's option 'python' or in ASSAY_PYTHON"


@dataclass(frozen=True)
class Arithmetic:
    """`precision` as Assay names it; `cast` says how 16 bits come about: 'autocast' or 'weights'."""

    precision: str
    cast: str


def _interpreter() -> str:
    return f"{sys.executable} (Python {platform.python_version()})"


def _import() -> Any:
    try:
        import torch
    except ImportError as error:
        missing = isinstance(error, ModuleNotFoundError) and error.name == "torch"
        reason = "has no PyTorch" if missing else f"cannot load PyTorch: {sentence(error)}"
        raise Failure(
            "ENVIRONMENT", f"{_interpreter()} {reason}: install it there, or {_REMEDY}"
        ) from error
    version = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])
    if version < _OLDEST:
        raise Failure(
            "ENVIRONMENT",
            f"{_interpreter()} has PyTorch {torch.__version__}, Assay's worker needs"
            f" {'.'.join(map(str, _OLDEST))} or newer: update it, or {_REMEDY}",
        )
    return torch


def start(request: dict[str, Any]) -> dict[str, str]:
    """Gets PyTorch ready and says what it is. `device` is auto, cpu or cuda."""
    torch = _import()
    wanted = request["device"]
    available = wanted != "cpu" and torch.cuda.is_available()
    if wanted == "cuda" and not available:
        why = (
            "is built without CUDA"
            if torch.version.cuda is None
            else "finds no GPU: look at nvidia-smi and CUDA_VISIBLE_DEVICES"
        )
        raise Failure("ENVIRONMENT", f"PyTorch {torch.__version__} of {_interpreter()} {why}")
    device = "cuda" if available else "cpu"
    precision = request["precision"]
    _require(torch, device, precision)
    torch.set_num_threads(request["threads"])
    torch.set_grad_enabled(False)
    tf32 = precision == "TF32"
    with warnings.catch_warnings():
        # Newer versions have other names for these, and still take them.
        warnings.simplefilter("ignore")
        torch.set_float32_matmul_precision("high" if tf32 else "highest")
        torch.backends.cuda.matmul.allow_tf32 = tf32
        torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cudnn.benchmark = request["cudnnBenchmark"]
    facts = {
        "torch": torch.__version__,
        "python": platform.python_version(),
        "interpreter": sys.executable,
        "device": device,
        "threads": str(torch.get_num_threads()),
    }
    if device == "cuda":
        facts.update(_gpu(torch), tf32=str(tf32).lower(), cudnnBenchmark=str(request["cudnnBenchmark"]).lower())
    return facts


def _require(torch: Any, device: str, precision: str) -> None:
    on_cpu = device == "cpu"
    if precision not in ("FP32", "TF32", "FP16", "BF16"):
        raise Failure("UNSUPPORTED", f"pytorch-python has no {precision}")
    if on_cpu and precision in ("TF32", "FP16"):
        raise Failure("UNSUPPORTED", f"PyTorch on the CPU has no {precision} here: FP32 and BF16 only")
    if on_cpu:
        return
    name = torch.cuda.get_device_name(0)
    major = torch.cuda.get_device_capability(0)[0]
    if precision in ("TF32", "BF16") and major < 8:
        raise Failure("UNSUPPORTED", f"{name} has no {precision}: it came with compute capability 8.0")


def _gpu(torch: Any) -> dict[str, str]:
    major, minor = torch.cuda.get_device_capability(0)
    return {
        "cuda": str(torch.version.cuda),
        "cudnn": str(torch.backends.cudnn.version()),
        "gpu": torch.cuda.get_device_name(0),
        "computeCapability": f"{major}.{minor}",
    }
