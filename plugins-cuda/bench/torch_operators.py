"""Times PyTorch's own operators, eager and compiled, on the sizes that assay_kernels_bench measured.

    assay_kernels_bench > ours.jsonl
    python torch_operators.py ours.jsonl > theirs.jsonl
    assay report RUN --kernels ours.jsonl theirs.jsonl

The method is the bench's: launches over rotating buffers, together more than four times the L2 where cold, captured
into a CUDA graph and timed between events; median and quartiles of 25 replays. Bytes are those of the bench's line,
so that shares of a copy compare. Needs PyTorch on a GPU and nothing else.
"""

import json
import math
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

import torch
from torch.nn import functional

SAMPLES = 25
LAUNCHES = 24
ENOUGH_SECONDS = 1.0  # slow operators get fewer samples, of fewer launches each
FEWEST_SAMPLES = 5
DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}

Operator = Callable[..., torch.Tensor]
Subject = tuple[Operator, Callable[[], tuple[torch.Tensor, ...]]]


def main() -> None:
    rows = [json.loads(line) for path in sys.argv[1:] for line in Path(path).read_text().splitlines()]
    device = torch.cuda.get_device_properties(0)
    _line(gpu=device.name, l2Bytes=device.L2_cache_size, memoryBytes=device.total_memory)
    size = max(8 * device.L2_cache_size, 512 << 20)
    copy = _copy_seconds(size, device.L2_cache_size)
    rate = 2 * size / copy[0]
    _result({"kernel": "copy", "element": "fp32", "shape": [size], "bytes": 2 * size}, "memcpy", "cold", copy, rate)
    seen = set()
    for row in rows:
        subject = (row.get("kernel"), row.get("element"), tuple(row.get("shape", ())))
        if "kernel" not in row or subject in seen:
            continue
        seen.add(subject)
        made = _subject(row["kernel"], DTYPES[row["element"]], row["shape"])
        if made is not None:
            _measure(row, made, rate, device.L2_cache_size)
    again = _copy_seconds(size, device.L2_cache_size)
    _result({"kernel": "copy", "element": "fp32", "shape": [size], "bytes": 2 * size}, "memcpy", "cold", again, rate)


def _measure(row: dict, made: Subject, rate: float, l2: int) -> None:
    operator, inputs = made
    compiled = torch.compile(operator, dynamic=False, fullgraph=True)
    for variant, function in [("pytorch", operator), ("torch.compile", compiled)]:
        torch._dynamo.reset()
        for cache in ["cold", "hot"] if row["bytes"] <= l2 else ["cold"]:
            try:
                times = _seconds(function, inputs, row["bytes"], l2 if cache == "cold" else 0)
            except Exception as error:  # a compiler's or an allocator's: the other subjects still count
                print(f"{row['kernel']} {row['shape']} {variant}: {error}", file=sys.stderr)
                continue
            _result(row, variant, cache, times, rate)
    torch.cuda.empty_cache()


def _subject(kernel: str, dtype: torch.dtype, shape: list[int]) -> Subject | None:
    """What PyTorch calls for a kernel, and what makes a set of its inputs; None where it has nothing like it."""

    def data(*dims: int) -> torch.Tensor:
        return torch.rand(dims, device="cuda", dtype=torch.float32).mul_(2).sub_(1).to(dtype)

    match kernel:
        case "layer-norm":
            rows, width = shape
            return (
                lambda x, gamma, beta: functional.layer_norm(x, (width,), gamma, beta),
                lambda: (data(rows, width), data(width), data(width)),
            )
        case "layer-norm+residual":
            rows, width = shape
            return (
                lambda x, other, gamma, beta: functional.layer_norm(x + other, (width,), gamma, beta),
                lambda: (data(rows, width), data(rows, width), data(width), data(width)),
            )
        case "masked-softmax":
            batch, rows, width = shape
            return (
                lambda x, padding: x.masked_fill(padding, -math.inf).softmax(-1),
                lambda: (
                    data(batch, rows, width),
                    torch.zeros(batch, 1, width, device="cuda", dtype=torch.bool),
                ),
            )
        case "add-bias-transpose":
            batch, length, heads, depth = shape
            scale = depth**-0.5
            return (
                lambda x, bias: ((x + bias) * scale)
                .view(batch, length, heads, depth)
                .transpose(1, 2)
                .contiguous(),
                lambda: (data(batch, length, heads * depth), data(heads * depth)),
            )
        case "l2-normalize":
            return lambda x: functional.normalize(x, dim=-1, eps=1e-12), lambda: (data(*shape),)
        case "gelu-erf":
            return lambda x: functional.gelu(x), lambda: (data(*shape),)
        case "gelu-tanh":
            return lambda x: functional.gelu(x, approximate="tanh"), lambda: (data(*shape),)
        case "mask2pos":
            return _positions(dtype, shape)
        case "window-attention" | "window-attention-shifted":
            batch, channels, height, width = shape
            shifted = kernel.endswith("shifted")
            return (
                lambda x: _window_attention(x, shifted),
                lambda: (data(batch, 2 * channels, height, width),),
            )
        case _:
            return None


