"""Blocking queries: inputs from mapped memory, outputs into mapped memory."""

from __future__ import annotations

from typing import Any, Sequence

import torch
from torch import Tensor

from assay_worker.network import Network
from assay_worker.tensors import Mapped, Outputs


class Query:
    """Inputs bound once and run as often as wanted."""

    def __init__(self, network: Network, request: dict[str, Any], folders: Sequence[str]) -> None:
        self._network = network
        self._folders = folders
        self._cuda = network.device.type == "cuda"
        network.check([entry["name"] for entry in request["inputs"]])
        self._mapped = Mapped(request["file"], request["bytes"], self._cuda)
        self._host = self._mapped.tensors(request["inputs"])
        self._device = {
            name: torch.empty_like(tensor, device=network.device) if self._cuda else tensor
            for name, tensor in self._host.items()
        }
        self._outputs: list[Outputs] = []

    def run(self) -> dict[str, Any]:
        """One inference; the first one's answer says where the outputs are."""
        if self._cuda:
            for name, tensor in self._host.items():
                self._device[name].copy_(tensor, non_blocking=True)
        results: dict[str, Tensor] = self._network(self._device)
        first = not self._outputs
        if first:
            self._outputs.append(Outputs(results, self._folders, self._cuda))
        outputs = self._outputs[0]
        outputs.take(results)
        if self._cuda:
            torch.cuda.current_stream().synchronize()
        return {"outputs": outputs.message()} if first else {}

    def close(self) -> None:
        if self._cuda:
            torch.cuda.synchronize()
        for outputs in self._outputs:
            outputs.close()
        self._mapped.close()
