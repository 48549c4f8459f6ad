"""Trains a network for a planned time, in one run or in several that go on where the last one stopped.

A task brings its network, a loss of one random batch and a validation; everything else is here. Progress
goes from 0 to 1 over the planned minutes (or steps), however many runs they take, and the learning rate
depends on nothing else. With a plan in steps, a run that was killed and went on gives the same numbers as
one that was not, as far as the device computes the same bits twice.
"""

import argparse
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor, nn

import manifest
from training_state import Average, RunLog, load_checkpoint, save_checkpoint, save_weights

_WARM_UP = 0.03  # part of the plan in which the learning rate rises
_LAST_RATE = 0.01  # part of the highest learning rate that is left at the end
_PACKAGES = ["numpy", "safetensors", "torch"]


@dataclass(frozen=True)
class Recipe:
    """How the weights are found. Part of the configuration that a checkpoint belongs to."""

    batch: int
    learning_rate: float
    weight_decay: float = 0.0
    largest_gradient: float = 1.0  # norm over all weights
    average_decay: float = 0.999


class Task(Protocol):
    """What is trained. `configuration` names whatever else changes the result, such as the data."""

    name: str
    configuration: dict
    recipe: Recipe
    network: nn.Module

    def loss(self, forward: Callable[[Tensor], Tensor], random: torch.Generator) -> Tensor:
        """Of one batch, whose choice comes from `random`, a generator of the CPU."""

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Figures of merit of the network, which is in evaluation mode."""


class Trainer:
    """One run. `checkpoint.pt`, `log.jsonl` and `weights.safetensors` are in the folder `out`."""

    def __init__(self, task: Task, options: argparse.Namespace):
        self._task, self._options = task, options
        self._out: Path = options.out
        self._out.mkdir(parents=True, exist_ok=True)
        self._checkpoint = self._out / "checkpoint.pt"
        self._log = RunLog(self._out / "log.jsonl")
        self._device = torch.device(options.device)
        self._network = task.network.to(self._device)
        self._forward = torch.compile(self._network) if options.compile else self._network
        self._average = Average(self._network, task.recipe.average_decay)
        self._optimiser = torch.optim.AdamW(
            self._network.parameters(),
            lr=task.recipe.learning_rate,
            weight_decay=task.recipe.weight_decay,
            fused=self._device.type == "cuda",
        )
        self._random = torch.Generator().manual_seed(options.seed)
        self._step = 0
        self._validated = -1  # how many of the planned validations are done
        self._before = 0.0  # seconds of earlier runs
        self._started = self._saved = time.monotonic()

    @property
    def configuration(self) -> dict:
        plan = {"minutes": self._options.minutes, "steps": self._options.steps}
        task = self._task
        chosen = {"seed": self._options.seed, "bf16": self._options.bf16}
        return {"task": task.name} | plan | chosen | asdict(task.recipe) | task.configuration

    def run(self) -> bool:
        """Trains until the plan is done or this run's time is over; says whether the plan is done."""
        if self._resume():
            print(f"{self._out}: this plan is done already", flush=True)
            return True
        self._started = self._saved = time.monotonic()
        losses: list[Tensor] = []
        while (progress := self._progress()) < 1 and not self._out_of_time():
            self._validate_if_due(progress)
            losses.append(self._advance(progress))
            if self._step % self._options.log_every == 0:
                self._report(losses, progress)
                losses = []
            if time.monotonic() - self._saved > self._options.save_seconds:
                self._save()
        done = self._progress() >= 1
        if done:
            self._validate()
        event = "finished" if done else "stopped"
        self._log.write({"step": self._step, "seconds": self._seconds(), "event": event})
        self._save(done)
        return done

    def _resume(self) -> bool:
        """Takes up where the last run stopped; says whether the plan is done."""
        if not self._checkpoint.exists():
            self._log.cut(-1)  # of a run that was killed before it had saved anything
            self._log.write({"step": 0, "event": "started"} | self._facts())
            return False
        stored = load_checkpoint(self._checkpoint, self.configuration)
        self._network.load_state_dict(stored["network"])
        self._average.load(stored["average"])
        self._optimiser.load_state_dict(stored["optimiser"])
        self._random.set_state(stored["random"])
        torch.set_rng_state(stored["random_of_torch"])
        if self._device.type == "cuda" and "random_of_device" in stored:
            torch.cuda.set_rng_state(stored["random_of_device"], self._device)
        self._step, self._before = stored["step"], stored["seconds"]
        self._validated = stored["validated"]
        if stored["done"]:
            return True
        self._log.cut(self._step)
        self._log.write({"step": self._step, "event": "resumed"} | self._facts())
        return False

    def _facts(self) -> dict:
        cuda = self._device.type == "cuda"
        return {
            "device": torch.cuda.get_device_name(self._device) if cuda else "cpu",
            "threads": torch.get_num_threads(),
            "parameters": sum(weight.numel() for weight in self._network.parameters()),
            "compile": self._options.compile,
            "tools": manifest.versions(_PACKAGES),
            "configuration": self.configuration,
        }

    def _advance(self, progress: float) -> Tensor:
        """One step of the optimiser; the loss stays on the device, so that nothing waits for it."""
        for group in self._optimiser.param_groups:
            group["lr"] = self._task.recipe.learning_rate * rate(progress)
        self._network.train()
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._options.bf16):
            loss = self._task.loss(self._forward, self._random)
        loss.backward()
        nn.utils.clip_grad_norm_(self._network.parameters(), self._task.recipe.largest_gradient)
        self._optimiser.step()
        self._optimiser.zero_grad(set_to_none=True)
        self._step += 1
        self._average.update(self._network, self._step)
        return loss.detach()

    def _report(self, losses: list[Tensor], progress: float) -> None:
        loss = torch.stack(losses).mean().item()
        record = {"step": self._step, "seconds": self._seconds(), "progress": progress}
        self._log.write(record | {"rate": self._optimiser.param_groups[0]["lr"], "loss": loss})
        if not math.isfinite(loss):
            raise SystemExit(f"the loss is {loss} at step {self._step}: lower the learning rate")

    def _validate_if_due(self, progress: float) -> None:
        if int(progress * self._options.validations) > self._validated:
            self._validate()
            self._validated = int(progress * self._options.validations)

    @torch.no_grad()
    def _validate(self) -> None:
        """Of the averaged weights, which are what the run is after."""
        kept = {name: value.clone() for name, value in self._network.state_dict().items()}
        self._network.load_state_dict(self._average.weights)
        self._network.eval()
        figures = self._task.validate(self._network)
        self._network.load_state_dict(kept)
        self._log.write({"step": self._step, "seconds": self._seconds(), "validation": figures})

    def _save(self, done: bool = False) -> None:
        state = {
            "done": done,
            "step": self._step,
            "seconds": self._seconds(),
            "validated": self._validated,
            "network": self._network.state_dict(),
            "average": self._average.weights,
            "optimiser": self._optimiser.state_dict(),
            "random": self._random.get_state(),
            "random_of_torch": torch.get_rng_state(),
        }
        if self._device.type == "cuda":
            state["random_of_device"] = torch.cuda.get_rng_state(self._device)
        save_checkpoint(self._checkpoint, self.configuration, state)
        about = {"step": self._step, "configuration": self.configuration}
        save_weights(self._out / "weights.safetensors", self._average.weights, about)
        self._saved = time.monotonic()

    def _progress(self) -> float:
        if self._options.steps is not None:
            return self._step / self._options.steps
        return self._seconds() / (60 * self._options.minutes)

    def _seconds(self) -> float:
        return self._before + time.monotonic() - self._started

    def _out_of_time(self) -> bool:
        limit = self._options.stop_after_minutes
        return limit is not None and time.monotonic() - self._started >= 60 * limit


