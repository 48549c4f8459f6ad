"""The loop of NVIDIA's trtexec on CUDA: inputs, inference and outputs on a stream each, tied by events.

The same loop as Assay's own for TensorRT, step by step, so that the same names mean the same spans.
"""

from __future__ import annotations

import time
from array import array
from typing import Any, Callable, Sequence

import torch
from torch import Tensor

from assay_worker.failures import Failure, sentence
from assay_worker.network import Network
from assay_worker.tensors import Mapped, Outputs

_KEPT = 1 << 20
_VALUES = 10
_WARM_UP = 3
_CAPTURED = "captured"


class Slot:
    """Memory, events and launch of one query in flight; no two share anything."""

    def __init__(
        self, network: Network, first: dict[str, Tensor], stream: Any, graph: bool, spin: bool
    ) -> None:
        self.inputs = {name: torch.empty_like(it, device=network.device) for name, it in first.items()}
        for name, tensor in first.items():
            self.inputs[name].copy_(tensor)
        self._network = network
        self.results: dict[str, Tensor] = {}
        self.graph = "off"
        # Libraries get ready, the allocator grows and torch.compile compiles in the first runs.
        for _ in range(_WARM_UP):
            self._eager()
        stream.synchronize()
        self.launch: Callable[[], None] = self._capture(stream) if graph else self._eager
        self.hosts = {
            name: torch.empty(it.shape, dtype=it.dtype, pin_memory=True) for name, it in self.results.items()
        }
        (
            self.input_start,
            self.input_end,
            self.compute_start,
            self.compute_end,
            self.output_start,
            self.output_end,
        ) = [torch.cuda.Event(enable_timing=True, blocking=not spin) for _ in range(6)]
        self.host_start = self.enqueue_start = self.enqueue_end = 0
        self.batch = 0

    def _eager(self) -> None:
        # The query before this one in the slot is complete: its results may be given up here.
        self.results = self._network(self.inputs)

    def _capture(self, stream: Any) -> Callable[[], None]:
        graph = torch.cuda.CUDAGraph()
        try:
            with torch.cuda.graph(graph, stream=stream):
                results = self._network(self.inputs)
        except Exception as error:
            self.graph = f"not captured: {sentence(error)}"
            torch.cuda.synchronize()
            self._eager()
            return self._eager
        self.graph = _CAPTURED
        self.results = results
        return graph.replay


