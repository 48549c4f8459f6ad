"""Writes the suites, with limits from what was simulated, and of the shipped models those that are trained.

In a template of `suites/`, lines from `#: MODEL` to `#:` stay if the model is shipped, and
`<MODEL PRECISION KEY ...>` becomes the limits that `precision_noise.py` wrote to `noise/MODEL-SIZE.json`, the size
being the tracked one unless it is given as `MODEL@SIZE`; a hyphen in the precision stands for a blank, and
`KEY<=LIMIT` takes the smaller one: what may be lost is a choice where arithmetic alone would allow anything.
"""

import json
import re
from pathlib import Path

from shipped import SHIPPED

_TEMPLATES = Path(__file__).resolve().parent / "suites"
_DATA = _TEMPLATES.parents[1]
_LIMITS = re.compile(r"<(\S+) (\S+) ((?:[^<>]|<=)+)>")
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
    model, precision, keys = match.groups()
    name, _, size = model.partition("@")
    record = json.loads((_DATA / "noise" / f"{name}-{size or _tracked_size(name)}.json").read_text())
    limits = record["precisions"][precision.replace("-", " ")]["limits"]
    return ", ".join(_limit(key, limits) for key in keys.split())


def _limit(wanted: str, limits: dict[str, float]) -> str:
    key, _, most = wanted.partition("<=")
    return f"{key}: {_number(min(limits[key], float(most or 'inf')))}"


def _tracked_size(name: str) -> str:
    (model,) = [it for it in SHIPPED if it.name == name]
    return model.size


def _number(value: float) -> str:
    """1.2e-5 and not 1.2e-05."""
    return re.sub(r"e([+-])0", r"e\1", f"{value:.2g}")


if __name__ == "__main__":
    main()
