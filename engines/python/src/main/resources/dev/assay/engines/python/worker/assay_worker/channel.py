"""The two pipes to Assay, out of reach of whatever else prints or reads in this process."""

from __future__ import annotations

import json
import os
import select
import time
from typing import Any, Optional

_CHUNK = 1 << 16


class Channel:
    """Takes over standard input and output: from here on others read nothing there and print to standard error."""

    def __init__(self) -> None:
        self._in = os.dup(0)
        self._out = os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        self._pending = b""

    def receive(self, spin_seconds: float = 0) -> Optional[dict[str, Any]]:
        """The next request, or None when Assay has gone.

        Waits busily at first if told so: a process that sleeps wakes up to cold caches and a slow clock, and its next
        launch would be timed slower than it is.
        """
        while b"\n" not in self._pending:
            if spin_seconds > 0:
                self._spin(spin_seconds)
            chunk = os.read(self._in, _CHUNK)
            if not chunk:
                return None
            self._pending += chunk
        line, self._pending = self._pending.split(b"\n", 1)
        request: dict[str, Any] = json.loads(line)
        return request

    def _spin(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            if select.select([self._in], [], [], 0)[0]:
                return

    def send(self, message: dict[str, Any]) -> None:
        line = json.dumps(message).encode() + b"\n"
        while line:
            line = line[os.write(self._out, line) :]
