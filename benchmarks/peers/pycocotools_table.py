"""The table of pycocotools.sh from the files in its folder; fails if the numbers of both differ."""

import json
import pathlib
import statistics
import sys

KEYS = "AP AP50 AP75 APsmall APmedium APlarge AR1 AR10 AR100 ARsmall ARmedium ARlarge".split()


def main(work: pathlib.Path) -> None:
    rounds = [json.loads(line) for line in (work / "python-rounds.jsonl").read_text().splitlines()]
    for threads in (1, 2):
        ours = json.loads((work / f"assay-{threads}.json").read_text())
        if [ours[key] for key in KEYS] != rounds[0]["stats"]:
            raise SystemExit(f"the numbers differ with {threads} threads: {ours} and {rounds[0]['stats']}")
    evaluate = statistics.median(time for it in rounds for time in it["evaluate"])
    process, processor, memory = column(work / "python.times")
    print(f"{len(rounds)} processes of each, medians")
    print(f"{'':32} {'seconds':>9} {'ratio':>7} {'CPU s':>7} {'ratio':>7} {'MiB':>6}")
    row("pycocotools, process", process, process, processor, processor, memory)
    for threads in (1, 2):
        ours, cpu, memory = column(work / f"assay-{threads}.times")
        row(f"assay coco, {threads} thread(s), process", ours, process, cpu, processor, memory)
    row("pycocotools, evaluation", evaluate, evaluate)
    for threads in (1, 2):
        results = json.loads((work / f"jmh-{threads}.json").read_text())
        for result in results:
            name = result["benchmark"].rsplit(".", 1)[1]
            seconds = result["primaryMetric"]["scorePercentiles"]["50.0"] / 1000
            peer = {"evaluate": evaluate, "read": statistics.median(it["load"] for it in rounds)}[name]
            row(f"JMH {name}, {threads} thread(s)", seconds, peer)
    print("all twelve numbers are equal")


def column(file: pathlib.Path) -> tuple[float, float, float]:
    """Median seconds, median seconds of processor time, and the largest memory in MiB."""
    rows = [tuple(map(float, line.split())) for line in file.read_text().splitlines()]
    seconds = statistics.median(it[0] for it in rows)
    return seconds, statistics.median(it[1] + it[2] for it in rows), max(it[3] for it in rows) / 1024


def row(name: str, seconds: float, peer: float, *process: float) -> None:
    line = f"{name:32} {seconds:9.3f} {peer / seconds:7.1f}"
    if process:
        cpu, peer_cpu, memory = process
        line += f" {cpu:7.2f} {peer_cpu / cpu:7.1f} {memory:6.0f}"
    print(line)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
