"""What pycocotools makes of two files and how long it takes, as one line of JSON.

    python pycocotools_times.py GT.json DT.json [ROUNDS]

`load` reads both files, `evaluate` is `evaluate()` and `accumulate()`, once a round in this process.
"""

import contextlib
import io
import json
import sys
import time

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def main(truth: str, found: str, rounds: int) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        start = time.perf_counter()
        annotations = COCO(truth)
        detections = annotations.loadRes(found)
        load = time.perf_counter() - start
        evaluate = []
        for _ in range(rounds):
            evaluation = COCOeval(annotations, detections, "bbox")
            start = time.perf_counter()
            evaluation.evaluate()
            evaluation.accumulate()
            evaluate.append(time.perf_counter() - start)
        evaluation.summarize()
    print(json.dumps({"load": load, "evaluate": evaluate, "stats": [float(it) for it in evaluation.stats]}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
