"""Writes the suites of the shipped models: those that are trained, with limits from what was simulated.

In a template of `suites/`, lines from `#: MODEL` to `#:` stay if the model is shipped, and
`<MODEL PRECISION KEY ...>` becomes the limits that `precision_noise.py` wrote to `noise/MODEL-SIZE.json`; a hyphen
in the precision stands for a blank.
"""

import json
import re
from pathlib import Path

from shipped import SHIPPED

_TEMPLATES = Path(__file__).resolve().parent / "suites"
_DATA = _TEMPLATES.parents[1]
_LIMITS = re.compile(r"<(\S+) (\S+) ([^>]+)>")
_MARK = "#:"


def main() -> None:
    for template in sorted(_TEMPLATES.glob("*.yml")):
        text = _LIMITS.sub(_limits, _of_shipped(template.read_text()))
        (_DATA / "suites" / template.name).write_text(text)
        print(f"suites/{template.name}")


def _of_shipped(text: str) -> str:
    names = {it.name for it in SHIPPED}
    kept, wanted = [], True
    for line in text.splitlines(keepends=True):
        if line.startswith(_MARK):
            name = line.removeprefix(_MARK).strip()
            wanted = not name or name in names
        elif wanted:
            kept.append(line)
    return "".join(kept)


def _limits(match: re.Match) -> str:
    name, precision, keys = match.groups()
    (model,) = [it for it in SHIPPED if it.name == name]
    record = json.loads((_DATA / "noise" / f"{name}-{model.size}.json").read_text())
    limits = record["precisions"][precision.replace("-", " ")]["limits"]
    return ", ".join(f"{key}: {limits[key]:.2g}" for key in keys.split())


if __name__ == "__main__":
    main()
