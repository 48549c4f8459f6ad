"""Puts trained weights into place, and makes all that follows from them: one command behind `train_all.sh`.

Takes the folder that `train_all.py` wrote. A model's weights end up in its ONNX file alone; `remake.sh`
reads them from there. Rows, stored outputs, ranges, noise and manifest are remade, lower precisions are simulated,
and suites are written with the limits that follow. Needs a built Assay.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import torch

import weights
from export import export
from networks import NETWORKS

_TOOLS = Path(__file__).resolve().parent
_ONNX = "fp32.onnx"


def main() -> None:
    arguments = _parser().parse_args()
    if os.environ.get("PYTHONHASHSEED") != "0":
        # TorchScript writes some attributes in the order of a set of strings, which Python shuffles.
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | {"PYTHONHASHSEED": "0"})
    torch.set_num_threads(1)
    for name in arguments.models:
        _finish(weights.TRAINED[name], arguments.trained / name, arguments.unfinished)
    if arguments.no_remake:
        return
    for tool in ["remake.py", "simulate_shipped.py", "write_suites.py"]:
        # Each in its own process: what is shipped is only known when the logs are in place.
        if subprocess.run([sys.executable, str(_TOOLS / tool)]).returncode != 0:
            sys.exit(f"{tool} failed: see its output above, then call it again")


def _finish(model: weights.Trained, trained: Path, unfinished: bool) -> None:
    records = [json.loads(line) for line in (trained / "log.jsonl").read_text().splitlines()]
    if records[-1].get("event") != "finished" and not unfinished:
        raise SystemExit(
            f"{trained}: the training is not finished; go on with it, or give --unfinished"
        )
    network = model.network(trained / "weights.safetensors")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        export(NETWORKS[model.name], network, made, made)
        weights.check_kept(model.name, network, made)
        model.folder.mkdir(parents=True, exist_ok=True)
        os.chmod(shutil.copyfile(made / _ONNX, model.folder / _ONNX), 0o644)
    exported = hashlib.sha256((model.folder / _ONNX).read_bytes()).hexdigest()
    records.append({"step": records[-1]["step"], "event": "exported", _ONNX: exported})
    model.log.write_text("".join(json.dumps(record) + "\n" for record in records))
    print(f"{model.name}: {json.dumps(_reached(records))}")


def _reached(records: list[dict]) -> dict:
    """The last validation, and how long it took to get there."""
    last = [record for record in records if "validation" in record][-1]
    return last["validation"] | {"step": last["step"], "minutes": round(last["seconds"] / 60, 1)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, required=True, help="--out of train_all.sh")
    parser.add_argument(
        "--models", nargs="+", choices=list(weights.TRAINED), default=list(weights.TRAINED)
    )
    parser.add_argument("--unfinished", action="store_true", help="take what was reached so far")
    parser.add_argument("--no-remake", action="store_true", help="leave outputs and manifest alone")
    return parser


if __name__ == "__main__":
    main()
