"""Makes the training data that is missing and trains the models that are shipped.

Tasks are taken one after another by each device that is named, so that two devices train two models at a
time. Every task has a folder of its name with `log.jsonl`, `weights.safetensors` and a checkpoint, from
which calling again goes on. When all are finished, `finish_training.py` puts the weights into place.
"""

import argparse
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import scenes

_TOOLS = Path(__file__).resolve().parent
_SEED = 2022


@dataclass(frozen=True)
class Data:
    """A data set of `assay generate`, in two halves that share no scene."""

    kind: str
    height: int
    width: int
    train: int
    validation: int
    more: list[str] = field(default_factory=list)

    def file(self, folder: Path, split: str) -> Path:
        return folder / f"{self.kind}-{split}.safetensors"

    def make(self, folder: Path) -> None:
        for split, count in [("train", self.train), ("validation", self.validation)]:
            path = self.file(folder, split)
            if path.exists():
                continue
            numbers = {"seed": _SEED, "count": count, "height": self.height, "width": self.width}
            words = [word for name, value in numbers.items() for word in (f"--{name}", str(value))]
            unfinished = path.with_suffix(".unfinished.safetensors")
            scenes.assay(["generate", self.kind, "--split", split, *words, *self.more], unfinished)
            unfinished.replace(path)


@dataclass(frozen=True)
class Training:
    """A script with the options of `training.parser`, `--train` and `--validation`."""

    name: str
    script: str
    data: Data
    minutes: float

    def command(self, data: Path, out: Path, device: str, more: list[str]) -> list[str]:
        train, validation = (str(self.data.file(data, it)) for it in ("train", "validation"))
        words = ["--train", train, "--validation", validation, "--out", str(out / self.name)]
        return [sys.executable, str(_TOOLS / self.script), *words, "--device", device, *more]


TRAININGS = {
    it.name: it
    for it in [
        Training("mst-plus-plus", "train_spectral.py", Data("spectral", 256, 256, 240, 16), 12),
        Training("elan-light", "train_superres.py", Data("pairs", 96, 96, 800, 24), 15),
    ]
}


def main() -> None:
    options = _parser().parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    options.out.mkdir(parents=True, exist_ok=True)
    chosen = [TRAININGS[name] for name in options.tasks]
    for training in chosen:
        training.data.make(options.data)
    waiting: queue.SimpleQueue[Training] = queue.SimpleQueue()
    for training in chosen:
        waiting.put(training)
    failed: list[str] = []
    workers = [
        threading.Thread(target=_work, args=(waiting, device, options, failed))
        for device in options.devices
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        sys.exit(f"these trainings failed: {', '.join(failed)}; see their output above")


def _work(
    waiting: queue.SimpleQueue, device: str, options: argparse.Namespace, failed: list[str]
) -> None:
    while True:
        try:
            training = waiting.get_nowait()
        except queue.Empty:
            return
        more = ["--minutes", str(options.minutes or training.minutes)]
        if options.stop_after_minutes is not None:
            more += ["--stop-after-minutes", str(options.stop_after_minutes)]
        more += [
            flag for flag, set in [("--bf16", options.bf16), ("--compile", options.compile)] if set
        ]
        command = training.command(options.data, options.out, device, more)
        print(f"== {training.name} on {device}: {' '.join(command[1:])}", flush=True)
        if subprocess.run(command).returncode != 0:
            failed.append(training.name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of what the runs leave")
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument("--devices", nargs="+", default=["cuda"], help="such as cuda:0 cuda:1, cpu")
    parser.add_argument("--minutes", type=float, help="planned for each task; default: its own")
    parser.add_argument("--stop-after-minutes", type=float, help="of each run of a task")
    parser.add_argument("--tasks", nargs="+", choices=list(TRAININGS), default=list(TRAININGS))
    parser.add_argument("--bf16", action="store_true", help="multiply in BF16 (autocast)")
    parser.add_argument("--compile", action="store_true", help="let torch.compile fuse kernels")
    return parser


if __name__ == "__main__":
    main()
