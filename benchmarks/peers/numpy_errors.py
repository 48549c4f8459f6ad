"""Error statistics between two .npy files with NumPy: the set that `assay diff --json` writes.

    numpy_errors.py ENGINE.npy REFERENCE.npy [--json FILE] [--repeat N]
    numpy_errors.py --make ELEMENTS ENGINE.npy REFERENCE.npy
    numpy_errors.py --compare WORK

Written as one would write it who knows NumPy and wants it fast: whole-array expressions in double,
buffers reused in place, one selection (numpy.quantile partitions, it does not sort) for all three
quantiles of an error, nothing computed twice. Prints the seconds of each repetition, from the files
in the page cache to the finished statistics; the import of NumPy is not in them. The other two forms
serve numpy_errors.sh: they write a pair of files, and print the table of what it measured.
"""

import argparse
import json
import re
import time

import numpy as np

QUANTILES = (0.5, 0.99, 0.999)
TOLERANCES = ((1e-5, 1e-5), (1e-3, 1e-3), (1e-8, 1e-5))


def distribution(errors):
    """Maximum, mean and quantiles of `errors`, whose order is not kept."""
    if errors.size == 0:
        return dict.fromkeys(("max", "mean", "median", "p99", "p999"))
    largest, mean = errors.max(), errors.mean()
    median, p99, p999 = np.quantile(errors, QUANTILES, overwrite_input=True)
    return {"max": largest, "mean": mean, "median": median, "p99": p99, "p999": p999}


def ordered(values):
    """The bits of float32 values as integers that are neighbours where the floats are."""
    bits = values.view(np.int32)
    return np.where(bits < 0, -(bits & 0x7FFFFFFF), bits)


def statistics(engine, reference):
    result = {"n": engine.size}
    finite = np.isfinite(engine)
    finite &= np.isfinite(reference)
    result["finitePairs"] = np.count_nonzero(finite)
    if result["finitePairs"] < engine.size:
        odd_a, odd_b = engine[~finite], reference[~finite]
        result["matchingInf"] = np.count_nonzero(odd_a == odd_b)
        result["bothNaN"] = np.count_nonzero(np.isnan(odd_a) & np.isnan(odd_b))
        index = np.flatnonzero(finite)
        engine, reference = engine[finite], reference[finite]
    else:
        result["matchingInf"] = result["bothNaN"] = 0
        index = None
    result["nonFiniteMismatch"] = (
        result["n"] - result["finitePairs"] - result["matchingInf"] - result["bothNaN"]
    )
    if result["finitePairs"] == 0:
        return result
    if engine.dtype == np.float32 and reference.dtype == np.float32:
        distance = ordered(engine).astype(np.int64)
        distance -= ordered(reference)
        np.abs(distance, out=distance)
        result["ulp"] = distribution(distance.astype(np.float64))
        del distance

    a = engine.astype(np.float64)
    b = reference.astype(np.float64)
    squares_a, squares_b, product = np.dot(a, a), np.dot(b, b), np.dot(a, b)
    d = np.subtract(a, b)
    np.abs(d, out=d)
    squares_d = np.dot(d, d)
    size_b = np.abs(b, out=b)
    zero = size_b == 0
    zeros = np.count_nonzero(zero)
    result["l2"] = np.sqrt(squares_d)
    result["relL2"] = np.sqrt(squares_d / squares_b) if squares_b > 0 else None
    result["rmse"] = np.sqrt(squares_d / d.size)
    result["sqnr_dB"] = (
        -10 * np.log10(squares_d / squares_b) if squares_b > 0 and squares_d > 0 else None
    )
    if squares_a > 0 and squares_b > 0:
        result["cosine"] = np.clip(product / (np.sqrt(squares_a) * np.sqrt(squares_b)), -1, 1)
    else:
        result["cosine"] = 1.0 if squares_a == squares_b else None

    worst = np.argpartition(d, max(d.size - 5, 0))[-5:]
    worst = worst[np.lexsort((worst, -d[worst]))]
    result["worst"] = [
        {
            "index": i if index is None else index[i],
            "engine": float(engine[i]),
            "reference": float(reference[i]),
        }
        for i in worst
    ]

    mean_size = np.abs(a, out=a)
    mean_size += size_b
    mean_size /= 2
    with np.errstate(divide="ignore", invalid="ignore"):
        symmetric = np.divide(d, mean_size, out=mean_size)
    symmetric[d == 0] = 0
    result["relSymmetric"] = distribution(symmetric)
    del mean_size, symmetric, a

    work = np.empty_like(d)
    for atol, rtol in TOLERANCES:
        np.multiply(size_b, rtol, out=work)
        work += atol
        result[f"mismatch_numpy_atol{atol}_rtol{rtol}"] = np.count_nonzero(d > work)
    for key, epsilon in (("relEps5e-5_seed000", 5e-5), ("relEps1e-12_seed002", 1e-12)):
        np.add(size_b, epsilon, out=work)
        np.divide(d, work, out=work)
        result[key] = distribution(work)
    if zeros:
        result["relNonzeroRef"] = distribution(d[~zero] / size_b[~zero])
        size_b[zero] = np.finfo(np.float64).eps
    np.divide(d, size_b, out=work)
    for atol, rtol in TOLERANCES:
        result[f"mismatch_polygraphyElemwise_atol{atol}_rtol{rtol}"] = np.count_nonzero(
            (d > atol) & (work > rtol)
        )
    result["relPolygraphy_float64"] = distribution(work)
    if not zeros:
        result["relNonzeroRef"] = dict(result["relPolygraphy_float64"])
    result["relNonzeroRef"] |= {
        "count": d.size - zeros,
        "zeroRef": zeros,
        "zeroRefMismatch": np.count_nonzero(d[zero]) if zeros else 0,
    }
    result["abs"] = distribution(d)
    return result


