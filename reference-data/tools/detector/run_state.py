"""What a training run has to remember to go on later, the file that holds it, and its log."""

import json
import os
from pathlib import Path

import torch
from torch import nn


class Averages:
    """Exponentially averaged weights and statistics: what is scored and shipped."""

    _WARMING = 200  # steps within which the average forgets faster, lest it keep the first weights

    def __init__(self, model: nn.Module, averaged: nn.Module, decay: float):
        self.model, self.averaged, self.decay = model, averaged, decay
        self._from = [it for it in model.state_dict().values() if it.is_floating_point()]
        self._to = [it for it in averaged.state_dict().values() if it.is_floating_point()]

    @torch.no_grad()
    def update(self, step: int) -> None:
        decay = self.decay * (1 - 2.0 ** (-step / self._WARMING))
        torch._foreach_lerp_(self._to, self._from, 1 - decay)


class RunState:
    """Everything by name that has a `state_dict`, with the random generators, step and time spent."""

    def __init__(self, folder: Path, settings: dict, **parts):
        self.folder, self.settings, self.parts = folder, settings, parts
        self.step, self.seconds, self.best = 0, 0.0, -1.0
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def path(self) -> Path:
        return self.folder / "checkpoint.pt"

    def resume(self) -> bool:
        """Goes on where the checkpoint left off, if there is one."""
        if not self.path.exists():
            return False
        stored = torch.load(self.path, map_location="cpu", weights_only=True)
        if stored["settings"] != self.settings:
            raise SystemExit(
                f"{self.path} is of a run with {stored['settings']}, not {self.settings}: name another folder"
            )
        for name, part in self.parts.items():
            part.load_state_dict(stored[name])
        self.step, self.seconds, self.best = stored["step"], stored["seconds"], stored["best"]
        torch.set_rng_state(stored["random"])
        if torch.cuda.is_available() and stored["random_cuda"]:
            torch.cuda.set_rng_state_all(stored["random_cuda"])
        return True

    def save(self) -> None:
        """Replaces the checkpoint whole or not at all."""
        record = {name: part.state_dict() for name, part in self.parts.items()}
        record |= {"settings": self.settings, "step": self.step, "seconds": self.seconds, "best": self.best}
        record["random"] = torch.get_rng_state()
        record["random_cuda"] = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
        replace(self.path, record)

    def log(self, **entry) -> None:
        """One line of `log.jsonl`, also printed."""
        line = json.dumps({"step": self.step, "seconds": round(self.seconds, 1)} | entry)
        print(line, flush=True)
        with (self.folder / "log.jsonl").open("a") as file:
            file.write(line + "\n")


def replace(path: Path, record: dict) -> None:
    """Writes with `torch.save` beside the file, then renames."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        torch.save(record, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
