"""What is answered where a request fails."""

from __future__ import annotations

import os
import traceback


class Failure(Exception):
    """Something that Assay reports to its user: `kind` is one of Assay's kinds of errors."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def sentence(error: BaseException, skipped: int = 1) -> str:
    """Type, message and place of an exception of somebody else's code, in one line.

    The place is the innermost frame that is neither PyTorch's nor, of `skipped` outer frames, the worker's own.
    """
    own = os.path.dirname(os.path.abspath(__file__))
    place = ""
    for frame in traceback.extract_tb(error.__traceback__)[skipped:]:
        inside = os.path.abspath(frame.filename)
        if not inside.startswith(own) and f"{os.sep}site-packages{os.sep}" not in inside:
            place = f" ({frame.filename}:{frame.lineno} in {frame.name})"
    lines = str(error).strip().splitlines()
    text = " ".join(line.strip() for line in lines[:4]) if lines else "no message"
    return f"{type(error).__name__}: {text}{place}"