def rate(progress: float) -> float:
    """Learning rate as a part of its highest: a short rise, then half a cosine."""
    if progress < _WARM_UP:
        return (progress + _WARM_UP / 50) / (_WARM_UP + _WARM_UP / 50)
    fall = (progress - _WARM_UP) / (1 - _WARM_UP)
    return _LAST_RATE + (1 - _LAST_RATE) * (1 + math.cos(math.pi * min(fall, 1))) / 2


def parser(about: str, minutes: float) -> argparse.ArgumentParser:
    """The options of every training."""
    made = argparse.ArgumentParser(description=about)
    made.add_argument(
        "--out", type=Path, required=True, help="folder of checkpoint, log and weights"
    )
    made.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    made.add_argument(
        "--minutes", type=float, default=minutes, help=f"planned, all runs ({minutes})"
    )
    made.add_argument("--steps", type=int, help="planned, all runs; instead of minutes")
    made.add_argument(
        "--stop-after-minutes", type=float, help="of this run; go on by calling again"
    )
    made.add_argument("--seed", type=int, default=2022, help="of initial weights and batches")
    made.add_argument("--bf16", action="store_true", help="multiply in BF16 (autocast)")
    made.add_argument("--compile", action="store_true", help="let torch.compile fuse kernels")
    made.add_argument("--threads", type=int, default=1, help="of PyTorch on the CPU (1)")
    made.add_argument("--validations", type=int, default=10, help="over the plan (10)")
    made.add_argument("--log-every", type=int, default=50, metavar="STEPS")
    made.add_argument("--save-seconds", type=float, default=60, help="between checkpoints (60)")
    return made


def prepare(options: argparse.Namespace) -> None:
    """Seeds PyTorch; call before the network is made. TF32 is good enough to find weights with."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    if options.steps is not None:
        options.minutes = None
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
