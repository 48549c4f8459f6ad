"""AP of detections: by `assay coco`, or by pycocotools where that can be imported and Assay is not built."""

import contextlib
import importlib.util
import io
import json
import os
import subprocess
import tempfile
from pathlib import Path

_BUILT = Path(__file__).resolve().parents[3] / "dist" / "bin" / "assay"
_NAMES = ["AP", "AP50", "AP75", "APsmall", "APmedium", "APlarge"]


def scores(annotations: Path, detections: list[dict]) -> dict[str, float]:
    """The first six of COCO's numbers; -1 where there is nothing of that size."""
    if not detections:
        return dict.fromkeys(_NAMES, 0.0)
    launcher = Path(os.environ.get("ASSAY", _BUILT))
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / "detections.json"
        found.write_text(json.dumps(detections))
        if launcher.exists():
            command = [str(launcher), "coco", "--json", "-", str(annotations), str(found)]
            text = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
            record = json.loads(text)
            return {name: record[name] for name in _NAMES}
        if importlib.util.find_spec("pycocotools") is None:
            raise SystemExit(
                f"no {launcher} and no pycocotools: build Assay, set ASSAY, or install one"
            )
        with contextlib.redirect_stdout(io.StringIO()):
            return _by_pycocotools(annotations, found)


def _by_pycocotools(annotations: Path, found: Path) -> dict[str, float]:
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    truth = COCO(str(annotations))
    evaluation = COCOeval(truth, truth.loadRes(str(found)), "bbox")
    evaluation.evaluate()
    evaluation.accumulate()
    evaluation.summarize()
    return {name: float(value) for name, value in zip(_NAMES, evaluation.stats)}
