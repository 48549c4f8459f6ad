"""What PyTorch, ml_dtypes, NumPy, safetensors and Polygraphy make of every element type.

Run in this folder: PYTHONPATH=<Polygraphy's source> python make.py
"""
import hashlib
import ml_dtypes
import numpy as np
import torch
import zipfile
from collections import OrderedDict
from safetensors.torch import save_file
from polygraphy.comparator import IterationResult, RunResults
from polygraphy.json import save_json

# --- Every pattern of the narrow floats, widened to float32 by two libraries that must agree.
NARROW = {
    "float16": (torch.float16, np.float16, np.uint16),
    "bfloat16": (torch.bfloat16, ml_dtypes.bfloat16, np.uint16),
    "float8_e4m3": (torch.float8_e4m3fn, ml_dtypes.float8_e4m3fn, np.uint8),
    "float8_e5m2": (torch.float8_e5m2, ml_dtypes.float8_e5m2, np.uint8),
}
for name, (torch_type, numpy_type, bits) in NARROW.items():
    patterns = np.arange(np.iinfo(bits).max + 1).astype(bits)
    numpy_values = patterns.view(numpy_type).astype(np.float64)
    torch_values = torch.from_numpy(patterns.copy()).view(torch_type).double().numpy()
    same = numpy_values.view(np.int64) == torch_values.view(np.int64)
    assert np.all(same | (np.isnan(numpy_values) & np.isnan(torch_values))), name
    narrow = numpy_values.astype("<f4")
    assert np.all((narrow.astype(np.float64) == numpy_values) | np.isnan(numpy_values)), name
    # One pattern for NaN, whose bits nothing promises.
    narrow[np.isnan(numpy_values)] = np.float32("nan")
    print(name, hashlib.sha256(narrow.tobytes()).hexdigest())

# --- One array [2, 3] of each type, as each tool writes it.
VALUES = [[0, 1, -2], [0.5, 96, -0.25]]
FLOATS = torch.tensor(VALUES, dtype=torch.float64)
WHOLE = torch.tensor([[0, 1, -2], [3, 96, -128]], dtype=torch.int64)
TORCH = OrderedDict(
    float64=FLOATS,
    float32=FLOATS.float(),
    float16=FLOATS.half(),
    bfloat16=FLOATS.bfloat16(),
    float8_e4m3=FLOATS.to(torch.float8_e4m3fn),
    float8_e5m2=FLOATS.to(torch.float8_e5m2),
    int8=WHOLE.to(torch.int8),
    uint8=WHOLE.abs().to(torch.uint8),
    int32=WHOLE.to(torch.int32) * 65536,
    int64=WHOLE * 2**40,
    bool=WHOLE > 0,
)
save_file(TORCH, "all.safetensors", metadata={"assay.scale.int8": "0.05", "made by": "make.py"})

NUMPY = OrderedDict((name, t.numpy()) for name, t in TORCH.items() if "float8" not in name and name != "bfloat16")
NUMPY["bfloat16"] = np.array(VALUES, dtype=ml_dtypes.bfloat16)
NUMPY["float8_e5m2"] = np.array(VALUES, dtype=ml_dtypes.float8_e5m2)
NUMPY["float8_e4m3"] = np.array(VALUES, dtype=ml_dtypes.float8_e4m3fn)
np.savez("all.npz", **NUMPY)
np.savez_compressed("all-deflated.npz", **NUMPY)

AXES = np.arange(24, dtype="<i4").reshape(2, 3, 4)
np.save("fortran-3d.npy", np.asfortranarray(AXES))
np.save("big-endian.npy", AXES.astype(">i4"))
np.savez("orders.npz", f8=np.asfortranarray(AXES[0].astype(">f8")), f2=AXES[1].astype(">f2"))
np.savez_compressed("orders-deflated.npz", f8=np.asfortranarray(AXES[0].astype(">f8")), f2=AXES[1].astype(">f2"))

# Records of 64 bits, which zipfile writes beyond 4 GiB only unless told otherwise.
zipfile.ZIP64_LIMIT = 16
np.savez("zip64.npz", f8=AXES[0].astype("<f8"), f2=AXES[1].astype("<f2"))
np.savez_compressed("zip64-deflated.npz", f8=AXES[0].astype("<f8"), f2=AXES[1].astype("<f2"))

# --- Polygraphy: `polygraphy run --save-outputs` and `--save-inputs`.
def outputs(factor):
    arrays = OrderedDict((name, a) for name, a in NUMPY.items() if "float8" not in name and name != "bfloat16")
    arrays["float32"] = arrays["float32"] * np.float32(factor)
    return arrays

one = RunResults()
one.add([outputs(1)], runtime=0.001, runner_name="onnxrt-runner-N0-03/05/26-12:00:00")
one.save("outputs.json")
several = RunResults()
several.add([outputs(1), outputs(2)], runtime=0.001, runner_name="onnxrt-runner-N0-03/05/26-12:00:00")
several.add([outputs(4), outputs(8)], runtime=0.0005, runner_name="trt-runner-N0-03/05/26-12:00:01")
several.save("two-runners.json")
save_json([OrderedDict(x=NUMPY["float32"]), OrderedDict(x=NUMPY["float32"] + 1)], "inputs.json")
tensors = RunResults()
tensors.add([OrderedDict(y=torch.ones(2))], runtime=0.1, runner_name="pytorch-runner")
tensors.save("torch.json")
print(torch.__version__, ml_dtypes.__version__, np.__version__)
