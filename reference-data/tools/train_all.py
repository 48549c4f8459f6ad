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
from dataclasses import dataclass
from pathlib import Path

import scenes

_TOOLS = Path(__file__).resolve().parent
_SEED = 2022
_SPLITS = ("train", "validation")
_ANNOTATIONS = "instances.json"


@dataclass(frozen=True)
class Data:
    """A data set of `assay generate`, in two halves that share no scene; one file for each."""

    kind: str
    height: int
    width: int
    train: int
    validation: int

    def make(self, folder: Path) -> None:
        for split, count in [("train", self.train), ("validation", self.validation)]:
            if not self.file(folder, split).exists():
                self._generate(folder, split, count)

    def file(self, folder: Path, split: str) -> Path:
        return folder / f"{self.kind}-{split}.safetensors"

    def options(self, folder: Path) -> list[str]:
        """Of the script, to find the data."""
        return [word for split in _SPLITS for word in (f"--{split}", str(self.file(folder, split)))]

    def _generate(self, folder: Path, split: str, count: int) -> None:
        file = self.file(folder, split)
        generate = {"spectral": scenes.spectral, "pairs": scenes.pairs}[self.kind]
        generate(file, _SEED, count, self.height, self.width, split)


class DetectionData(Data):
    """Annotations are in a folder beside the file of pixels."""

    def options(self, folder: Path) -> list[str]:
        annotations = [
            word
            for split in _SPLITS
            for word in (f"--{split}-annotations", str(self._folder(folder, split) / _ANNOTATIONS))
        ]
        return super().options(folder) + annotations

    def _folder(self, folder: Path, split: str) -> Path:
        return folder / f"{self.kind}-{split}"

    def _generate(self, folder: Path, split: str, count: int) -> None:
        where, pixels = self._folder(folder, split), self.file(folder, split)
        scenes.detection(where, _SEED, count, self.height, self.width, split, tensors=pixels)


@dataclass(frozen=True)
class Training:
    """A script with the options of `training.parser`."""

    name: str
    script: str
    data: Data
    minutes: float

    def command(self, data: Path, out: Path, device: str, more: list[str]) -> list[str]:
        where = ["--out", str(out / self.name), "--device", device]
        script = str(_TOOLS / self.script)
        return [sys.executable, script, *self.data.options(data), *where, *more]


TRAININGS = {
    it.name: it
    for it in [
        Training("mst-plus-plus", "train_spectral.py", Data("spectral", 256, 256, 240, 16), 15),
        Training(
            "elan-light",
            "train_superres.py",
            Data("pairs", 96, 96, 800, 24),
            15,
        ),
        Training(
            "anchor-detr-small",
            "train_detector.py",
            DetectionData("detection", 192, 256, 16000, 500),
            20,
        ),
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
        if options.compile:
            more.append("--compile")
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
    parser.add_argument("--compile", action="store_true", help="let torch.compile fuse kernels")
    return parser


if __name__ == "__main__":
    main()
