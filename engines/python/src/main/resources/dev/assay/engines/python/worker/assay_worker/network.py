"""The module under test: where it comes from, and how it is called."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import inspect
import os
import sys
import sysconfig
from typing import Any, Callable, ContextManager, Optional, Sequence

import torch
from torch import Tensor, nn

from assay_worker.failures import Failure, sentence
from assay_worker.runtime import Arithmetic

_SIXTEEN_BITS = {"FP16": torch.float16, "BF16": torch.bfloat16}


class Network:
    """A module in eval mode on its device, called with named tensors and answering with named tensors.

    Inputs and outputs keep the types of the model's FP32 form in every precision, as in an ONNX file whose inside was
    converted: the casts are part of a query.
    """

    def __init__(
        self,
        module: Any,
        parameters: Optional[list[str]],
        outputs: Sequence[str],
        device: str,
        arithmetic: Arithmetic,
        compiled: bool,
        one_shape: bool,
    ) -> None:
        self._one_shape = one_shape
        self._shapes: dict[str, list[int]] = {}
        self._parameters = parameters
        self._outputs = list(outputs)
        self.device = torch.device(device)
        self._compute = _SIXTEEN_BITS.get(arithmetic.precision)
        self._autocast = self._compute is not None and arithmetic.cast == "autocast"
        module = module.to(self.device)
        if self._compute is not None and not self._autocast:
            module = module.to(self._compute)
        self.weight_bytes = sum(it.numel() * it.element_size() for it in module.state_dict().values())
        # One shape at a time is measured: a graph for any shape would be another, slower one.
        self._module = torch.compile(module, dynamic=False) if compiled else module

    def check(self, names: Sequence[str]) -> None:
        """Several inputs are told apart by the names of forward's parameters: by position, two could be exchanged."""
        known = self._parameters
        if len(names) > 1 and known is not None and not set(names) <= set(known):
            raise Failure(
                "INFERENCE",
                f"The module's forward takes {known}, the inputs are {list(names)}:"
                " name them alike, in the file of inputs or in the module",
            )

    def __call__(self, inputs: dict[str, Tensor]) -> dict[str, Tensor]:
        """Contiguous outputs by name, on the device; enqueued only, where that is a GPU."""
        if self._one_shape:
            self._require_the_first(inputs)
        with self._context():
            given = {name: self._lowered(tensor) for name, tensor in inputs.items()}
            result = self._module(*given.values()) if len(given) == 1 else self._module(**given)
        return {name: self._raised(tensor).contiguous() for name, tensor in self._named(result).items()}

    def _require_the_first(self, inputs: dict[str, Tensor]) -> None:
        shapes = {name: list(tensor.shape) for name, tensor in inputs.items()}
        if not self._shapes:
            self._shapes = shapes
        if shapes != self._shapes:
            raise Failure("UNSUPPORTED", f"with 'oneShape' the module takes {self._shapes}, the inputs are {shapes}")

    def _context(self) -> ContextManager[Any]:
        if self._autocast:
            return torch.autocast(self.device.type, dtype=self._compute)
        return contextlib.nullcontext()

    def _lowered(self, tensor: Tensor) -> Tensor:
        cast = self._compute is not None and not self._autocast and tensor.dtype == torch.float32
        return tensor.to(self._compute) if cast else tensor

    def _raised(self, tensor: Tensor) -> Tensor:
        return tensor.float() if self._compute is not None and tensor.dtype == self._compute else tensor

    def _named(self, result: Any) -> dict[str, Tensor]:
        if isinstance(result, dict):
            named = {str(key): result[key] for key in sorted(result, key=str)}
        else:
            values = list(result) if isinstance(result, (tuple, list)) else [result]
            names = self._outputs or [f"output{i or ''}" for i in range(len(values))]
            if len(names) != len(values):
                raise Failure(
                    "INFERENCE",
                    f"The module returns {len(values)} tensors, but 'torchscript-outputs' names {len(names)}: {names}",
                )
            named = dict(zip(names, values))
        if not named or not all(isinstance(tensor, Tensor) for tensor in named.values()):
            raise Failure(
                "INFERENCE", "The module returns neither a tensor nor a tuple or dictionary of tensors"
            )
        return named


