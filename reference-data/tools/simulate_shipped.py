"""Simulates lower precisions of every shipped model on its tracked rows, for the limits of the suites."""

import subprocess
import sys
from pathlib import Path

from shipped import SHIPPED

_TOOLS = Path(__file__).resolve().parent
_DATA = _TOOLS.parent

if __name__ == "__main__":
    for it in SHIPPED:
        print(f"== {it.name}", flush=True)
        words = ["--model", it.name, "--inputs", f"{_DATA}/{it.inputs}"]
        words += ["--calibration", f"{_DATA}/{it.calibration}"]
        words += ["--out", f"{_DATA}/noise/{it.name}-{it.size}.json"]
        command = [sys.executable, str(_TOOLS / "precision_noise.py"), *words]
        if subprocess.run(command).returncode != 0:
            sys.exit(f"simulating {it.name} failed")