class Pipeline:
    """Queries that take turns with batches, one or two in flight, each timed on host and device.

    Without transfers each slot keeps one batch on the device. All times of the host are of `time.perf_counter_ns`.
    """

    def __init__(self, network: Network, request: dict[str, Any], folders: Sequence[str]) -> None:
        self._folders = folders
        self._transfers: bool = request["transfers"]
        self.spin: bool = request["spin"]
        mapped = Mapped(request["file"], request["bytes"], cuda=False)
        self._batches = [
            {name: it.clone().pin_memory() for name, it in mapped.tensors(batch).items()}
            for batch in request["batches"]
        ]
        network.check(list(self._batches[0]))
        self._input_stream, self._compute_stream, self._output_stream = [
            torch.cuda.Stream() for _ in range(3)
        ]
        self._before = torch.cuda.current_stream()
        # What eager modules launch and allocate goes by the current stream, from here to close().
        torch.cuda.set_stream(self._compute_stream)
        count = len(self._batches)
        self._slots = [
            Slot(network, self._batches[i % count], self._compute_stream, request["graph"], self.spin)
            for i in range(request["depth"])
        ]
        self._outputs: list[Outputs] = []
        self._sent = self._done = 0
        self._since_clear = 0
        self._traces = array("d")
        torch.cuda.synchronize()
        self._gpu_start = torch.cuda.Event(enable_timing=True, blocking=not self.spin)
        self._gpu_start.record(self._compute_stream)
        self._gpu_start.synchronize()
        self._host_start = time.perf_counter_ns()

    def facts(self) -> dict[str, str]:
        graphs = [slot.graph for slot in self._slots if slot.graph != _CAPTURED]
        return {
            "graph": graphs[0] if graphs else _CAPTURED,
            "hostWait": "spinning" if self.spin else "blocking",
            "streams": "3" if self._transfers else "1",
            "hostMemory": "page-locked",
            "hostClock": "of the Python process",
        }

    def progress(self) -> dict[str, int]:
        """Queries completed since the last clear, and which batch the last of all took."""
        slot = self._slots[(self._done - 1) % len(self._slots)]
        return {"completed": self._since_clear, "batch": slot.batch}

    def step(self) -> None:
        index = self._sent % len(self._slots)
        slot = self._slots[index]
        slot.host_start = time.perf_counter_ns()
        if self._transfers:
            slot.batch = self._sent % len(self._batches)
            self._send_with_transfers(slot)
        else:
            slot.batch = index % len(self._batches)
            self._send_compute(slot)
        self._sent += 1
        if self._sent - self._done == len(self._slots):
            self._complete_oldest()

    def _send_with_transfers(self, slot: Slot) -> None:
        slot.input_start.record(self._input_stream)
        with torch.cuda.stream(self._input_stream):
            for name, tensor in self._batches[slot.batch].items():
                slot.inputs[name].copy_(tensor, non_blocking=True)
        slot.input_end.record(self._input_stream)
        self._compute_stream.wait_event(slot.input_end)
        self._send_compute(slot)
        self._output_stream.wait_event(slot.compute_end)
        slot.output_start.record(self._output_stream)
        with torch.cuda.stream(self._output_stream):
            for name, tensor in slot.results.items():
                slot.hosts[name].copy_(tensor, non_blocking=True)
        slot.output_end.record(self._output_stream)

    def _send_compute(self, slot: Slot) -> None:
        slot.compute_start.record(self._compute_stream)
        slot.enqueue_start = time.perf_counter_ns()
        slot.launch()
        slot.enqueue_end = time.perf_counter_ns()
        slot.compute_end.record(self._compute_stream)

    def _complete_oldest(self) -> None:
        slot = self._slots[self._done % len(self._slots)]
        last = slot.output_end if self._transfers else slot.compute_end
        last.synchronize()
        host_end = time.perf_counter_ns()
        self._done += 1
        self._since_clear += 1
        if len(self._traces) < _KEPT * _VALUES:
            self._traces.extend(self._trace(slot, host_end))

    def _trace(self, slot: Slot, host_end: int) -> tuple[float, ...]:
        """Seconds, in the order of Assay's QueryTrace; each span is taken between its own two events."""
        start, host = self._gpu_start, self._host_start
        compute_start = start.elapsed_time(slot.compute_start) / 1e3
        copied = self._transfers
        return (
            (slot.enqueue_start - host) / 1e9,
            (slot.enqueue_end - slot.enqueue_start) / 1e9,
            start.elapsed_time(slot.input_start) / 1e3 if copied else compute_start,
            slot.input_start.elapsed_time(slot.input_end) / 1e3 if copied else 0.0,
            compute_start,
            slot.compute_start.elapsed_time(slot.compute_end) / 1e3,
            start.elapsed_time(slot.output_start if copied else slot.compute_end) / 1e3,
            slot.output_start.elapsed_time(slot.output_end) / 1e3 if copied else 0.0,
            (slot.host_start - host) / 1e9,
            (host_end - host) / 1e9,
        )

    def drain(self) -> None:
        while self._done < self._sent:
            self._complete_oldest()

    def clear(self) -> None:
        self._since_clear = 0
        del self._traces[:]

    def traces(self, file: str) -> dict[str, int]:
        """Writes them as little-endian float64, ten a query."""
        with open(file, "wb") as target:
            self._traces.tofile(target)
        return {"count": len(self._traces) // _VALUES}

    def outputs(self) -> dict[str, Any]:
        """Of the last completed query."""
        if self._done == 0:
            raise Failure("INTERNAL", "No query is complete yet")
        slot = self._slots[(self._done - 1) % len(self._slots)]
        if not self._transfers:
            for name, tensor in slot.results.items():
                slot.hosts[name].copy_(tensor)
            torch.cuda.synchronize()
        first = not self._outputs
        if first:
            self._outputs.append(Outputs(slot.hosts, self._folders, cuda=False))
        self._outputs[0].take(slot.hosts)
        return {"outputs": self._outputs[0].message()} if first else {}

    def close(self) -> None:
        torch.cuda.synchronize()
        torch.cuda.set_stream(self._before)
        self._slots.clear()
        torch.cuda.empty_cache()
