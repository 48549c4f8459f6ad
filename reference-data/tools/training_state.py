"""What a training run keeps on disk: a checkpoint to go on from, a log, and the weights that it reached."""

import json
import os
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

SCHEMA = "assay.checkpoint/1"


class OtherConfiguration(SystemExit):
    """A checkpoint belongs to a run with other settings, so going on from it would mix two runs."""


def save_checkpoint(path: Path, configuration: dict, state: dict) -> None:
    """Replaces the checkpoint at once: whoever is killed meanwhile leaves the old one whole."""
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        torch.save({"schema": SCHEMA, "configuration": configuration} | state, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def load_checkpoint(path: Path, configuration: dict) -> dict:
    """The state that was saved, on the CPU; refused unless it was saved under the same configuration."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    if stored.get("schema") != SCHEMA:
        raise SystemExit(f"{path} is no checkpoint of schema {SCHEMA}")
    apart = _differences(stored["configuration"], json.loads(json.dumps(configuration)))
    if apart:
        raise OtherConfiguration(
            f"{path} was saved by a run with other settings: {'; '.join(apart)}. "
            "Go on with the same settings, or start afresh in another folder."
        )
    return stored


def _differences(stored: dict, here: dict) -> list[str]:
    return [
        f"{name} was {json.dumps(stored.get(name))}, is {json.dumps(here.get(name))}"
        for name in sorted(stored.keys() | here.keys())
        if stored.get(name) != here.get(name)
    ]


class RunLog:
    """JSON lines, each with the step it belongs to."""

    def __init__(self, path: Path):
        self._path = path

    def write(self, record: dict) -> None:
        with self._path.open("a") as file:
            file.write(json.dumps(record) + "\n")
        print(" ".join(f"{name}={_short(value)}" for name, value in record.items()), flush=True)

    def cut(self, step: int) -> None:
        """Drops what was logged after `step`: a run that was killed did more than it saved."""
        if not self._path.exists():
            return
        lines = [line for line in self._path.read_text().splitlines() if _step(line) <= step]
        unfinished = self._path.with_suffix(".unfinished")
        unfinished.write_text("".join(line + "\n" for line in lines))
        unfinished.replace(self._path)

    def records(self) -> list[dict]:
        return [json.loads(line) for line in self._path.read_text().splitlines()]


def _step(line: str) -> float:
    try:
        return json.loads(line)["step"]
    except ValueError:  # half a line, the last one before the end
        return float("inf")


def _short(value) -> str:
    return f"{value:.5g}" if isinstance(value, float) else str(value)


class Average:
    """Exponential moving average of the weights, which is less noisy than the weights themselves.

    Early on it forgets faster, (1 + step) / (10 + step), or it would keep the initial weights for long.
    """

    def __init__(self, network: nn.Module, decay: float):
        self._decay = decay
        self.weights = {
            name: value.detach().clone() for name, value in network.state_dict().items()
        }

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        decay = min(self._decay, (1 + step) / (10 + step))
        pairs = [(self.weights[name], value) for name, value in network.state_dict().items()]
        real = [pair for pair in pairs if pair[0].is_floating_point()]
        torch._foreach_lerp_([mine for mine, _ in real], [value for _, value in real], 1 - decay)
        for mine, value in pairs:
            if not mine.is_floating_point():
                mine.copy_(value)

    def load(self, weights: dict[str, torch.Tensor]) -> None:
        for name, value in weights.items():
            self.weights[name].copy_(value)


def save_weights(path: Path, weights: dict[str, torch.Tensor], about: dict) -> None:
    """FP32 tensors under their PyTorch names.

    All that is said about them is one JSON text: the library writes several in no fixed order.
    """
    tensors = {
        name: value.detach().float().cpu().contiguous()
        for name, value in weights.items()
        if value.is_floating_point()  # counters of batch normalisation are no weights
    }
    unfinished = path.with_suffix(".unfinished")
    save_file(tensors, unfinished, metadata={"assay.training": json.dumps(about)})
    unfinished.chmod(0o644)
    unfinished.replace(path)
