"""Runs every step into a folder, then describes it or compares it with what is stored."""

import argparse
import subprocess
import sys
from pathlib import Path

import manifest
from steps import STEPS

_TOOLS = Path(__file__).resolve().parent
_STORED = _TOOLS.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=_STORED, help="default: reference-data")
    parser.add_argument("--check", action="store_true", help="compare with reference-data")
    arguments = parser.parse_args()
    for step in STEPS:
        print(f"== {step.command.split()[0]}", flush=True)
        tool, *words = step.command.split()
        words = [word.format(out=arguments.out, stored=_STORED) for word in words]
        status = subprocess.run([sys.executable, str(_TOOLS / tool), *words]).returncode
        if status != 0:
            sys.exit(f"{tool} failed with exit status {status}")
    if not arguments.check:
        manifest.write(arguments.out)
        return
    problems = manifest.check(arguments.out, _STORED)
    for problem in problems:
        print(f"MISMATCH {problem}", file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