def _positions(dtype: torch.dtype, shape: list[int]) -> Subject:
    """A mask [B, L] of what counts to sine embeddings [B, L, D]."""
    batch, length, channels = shape

    def positions(mask: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
        counted = mask.cumsum(1, dtype=torch.float32)
        places = (counted - 0.5) / counted[:, -1:] * (2 * math.pi)
        phase = places[:, :, None] / table
        return torch.stack([phase.sin(), phase.cos()], dim=3).flatten(2).to(dtype)

    def inputs() -> tuple[torch.Tensor, ...]:
        steps = torch.arange(channels // 2, device="cuda", dtype=torch.float32)
        mask = torch.ones(batch, length, device="cuda", dtype=torch.int32)
        return mask, 10000 ** (2 * steps / channels)

    return positions, inputs


def _window_attention(projected: torch.Tensor, shifted: bool) -> torch.Tensor:
    """ELAN's attention in windows of 4, 8 and 16, [B, 2C, H, W] -> [B, C, H, W]."""
    results = []
    for window, group in zip((4, 8, 16), projected.chunk(3, dim=1), strict=True):
        image = group.roll((-window // 2, -window // 2), (2, 3)) if shifted else group
        batch, channels, height, width = image.shape
        rows, columns = height // window, width // window
        tokens = image.view(batch, channels, rows, window, columns, window)
        tokens = tokens.permute(0, 2, 4, 3, 5, 1).reshape(-1, window * window, channels)
        query, value = tokens.chunk(2, dim=2)
        mixed = (query @ query.transpose(1, 2)).softmax(-1) @ value
        mixed = mixed.view(batch, rows, columns, window, window, channels // 2)
        image = mixed.permute(0, 5, 1, 3, 2, 4).reshape(batch, channels // 2, height, width)
        results.append(image.roll((window // 2, window // 2), (2, 3)) if shifted else image)
    return torch.cat(results, dim=1)


def _copy_seconds(size: int, l2: int) -> tuple[float, float, float]:
    def inputs() -> tuple[torch.Tensor, ...]:
        made = torch.rand(size // 4, device="cuda")
        return made, torch.empty_like(made)

    return _seconds(lambda source, target: target.copy_(source), inputs, 2 * size, l2)


def _seconds(
    function: Operator, inputs: Callable[[], tuple[torch.Tensor, ...]], size: int, l2: int
) -> tuple[float, float, float]:
    """Median and quartiles of one launch; `l2` is 0 where one set of buffers is used again and again."""
    count = min(max(2, 4 * l2 // max(size, 1) + 1), 4096) if l2 else 1
    sets = [inputs() for _ in range(count)]
    stream = torch.cuda.Stream()
    begin, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    with torch.cuda.stream(stream), torch.no_grad():
        for _ in range(3):
            begin.record(stream)
            function(*sets[0])
            end.record(stream)
        stream.synchronize()
        once = max(begin.elapsed_time(end) / 1e3, 1e-6)
        launches = max(count, min(LAUNCHES, int(ENOUGH_SECONDS / 10 / once)))
        graph = torch.cuda.CUDAGraph()
        # Cold results are kept until the graph is whole, or one launch would write where the last one did.
        kept = []
        with torch.cuda.graph(graph, stream=stream):
            for i in range(launches):
                result = function(*sets[i % count])
                if l2:
                    kept.append(result)
                del result
        for _ in range(3):
            graph.replay()
        times: list[float] = []
        while len(times) < SAMPLES:
            if len(times) >= FEWEST_SAMPLES and sum(times) * launches > ENOUGH_SECONDS:
                break
            begin.record(stream)
            graph.replay()
            end.record(stream)
            end.synchronize()
            times.append(begin.elapsed_time(end) / 1e3 / launches)
    kept.clear()
    low, middle, high = statistics.quantiles(times, n=4, method="inclusive")
    return middle, low, high


def _result(
    row: dict, variant: str, cache: str, times: tuple[float, float, float], rate: float
) -> None:
    median, low, high = times
    _line(
        kernel=row["kernel"],
        variant=variant,
        element=row["element"],
        shape=row["shape"],
        cache=cache,
        medianSeconds=median,
        q1Seconds=low,
        q3Seconds=high,
        bytes=row["bytes"],
        bytesPerSecond=row["bytes"] / median,
        ofCopy=row["bytes"] / median / rate,
    )


def _line(**fields: object) -> None:
    print(json.dumps({"schema": "assay.kernel/1", **fields}), flush=True)


if __name__ == "__main__":
    main()
