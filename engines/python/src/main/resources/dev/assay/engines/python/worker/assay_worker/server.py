"""Answers requests, one after another, until Assay has gone."""

from __future__ import annotations

import os
import platform
import shutil
import threading
import time
import traceback
from typing import Any, Optional

from assay_worker.channel import Channel
from assay_worker.failures import Failure, sentence

_EXIT_CODE = 130
_POLL_SECONDS = 0.5
# Longer than an answer and the next request take on their way; short against a wait for a query that is due.
_SPIN_SECONDS = 0.002


def _forget_sources() -> None:
    """Deletes the folder that Assay unpacked this worker into, in case it is killed before it can."""
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if os.path.basename(folder).startswith("assay-python-"):
        shutil.rmtree(folder, ignore_errors=True)


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone, whatever this one is doing."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_POLL_SECONDS)
        _forget_sources()
        os._exit(_EXIT_CODE)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()


class Server:
    """What is loaded, bound and open."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._request: dict[str, Any] = {}
        self._start: dict[str, Any] = {}
        self._facts: dict[str, str] = {}
        self._network: Any = None
        self._queries: dict[int, Any] = {}
        self._pipeline: Any = None

    def serve(self) -> None:
        while True:
            spin = _SPIN_SECONDS if self._pipeline is not None and self._pipeline.spin else 0
            request: Optional[dict[str, Any]] = self._channel.receive(spin)
            if request is None:
                return
            self._channel.send({"id": request["id"], **self._answer(request)})

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"ok": getattr(self, "_do_" + request["do"])(request)}
        except Failure as failure:
            traceback.print_exc()
            return {"error": {"kind": failure.kind, "message": str(failure)}}
        except (Exception, SystemExit) as error:
            traceback.print_exc()
            return {"error": {"kind": "INFERENCE", "message": sentence(error)}}

    def _do_start(self, request: dict[str, Any]) -> dict[str, str]:
        from assay_worker import runtime

        self._start = request
        self._facts = runtime.start(request)
        return self._facts

    def _do_load(self, request: dict[str, Any]) -> dict[str, str]:
        from assay_worker import network
        from assay_worker.runtime import Arithmetic

        arithmetic = Arithmetic(self._start["precision"], self._start["cast"])
        self._network, facts = network.load(request, self._facts["device"], arithmetic)
        return facts

    def _do_bind(self, request: dict[str, Any]) -> dict[str, Any]:
        from assay_worker.query import Query

        self._queries[request["query"]] = Query(self._network, request, self._start["folders"])
        return {}

    def _do_run(self, request: dict[str, Any]) -> dict[str, Any]:
        import torch

        with torch.inference_mode():
            answer: dict[str, Any] = self._queries[request["query"]].run()
            return answer

    def _do_unbind(self, request: dict[str, Any]) -> dict[str, Any]:
        self._queries.pop(request["query"]).close()
        return {}

    def _do_open(self, request: dict[str, Any]) -> dict[str, Any]:
        import torch

        from assay_worker.pipeline import Pipeline

        with torch.inference_mode():
            self._pipeline = Pipeline(self._network, request, self._start["folders"])
        return {"facts": self._pipeline.facts()}

    def _do_step(self, _: dict[str, Any]) -> dict[str, int]:
        import torch

        with torch.inference_mode():
            self._pipeline.step()
        answer: dict[str, int] = self._pipeline.progress()
        return answer

    def _do_drain(self, _: dict[str, Any]) -> dict[str, int]:
        self._pipeline.drain()
        answer: dict[str, int] = self._pipeline.progress()
        return answer

    def _do_clear(self, _: dict[str, Any]) -> dict[str, int]:
        self._pipeline.clear()
        answer: dict[str, int] = self._pipeline.progress()
        return answer

    def _do_traces(self, request: dict[str, Any]) -> dict[str, int]:
        answer: dict[str, int] = self._pipeline.traces(request["file"])
        return answer

    def _do_outputs(self, _: dict[str, Any]) -> dict[str, Any]:
        import torch

        with torch.inference_mode():
            answer: dict[str, Any] = self._pipeline.outputs()
            return answer

    def _do_shut(self, _: dict[str, Any]) -> dict[str, Any]:
        pipeline, self._pipeline = self._pipeline, None
        pipeline.close()
        return {}

    def _do_memory(self, _: dict[str, Any]) -> dict[str, int]:
        import torch

        return {"weights": self._network.weight_bytes, "peak": torch.cuda.max_memory_allocated()}


def main(protocol: int) -> None:
    channel = Channel()
    _end_with_parent()
    channel.send(
        {"assay": "python-worker", "protocol": protocol, "python": platform.python_version()}
    )
    Server(channel).serve()
    _forget_sources()
