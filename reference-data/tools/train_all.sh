#!/usr/bin/env bash
# Trains the models that are shipped: train_all.sh --minutes 15 --data FOLDER --out FOLDER
# [--devices cuda:0 cuda:1]. Calling it again goes on. PYTHON names a Python, ASSAY a built assay.
set -euo pipefail

tools="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
export PYTHONDONTWRITEBYTECODE=1
exec "${PYTHON:-python3}" "$tools/train_all.py" "$@"
