"""What is made, in which order and by which command; the manifest and the remaking both read it here."""

from dataclasses import dataclass, field

import weights
from quantize import SCHEMES

BIT_FOR_BIT = {"kind": "bit-for-bit"}


def within_noise(multiple: float) -> dict:
    """Remade elsewhere, the file differs by at most this multiple of the FP32-against-FP64 noise."""
    return {"kind": "within-noise", "multipleOfFp64Noise": multiple}


# Two independent FP32 results are about sqrt(2) noises apart; the rest is room for other kernels.
FP32 = within_noise(4)

# The largest of many values may round worse than all of them on average; 5.5e-7 was seen.
RANGES = within_noise(20)

# FP64 rounds 2^29 times more finely than FP32: 500 times the room that this needs.
FP64 = within_noise(1e-6)


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


_MST = "mst-plus-plus"
_INPUT = "inputs/spectral-96x90.safetensors"
_CALIBRATION = "inputs/calibration-96x90.safetensors"
_MODELS = "models/mst-plus-plus"
_OUTPUTS = "outputs/mst-plus-plus"
_LARGE = "large/mst-plus-plus"

STEPS = [
    Step(
        f"scenes.py --seed 2022 --count 2 --height 96 --width 90 --out {{out}}/{_INPUT}",
        seed=2022,
        packages=[],
        products=[Product(_INPUT, BIT_FOR_BIT)],
    ),
    # Other scenes than those of the inputs: what calibrates INT8 must never be what is scored.
    Step(
        f"scenes.py --seed 2023 --count 8 --height 96 --width 90 --out {{out}}/{_CALIBRATION}",
        seed=2023,
        packages=[],
        products=[Product(_CALIBRATION, BIT_FOR_BIT)],
    ),
    Step(
        f"export.py {weights.source(_MST)} --out {{out}}/{_MODELS}",
        seed=weights.seed(_MST),
        packages=["numpy", "onnx", "torch"],
        products=[
            Product(f"{_MODELS}/fp32.onnx", BIT_FOR_BIT),
            Product(f"{_MODELS}/fp32.pt", BIT_FOR_BIT),
        ],
    ),
    *(
        Step(
            f"quantize.py --model {{out}}/{_MODELS}/fp32.onnx --calibration {{out}}/{_CALIBRATION}"
            f" --scored {{out}}/{_INPUT} --scheme {scheme} --out {{out}}/{_MODELS}/{scheme}.json",
            seed=2023,
            packages=[],
            products=[Product(f"{_MODELS}/{scheme}.json", RANGES)],
        )
        for scheme in SCHEMES
    ),
    Step(
        f"store_outputs.py {weights.source(_MST)} --inputs {{out}}/{_INPUT}"
        f" --outputs {{out}}/{_OUTPUTS} --large {{out}}/{_LARGE}",
        seed=weights.seed(_MST),
        packages=["numpy", "safetensors", "torch"],
        products=[
            Product(f"{_OUTPUTS}/fp32-96x90.safetensors", FP32),
            Product(f"{_OUTPUTS}/fp64-96x90-every-4th-channel.safetensors", FP64),
            Product(f"{_LARGE}/fp64-96x90.safetensors", FP64, tracked=False),
        ],
        settings={"device": "cpu", "threads": 1, "tf32": False},
    ),
    Step(
        f"noise.py --fp32 {{out}}/{_OUTPUTS}/fp32-96x90.safetensors"
        f" --fp64 {{out}}/{_LARGE}/fp64-96x90.safetensors --out {{out}}/noise/mst-plus-plus.json",
        seed=weights.seed(_MST),
        packages=["numpy", "safetensors"],
        products=[Product("noise/mst-plus-plus.json", FP32)],
    ),
]
