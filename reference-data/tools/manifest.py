"""Writes `manifest.json`, which says how each file was made, and checks remade files against it."""

import gzip
import hashlib
import importlib.metadata
import json
import math
import platform
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file

import noise
import row_files
from errors import relative_l2
from steps import BIT_FOR_BIT, STEPS, Product, Step

SCHEMA = "assay.manifest/1"
NAME = "manifest.json"


def write(folder: Path) -> None:
    """Describes every product in `folder`."""
    files = [_entry(folder, step, product) for step in STEPS for product in step.products]
    _save(folder / NAME, files)


def merge(folder: Path, made: dict[str, dict], packages: list[str]) -> None:
    """Describes files of `folder` that were just made; entries of other files that exist stay."""
    path = folder / NAME
    stored = json.loads(path.read_text())["files"] if path.exists() else []
    kept = [it for it in stored if it["path"] not in made and (folder / it["path"]).exists()]
    new = [
        {
            "path": name,
            "sha256": _sha256(folder / name),
            "bytes": (folder / name).stat().st_size,
            "tools": versions(packages),
        }
        | facts
        for name, facts in made.items()
    ]
    _save(path, sorted(kept + new, key=lambda entry: entry["path"]))


def check(remade: Path, stored: Path) -> list[str]:
    """One line for each file of `remade` that is not what the manifest in `stored` promises."""
    problems = []
    for entry in json.loads((stored / NAME).read_text())["files"]:
        path = entry["path"]
        if _sha256(remade / path) == entry["sha256"]:
            print(f"{path}: the same bytes")
        elif path.endswith(".npz") and _same_tensors(remade / path, stored / path):
            print(f"{path}: the same tensors, compressed by another zlib")
        elif entry["reproducibility"] == BIT_FOR_BIT:
            problems.append(f"{path}: other bytes than the manifest's, {_tools_apart(entry)}")
        else:
            problems += _check_within_noise(entry, remade, stored)
    return problems


def _entry(folder: Path, step: Step, product: Product) -> dict:
    path = folder / product.path
    return {
        "path": product.path,
        "sha256": _sha256(path),
        "bytes": path.stat().st_size,
        "tracked": product.tracked,
        "command": "python reference-data/tools/" + _as_in_the_repository(step.command),
        "seed": step.seed,
        "tools": versions(step.packages),
        "settings": step.settings,
        "reproducibility": product.reproducibility,
    }


def _as_in_the_repository(command: str) -> str:
    return command.format(out="reference-data", stored="reference-data")


def _same_tensors(remade: Path, stored: Path) -> bool:
    if not stored.exists():
        return False
    new, old = row_files.load(remade), row_files.load(stored)
    return new.keys() == old.keys() and all(torch.equal(new[name], old[name]) for name in old)


def _check_within_noise(entry: dict, remade: Path, stored: Path) -> list[str]:
    path, how = entry["path"], entry["reproducibility"]
    if not (stored / path).exists():
        print(f"{path}: other bytes, and nothing to compare with here: it is not tracked")
        return []
    error = _apart(remade / path, stored / path, of_noise=path == how["noise"])
    limit = how["multipleOfFp64Noise"] * _noise(stored / how["noise"])
    print(f"{path}: relative error {error:.3g}, at most {limit:.3g} is allowed")
    return [] if error <= limit else [f"{path}: relative error {error:.3g} is above {limit:.3g}"]


def _apart(remade: Path, stored: Path, of_noise: bool) -> float:
    if of_noise:
        return _noise(remade)
    if stored.suffix == ".gz":
        return _detections_apart(remade, stored)
    if stored.suffix == ".json":
        return _ranges_apart(remade, stored)
    new, old = load_file(remade), load_file(stored)
    return max(relative_l2(new[name], old[name]) for name in old)


def _detections_apart(remade: Path, stored: Path) -> float:
    """relL2 of the scores by image and rank: near ones may change places, but ranked scores hardly move."""
    new, old = (json.loads(gzip.decompress(path.read_bytes())) for path in (remade, stored))
    if [it["image_id"] for it in new] != [it["image_id"] for it in old]:
        return math.inf
    scores = [np.array([it["score"] for it in found]) for found in (new, old)]
    return relative_l2(*scores)


def _ranges_apart(remade: Path, stored: Path) -> float:
    """The largest relative difference of two files of ranges, infinite if they differ otherwise."""
    new, old = json.loads(remade.read_text()), json.loads(stored.read_text())
    new_ranges, old_ranges = new.pop("ranges"), old.pop("ranges")
    new.pop("madeBy"), old.pop("madeBy")
    if new != old or new_ranges.keys() != old_ranges.keys():
        return math.inf
    return max(abs(new_ranges[name] / old_ranges[name] - 1) for name in old_ranges)


def _save(path: Path, files: list[dict]) -> None:
    path.write_text(json.dumps({"schema": SCHEMA, "files": files}, indent=1) + "\n")


def _tools_apart(entry: dict) -> str:
    here = versions([name for name in entry["tools"] if name != "python"])
    apart = [
        f"{name} {version} there, {here[name]} here"
        for name, version in entry["tools"].items()
        if here[name] != version
    ]
    return "; ".join(apart) if apart else "with the same tools"


def versions(packages: list[str]) -> dict:
    versions = {"python": platform.python_version()}
    return versions | {name: importlib.metadata.version(name) for name in packages}


def _noise(path: Path) -> float:
    return noise.largest(json.loads(path.read_text()))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
