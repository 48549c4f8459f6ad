"""What is made, in which order and by which command; the manifest and the remaking both read it here."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import weights
from shipped import SEED, SHIPPED, Shipped, size

BIT_FOR_BIT = {"kind": "bit-for-bit"}

# Two independent FP32 results are about sqrt(2) noises apart; the rest is room for other kernels.
_FP32 = 4

# The largest of many values may round worse than all of them on average; 5.5e-7 was seen.
_RANGES = 20

# FP64 rounds 2^29 times more finely than FP32: 500 times the room that this needs.
_FP64 = 1e-6


@dataclass(frozen=True)
class Product:
    """A file, with its path below `reference-data`."""

    path: str
    reproducibility: dict
    tracked: bool = True


@dataclass(frozen=True)
class Step:
    """One run of a tool. In the command, `{out}` stands for the folder that is made, `{stored}` for
    `reference-data`, where trained weights come from."""

    command: str
    seed: int
    packages: list[str]
    products: list[Product]
    settings: dict = field(default_factory=dict)


_EXACT = {"device": "cpu", "threads": 1, "tf32": False, "deterministic": True}
_COMPUTED = ["numpy", "onnx", "safetensors", "torch"]


def noise_file(model: str) -> str:
    return f"noise/{model}.json"


def _within(it: Shipped, multiple: float) -> dict:
    """Remade elsewhere, the file differs by at most this multiple of the FP32-against-FP64 noise."""
    return {
        "kind": "within-noise",
        "multipleOfFp64Noise": multiple,
        "noise": noise_file(it.name),
    }


def _steps(it: Shipped) -> Iterator[Step]:
    models, inputs, large = f"models/{it.name}", f"inputs/{it.name}", f"large/{it.name}"
    rows = it.inputs
    yield _rows(it, "validation", it.rows, it.shape, rows, inputs if it.truth else None)
    # What calibrates INT8 must never be what is scored: these are of the other split.
    yield _rows(it, "train", it.calibrating, it.shape, it.calibration, None)
    yield Step(
        f"export.py --network {it.name} {weights.source(it.name)} --out {{out}}/{models}"
        f" --torchscript {{out}}/{_torchscript(it)}"
        + (" --share-weights" if it.name in _WITH_SCRIPT else ""),
        seed=weights.seed(it.name),
        packages=["numpy", "onnx", "torch"],
        products=[
            Product(f"{models}/fp32.onnx", BIT_FOR_BIT),
            Product(f"{_torchscript(it)}/fp32.pt", BIT_FOR_BIT, tracked=it.name in _WITH_SCRIPT),
        ],
    )
    for scheme in it.schemes:
        yield Step(
            f"quantize.py --model {{out}}/{models}/fp32.onnx --calibration {{out}}/{it.calibration}"
            f" --scored {{out}}/{rows} --scheme {scheme} --out {{out}}/{models}/{scheme}.json",
            seed=SEED,
            packages=[],
            products=[Product(f"{models}/{scheme}.json", _within(it, _RANGES))],
        )
    yield _outputs(it)
    yield Step(
        f"noise.py --fp32 {{out}}/outputs/{it.name}/fp32-{it.size}.safetensors"
        f" --fp64 {{out}}/{large}/fp64-{it.size}.safetensors --every {it.every}"
        f" --out {{out}}/{noise_file(it.name)}",
        seed=weights.seed(it.name),
        packages=["numpy", "safetensors"],
        products=[Product(noise_file(it.name), _within(it, _FP32))],
    )
    if it.medium is not None:
        file = f"{large}/inputs-{size(it.medium)}.safetensors"
        yield _rows(it, "validation", it.rows, it.medium, file, large)
        yield _medium(it, file)
    if it.images:
        found = f"outputs/{it.name}/detections.json.gz"
        yield Step(
            f"store_detections.py --model {{out}}/{models}/fp32.onnx --seed {SEED}"
            f" --count {it.images} --out {{out}}/{found}",
            seed=SEED,
            packages=_COMPUTED,
            products=[Product(found, _within(it, _RANGES))],
            settings=_EXACT,
        )


# LibTorch runs one of them, which has one copy of its weights in both files. The others' modules are made, but not
# tracked.
_WITH_SCRIPT = ("mst-plus-plus",)


def _torchscript(it: Shipped) -> str:
    return ("models/" if it.name in _WITH_SCRIPT else "large/") + it.name


def _rows(
    it: Shipped, split: str, count: int, shape: tuple[int, int], file: str, targets: str | None
) -> Step:
    """With `targets`, the folder of the truth, that is made too."""
    tracked = not file.startswith("large/")
    height, width = shape
    command = (
        f"suite_rows.py --kind {it.kind} --split {split} --seed {SEED} --count {count}"
        f" --height {height} --width {width} --out {{out}}/{file}"
    )
    products = [Product(file, BIT_FOR_BIT, tracked)]
    if targets is not None:
        truth = f"{targets}/targets-{size(shape)}.safetensors"
        command += f" --targets {{out}}/{truth}"
        products.append(Product(truth, BIT_FOR_BIT, tracked))
    packages = ["numpy", "torch"] if file.endswith(".npz") else ["safetensors", "torch"]
    return Step(command, SEED, packages, products)


def _outputs(it: Shipped) -> Step:
    outputs, large = f"outputs/{it.name}", f"large/{it.name}"
    return Step(
        f"store_outputs.py --network {it.name} {weights.source(it.name)}"
        f" --inputs {{out}}/{it.inputs}"
        f" --outputs {{out}}/{outputs} --large {{out}}/{large} --every {it.every}",
        seed=weights.seed(it.name),
        packages=_COMPUTED,
        products=[
            Product(f"{outputs}/fp32-{it.size}.safetensors", _within(it, _FP32)),
            Product(
                f"{outputs}/fp64-{it.size}-every-{it.every}-channels.safetensors",
                _within(it, _FP64),
            ),
            Product(f"{large}/fp64-{it.size}.safetensors", _within(it, _FP64), tracked=False),
        ],
        settings=_EXACT,
    )


def _medium(it: Shipped, inputs: str) -> Step:
    large = f"large/{it.name}"
    return Step(
        f"store_outputs.py --network {it.name} {weights.source(it.name)} --inputs {{out}}/{inputs}"
        f" --outputs {{out}}/{large} --large {{out}}/{large}",
        seed=weights.seed(it.name),
        packages=_COMPUTED,
        products=[
            Product(f"{large}/{kind}-{size(it.medium)}.safetensors", _within(it, multiple), False)
            for kind, multiple in [("fp32", _FP32), ("fp64", _FP64)]
        ],
        settings=_EXACT,
    )


STEPS = [step for it in SHIPPED for step in _steps(it)]