def make(elements, engine, reference):
    """N(0, 1) references of [N, 16, 256, 256] where that divides, and errors of N(0, 1e-6)."""
    random = np.random.Generator(np.random.PCG64(20260101))
    shape = (-1, 16, 256, 256) if elements % (1 << 20) == 0 else (-1,)
    b = random.standard_normal(elements, dtype=np.float32)
    a = b + np.float32(1e-3) * random.standard_normal(elements, dtype=np.float32)
    np.save(engine, a.reshape(shape))
    np.save(reference, b.reshape(shape))


def differences(ours, theirs, key=""):
    """Largest relative difference of the numbers both have, and where."""
    if isinstance(theirs, dict):
        found = [differences(ours[k], v, f"{key}.{k}") for k, v in theirs.items() if k in ours]
        return max(found, default=(0, key))
    if theirs is None or ours is None:
        return (0 if ours is theirs else float("inf"), key)
    return (abs(ours - theirs) / max(abs(theirs), 5e-324), key)


def compare(work):
    numpy = [float(line.split()[0]) for line in open(f"{work}/numpy.txt")]
    diff = [float(line) / 1000 for line in open(f"{work}/diff.txt")]
    print(f"{'':28} {'best s':>8} {'median s':>9} {'numpy is slower by':>19}")
    rows = [("numpy", numpy), ("assay diff, whole process", diff)]
    for threads in (1, 2):
        log = open(f"{work}/jmh-{threads}.log").read()
        percentile = re.findall(r"statistics:p0\.50\s.*?\s([0-9.]+)\s+ms/op", log)
        rows.append((f"Assay, warm, {threads} thread(s)", [float(it) / 1000 for it in percentile]))
    for name, seconds in rows:
        ratio = min(numpy) / min(seconds), np.median(numpy) / np.median(seconds)
        print(
            f"{name:28} {min(seconds):8.3f} {np.median(seconds):9.3f}"
            f"    {ratio[0]:.1f} x (best), {ratio[1]:.1f} x (median)"
        )
    with open(f"{work}/assay.json") as ours, open(f"{work}/numpy.json") as theirs:
        largest, where = differences(json.load(ours), json.load(theirs))
    print(f"largest relative difference of a statistic: {largest:.2g} ({where})")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*")
    parser.add_argument("--make", type=int)
    parser.add_argument("--compare")
    parser.add_argument("--json")
    parser.add_argument("--repeat", type=int, default=1)
    options = parser.parse_args()
    if options.compare:
        compare(options.compare)
        return
    if options.make:
        make(options.make, *options.files)
        return
    engine, reference = options.files
    for _ in range(options.repeat):
        begin = time.perf_counter()
        result = statistics(
            np.load(engine, mmap_mode="r").ravel(),
            np.load(reference, mmap_mode="r").ravel(),
        )
        print(f"{time.perf_counter() - begin:.3f} s", flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(result, file, default=lambda value: value.item(), indent=1)


if __name__ == "__main__":
    main()
