"""`assay coco` against pycocotools on the cases of coco_cases.py, bit for bit.

    python coco_conformance.py compare ASSAY [--seed N] [--count N]   # runs the launcher ASSAY on fresh cases
    python coco_conformance.py write FOLDER [--seed N] [--count N]    # cases with expected results, for the tests
    python coco_conformance.py expect FOLDER                          # expected.json of gt.json and dt.json, boxes

`compare` looks at the twelve numbers, and at the twelve of every category, in both modes: with --as-pycocotools
they must be equal or both must refuse; without, equal too, or refused because an annotation's id is 0 or was used
before, or zero with a warning where there are no detections. `write` made the folders `generated_*` of
accuracy/src/test/resources/coco/cases.zip.gz: seed 20260101, 30 cases.
"""

import argparse
import collections
import concurrent.futures
import contextlib
import hashlib
import importlib.metadata
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

import coco_cases

KEYS = ("AP", "AP50", "AP75", "APsmall", "APmedium", "APlarge", "AR1", "AR10", "AR100", "ARsmall", "ARmedium", "ARlarge")


def expected(folder: pathlib.Path, case: coco_cases.Case) -> dict:
    """What pycocotools makes of a case that lies in a folder."""
    result = {"gt": "gt.json", "dt": "dt.json", "iouType": case.iou_type, "useCats": int(case.use_categories)}
    result |= {"params": {"maxDets": case.max_dets}, "note": case.note, "strictRefuses": case.refused}
    try:
        with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
            truth = COCO(folder / "gt.json")
            evaluation = COCOeval(truth, truth.loadRes(str(folder / "dt.json")), case.iou_type)
            evaluation.params.useCats = result["useCats"]
            evaluation.params.maxDets = list(case.max_dets)
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
    except (IndexError, KeyError, AssertionError) as e:
        return result | {"raises": repr(e)}
    arrays = evaluation.eval
    ids = sorted(it["id"] for it in case.truth["categories"]) if case.use_categories else [-1]
    return result | {
        "stats_hex": [float(it).hex() for it in evaluation.stats],
        "perCategory": {str(it): category(arrays, at) for at, it in enumerate(ids)},
        "precision_sha256": digest(arrays["precision"]),
        "recall_sha256": digest(arrays["recall"]),
        "computedWith": f"pycocotools {importlib.metadata.version('pycocotools')} numpy {np.__version__}",
    }


def category(arrays: dict, k: int) -> dict:
    """The twelve numbers of one category, by detectron2's convention: the last maxDets in the place of 100."""
    precision, recall = arrays["precision"][:, :, k], arrays["recall"][:, k]
    values = [precision[:, :, 0, -1], precision[0:1, :, 0, -1], precision[5:6, :, 0, -1]]
    values += [precision[:, :, area, -1] for area in (1, 2, 3)]
    values += [recall[:, 0, 0], recall[:, 0, 1], recall[:, 0, -1]]
    values += [recall[:, area, -1] for area in (1, 2, 3)]
    return {key: float(np.mean(it[it > -1])) if (it > -1).any() else -1.0 for key, it in zip(KEYS, values)}


def digest(array: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def store(folder: pathlib.Path, case: coco_cases.Case) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("gt.json", case.truth), ("dt.json", case.found)):
        (folder / name).write_text(json.dumps(content, separators=(",", ":")) + "\n")


def write(out: pathlib.Path, seed: int, count: int) -> None:
    for index in range(count):
        case = coco_cases.case(seed, index)
        folder = out / f"generated_{index:02}"
        store(folder, case)
        (folder / "expected.json").write_text(json.dumps(expected(folder, case), indent=1) + "\n")


def expect(folder: pathlib.Path) -> None:
    truth = json.loads((folder / "gt.json").read_text())
    case = coco_cases.Case(truth, [], "bbox", True, [1, 10, 100], False, "")
    (folder / "expected.json").write_text(json.dumps(expected(folder, case), indent=1) + "\n")


def compare(assay: str, seed: int, count: int) -> None:
    outcomes: collections.Counter = collections.Counter()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool, tempfile.TemporaryDirectory() as scratch:
        judged = []
        for index in range(count):
            case = coco_cases.case(seed, index)
            folder = pathlib.Path(scratch) / str(index)
            store(folder, case)
            want = expected(folder, case)
            judged += [pool.submit(judge, assay, folder, case, want, strict) for strict in (False, True)]
        for future in judged:
            outcomes[future.result()] += 1
    for outcome, times in sorted(outcomes.items()):
        print(f"{times:6} {outcome}")
    sys.exit(1 if any("DIFFERS" in it for it in outcomes) else 0)


def judge(assay: str, folder: pathlib.Path, case: coco_cases.Case, want: dict, strict: bool) -> str:
    """What became of a case, in a word or two; with `DIFFERS` where it is not what it should be."""
    mode = "strict" if strict else "as pycocotools"
    return f"{mode}: {_judge(assay, folder, case, want, strict)}"


def _judge(assay: str, folder: pathlib.Path, case: coco_cases.Case, want: dict, strict: bool) -> str:
    command = [assay, "coco", str(folder / "gt.json"), str(folder / "dt.json"), "--iou-type", case.iou_type]
    command += ["--max-dets", ",".join(map(str, case.max_dets)), "--json", "-"]
    command += [] if case.use_categories else ["--no-categories"]
    command += [] if strict else ["--as-pycocotools"]
    done = subprocess.run(command, capture_output=True, text=True)
    got = json.loads(done.stdout) if done.returncode == 0 else {}
    where = f"index {folder.name}: {done.stderr.strip()}"
    if strict and case.refused:
        return "refused by id" if not got and "the id " in done.stderr else "DIFFERS, not refused, " + where
    if "raises" in want and strict:
        no_hits = not case.found and all(got[key] in (0, -1) for key in KEYS) and "no detections" in done.stderr
        return "no detections, zero with a warning" if no_hits else "DIFFERS, " + where
    if "raises" in want:
        return "both refuse" if not got and done.returncode == 64 else "DIFFERS, not refused, " + where
    same = got and [got[key] for key in KEYS] == [float.fromhex(it) for it in want["stats_hex"]]
    categories = same and set(got["perCategory"]) == set(want["perCategory"])
    same = categories and all(
        got["perCategory"][it][key] == value for it, keys in want["perCategory"].items() for key, value in keys.items()
    )
    return f"every bit equal, {case.iou_type}" if same else "DIFFERS, " + where


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("compare", "write", "expect"))
    parser.add_argument("target", help="launcher or folder")
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--count", type=int, default=30)
    arguments = parser.parse_args()
    if arguments.what == "write":
        write(pathlib.Path(arguments.target), arguments.seed, arguments.count)
    elif arguments.what == "expect":
        expect(pathlib.Path(arguments.target))
    else:
        compare(arguments.target, arguments.seed, arguments.count)


if __name__ == "__main__":
    main()