def load(request: dict[str, Any], device: str, arithmetic: Arithmetic) -> tuple[Network, dict[str, str]]:
    """The network of a request and what is known of it."""
    function = request.get("function")
    compiled: bool = request["compile"]
    if function is None:
        if compiled:
            raise Failure(
                "UNSUPPORTED",
                "torch.compile does not take TorchScript: give the model as 'python: FILE.py:FUNCTION' in the suite",
            )
        module, parameters = _torchscript(request["file"])
    else:
        module, parameters = _made(request["file"], function)
    facts = {"weightsSha256": _hash(module), "sourcesSha256": _sources()}
    try:
        return Network(module, parameters, request["outputs"], device, arithmetic, compiled, request.get("oneShape", False)), facts
    except Failure:
        raise
    except Exception as error:
        raise Failure("ENGINE_BUILD", f"{request['file']} cannot be got ready: {sentence(error)}") from error


def _torchscript(file: str) -> tuple[Any, list[str]]:
    try:
        module = torch.jit.load(file, map_location="cpu")
    except Exception as error:
        raise Failure("ENGINE_BUILD", f"PyTorch cannot load {file}: {sentence(error)}") from error
    module.eval()
    return module, [argument.name for argument in module.forward.schema.arguments[1:]]


def _made(file: str, function: str) -> tuple[nn.Module, Optional[list[str]]]:
    module = _call(_factory(file, function), f"{file}:{function}")
    if not isinstance(module, nn.Module):
        raise Failure("ENGINE_BUILD", f"{file}:{function} returns {type(module).__name__}, not an nn.Module")
    training = [name or "the module itself" for name, part in module.named_modules() if part.training]
    if training:
        raise Failure(
            "ENGINE_BUILD",
            f"{file}:{function} returns a module in training mode ({training[0]} and {len(training) - 1} more):"
            " return module.eval()",
        )
    parameters = inspect.signature(module.forward).parameters.values()
    if any(it.kind is inspect.Parameter.VAR_KEYWORD for it in parameters):
        return module, None
    return module, [it.name for it in parameters]


def _factory(file: str, function: str) -> Callable[[], Any]:
    # As if it had been started from there: it finds the modules beside it.
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))
    name = os.path.splitext(os.path.basename(file))[0]
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise Failure("ENGINE_BUILD", f"{file} is no Python source")
    source = importlib.util.module_from_spec(spec)
    sys.modules[name] = source
    try:
        spec.loader.exec_module(source)
    except (Exception, SystemExit) as error:
        raise Failure("ENGINE_BUILD", f"{file} cannot be imported: {sentence(error)}") from error
    found = getattr(source, function, None)
    if not callable(found):
        raise Failure("ENGINE_BUILD", f"{file} has no function '{function}'")
    return found


def _call(factory: Callable[[], Any], what: str) -> Any:
    try:
        return factory()
    except (Exception, SystemExit) as error:
        raise Failure("ENGINE_BUILD", f"{what} failed: {sentence(error)}") from error


def _hash(module: Any) -> str:
    """SHA-256 over names, types, shapes and bytes of all weights: the file that made them may say nothing of them."""
    digest = hashlib.sha256()
    for name, tensor in module.state_dict().items():
        if not isinstance(tensor, Tensor):
            continue
        digest.update(f"{name} {tensor.dtype} {list(tensor.shape)}\n".encode())
        plain = tensor.detach().cpu().contiguous()
        size = plain.numel() * plain.element_size()
        if size > 0:
            digest.update((ctypes.c_char * size).from_address(plain.data_ptr()))
    return digest.hexdigest()


def _sources() -> str:
    """SHA-256 over the user's own Python files that were imported: not the standard library, not what pip installed."""
    paths = sysconfig.get_paths()
    foreign = tuple(
        os.path.abspath(paths[key]) + os.sep for key in ("stdlib", "platstdlib", "purelib", "platlib")
    ) + (os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep,)
    files = set()
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and file.endswith(".py"):
            file = os.path.abspath(file)
            installed = "site-packages" in file or "dist-packages" in file
            if not installed and not file.startswith(foreign) and os.path.isfile(file):
                files.add(file)
    digest = hashlib.sha256()
    for file in sorted(files):
        with open(file, "rb") as content:
            digest.update(hashlib.sha256(content.read()).digest())
    return digest.hexdigest()
