"""Trains the small AnchorDETR, for a limited time, and goes on from its checkpoint when run again.

    python train_detector.py --train train --val val --run runs/anchor-detr-small --minutes 20

`--train` and `--val` each name `<prefix>.safetensors` (pixels, uint8 [N, 3, 192, 256]) and `<prefix>.json`
(annotations in COCO's format). The rate falls with the time spent out of `--total-minutes`, so that a faster
device takes more steps and every run ends at the lowest rate. In the run's folder: `checkpoint.pt`,
`log.jsonl`, `weights.pt` (averaged weights of the best validation so far).
"""

import argparse
import copy
import math
import time
from pathlib import Path

import torch

from anchor_detr import small_model
from detector.augmentation import augmented
from detector.data import Dataset, load
from detector.detections import decoded, outputs
from detector.evaluation import scores
from detector.learner import Learner
from detector.run_state import Averages, RunState, replace

_LOGGED = ["class", "l1", "giou", "cellClass", "cellL1", "cellGiou"]


class Training:
    """The network, its optimiser and where the run stands."""

    def __init__(self, it: argparse.Namespace, train: Dataset, val: Dataset):
        torch.manual_seed(it.seed)
        self.it, self.val = it, val
        self.device = torch.device(it.device)
        self.train = train.to(self.device)
        model = small_model(train.classes)
        self.learner = Learner(model, it.groups).to(self.device)
        self.averages = Averages(model, copy.deepcopy(model).eval().requires_grad_(False), it.decay)
        self.optimizer = torch.optim.AdamW(
            _weight_groups(self.learner, it.weight_decay), lr=it.rate, fused=self.device.type == "cuda"
        )
        settings = {name: getattr(it, name) for name in _SETTINGS} | {"images": len(train.ids)}
        parts = {"learner": self.learner, "averages": self.averages.averaged, "optimizer": self.optimizer}
        self.state = RunState(it.run, settings, **parts)
        self.losses = self.learner.losses
        if it.compile:
            self.learner.forward = torch.compile(self.learner.forward, dynamic=False)

    def go(self) -> None:
        """Until this run's minutes, or those of all runs, are over."""
        it, state = self.it, self.state
        resumed = state.resume()
        state.log(event="resumed" if resumed else "started", **_about(self.device), **state.settings)
        began, before = time.monotonic(), state.seconds
        end = min(before + 60 * it.minutes, 60 * it.total_minutes)
        evaluated = saved = state.seconds
        self.learner.train()
        while state.seconds < end:
            losses = self._step()
            if state.step % it.log_every == 0:
                # The only place where the host waits for the device.
                named = dict(zip(_LOGGED, (round(value, 4) for value in losses.tolist())))
                state.log(**named, loss=round(sum(named.values()), 4), rate=self._rate())
            if state.step % 10 == 0 and self.device.type == "cuda":
                torch.cuda.current_stream().synchronize()  # lest the host run minutes ahead
            state.seconds = before + time.monotonic() - began
            if state.seconds - evaluated >= 60 * it.evaluate_minutes:
                self._evaluate()
                state.seconds = before + time.monotonic() - began
                evaluated = state.seconds
            if state.seconds - saved >= 60 * it.save_minutes:
                state.save()
                saved = state.seconds
        self._evaluate()
        state.save()

    def _step(self) -> torch.Tensor:
        it = self.it
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate()
        rows = torch.randint(len(self.train.ids), (it.batch,), device=self.device)
        losses = self.losses(augmented(self.train, rows), it.bf16)
        self.optimizer.zero_grad(set_to_none=True)
        losses.sum().backward()
        torch.nn.utils.clip_grad_norm_(self.learner.parameters(), it.clip)
        self.optimizer.step()
        self.state.step += 1
        self.averages.update(self.state.step)
        return losses.detach()

    def _rate(self) -> float:
        """Linear warm-up by steps, then half a cosine by time down to a hundredth."""
        warm = min(1.0, (self.state.step + 1) / self.it.warm_up)
        spent = min(1.0, self.state.seconds / (60 * self.it.total_minutes))
        return self.it.rate * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * spent)) / 2)

    def _evaluate(self) -> None:
        model, state = self.averages.averaged, self.state
        found = decoded(self.val.ids, *outputs(model, self.val, self.it.batch, self.device))
        result = scores(self.val.annotations, found)
        state.log(event="validated", **{name: round(value, 5) for name, value in result.items()})
        if result["AP"] > state.best:
            state.best = result["AP"]
            weights = {"classes": self.train.classes, "step": state.step, "model": model.state_dict()}
            replace(self.it.run / "weights.pt", weights)


_SETTINGS = ["seed", "batch", "groups", "rate", "weight_decay", "warm_up", "clip", "decay", "total_minutes", "bf16"]


def _weight_groups(module: torch.nn.Module, decay: float) -> list[dict]:
    """Matrices and kernels decay; biases, norms, anchor points and patterns do not."""
    free = ("position.weight", "pattern.weight", "more_points")
    named = list(module.named_parameters())
    decaying = [it for name, it in named if it.dim() > 1 and not name.endswith(free)]
    others = [it for name, it in named if it.dim() <= 1 or name.endswith(free)]
    return [{"params": decaying, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]


def _about(device: torch.device) -> dict:
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"
    return {"device": name, "torch": torch.__version__}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", required=True, help="prefix of the training set's two files")
    parser.add_argument("--val", required=True, help="prefix of the validation set's two files")
    parser.add_argument("--run", type=Path, required=True, help="folder of checkpoint, log and weights")
    parser.add_argument("--minutes", type=float, default=20, help="of this run (default: %(default)s)")
    parser.add_argument("--total-minutes", type=float, default=20, help="of all runs (default: %(default)s)")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--images", type=int, help="of the training set, the first so many")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--groups", type=int, default=3, help="of queries that learn side by side")
    parser.add_argument("--seed", type=int, default=2022)
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--weight-decay", type=float, default=0.02)
    parser.add_argument("--warm-up", type=int, default=500, help="steps")
    parser.add_argument("--clip", type=float, default=1.0, help="norm of gradients")
    parser.add_argument("--decay", type=float, default=0.999, help="of averaged weights")
    parser.add_argument("--log-every", type=int, default=50, help="steps")
    parser.add_argument("--evaluate-minutes", type=float, default=2)
    parser.add_argument("--save-minutes", type=float, default=1)
    parser.add_argument("--bf16", action="store_true", help="autocast of the network, not of the losses")
    parser.add_argument("--compile", action="store_true")
    arguments = parser.parse_args()
    # Training may round products to TF32; what is stored from the weights never does.
    torch.set_float32_matmul_precision("high")
    train = load(Path(f"{arguments.train}.safetensors"), Path(f"{arguments.train}.json"), arguments.images)
    val = load(Path(f"{arguments.val}.safetensors"), Path(f"{arguments.val}.json"))
    Training(arguments, train, val).go()


if __name__ == "__main__":
    main()
