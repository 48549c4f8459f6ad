"""Makes `reference-data/large`: what is too large to be stored, for the suites that need a GPU.

Parts are made in the order rows, fp32, ranges, int8, fp8, strong; each reads the files of those before it,
so a part can be made again by itself. What was made, and how, is in `manifest.json` there. `build-large`
calls this with the settings that files need to come out the same.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import torch

import manifest
from large_models import MODELS, WEIGHT_SEED
from large_parts import PARTS

_LARGE = Path(__file__).resolve().parent.parent / "large"
_PACKAGES = ["numpy", "onnx", "onnxruntime", "safetensors", "torch"]


def main() -> None:
    arguments = _parser().parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":
        # TorchScript writes some attributes in the order of a set of strings, which Python shuffles.
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {"PYTHONHASHSEED": "0"})
    torch.set_num_threads(arguments.threads)
    started = time.monotonic()
    for model in [MODELS[name] for name in arguments.models]:
        wanted = arguments.parts or model.parts
        for part in [part for part in PARTS if part in wanted]:
            begin = time.monotonic()
            print(f"== {model.name} {part}", flush=True)
            with torch.no_grad():
                made = PARTS[part](model, arguments.out)
            seconds = time.monotonic() - begin
            command = f"reference-data/tools/build-large --models {model.name} --parts {part}"
            entries = {
                path: {"command": command, "seed": WEIGHT_SEED} | facts
                for path, facts in made.items()
            }
            manifest.merge(arguments.out, entries, _PACKAGES)
            for path in made:
                print(f"   {path}: {(arguments.out / path).stat().st_size / 1e6:.1f} MB")
            print(f"   {seconds:.1f} s", flush=True)
    print(f"{time.monotonic() - started:.0f} s in all")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=_LARGE, help="default: reference-data/large")
    _choices(parser, "--models", list(MODELS), list(MODELS), "all")
    _choices(parser, "--parts", list(PARTS), [], "what suites need of the model")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="default: every core")
    return parser


def _choices(
    parser: argparse.ArgumentParser, name: str, known: list[str], default: list[str], said: str
) -> None:
    text = f"of {', '.join(known)}; default: {said}"
    parser.add_argument(name, nargs="+", choices=known, default=default, metavar="NAME", help=text)


if __name__ == "__main__":
    main()
