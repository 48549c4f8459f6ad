#!/usr/bin/env bash
# Remakes all reference data in place, or with --check into a temporary folder that is compared with the
# manifest. Needs a Python with requirements.txt (PYTHON names it) and a built assay (ASSAY names it).
set -euo pipefail

tools="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
python="${PYTHON:-python3}"

# TorchScript writes some attributes in the order of a set of strings, which Python shuffles by default.
export PYTHONHASHSEED=0
export PYTHONDONTWRITEBYTECODE=1

case "${1:-}" in
  "")
    "$python" "$tools/remake.py"
    ;;
  --check)
    folder="$(mktemp -d)"
    trap 'rm -rf "$folder"' EXIT
    "$python" "$tools/remake.py" --out "$folder" --check
    ;;
  *)
    echo "usage: remake.sh [--check]" >&2
    exit 64
    ;;
esac
