"""Error statistics of tensors, in float64, under the names that `assay diff --json` uses."""

import numpy as np

RELATIVE_FLOOR = 5e-5  # "seed000": keeps values near zero from ruling the relative error


def statistics(actual: np.ndarray, reference: np.ndarray) -> dict:
    """Statistics of `actual` against `reference`, over all elements pooled."""
    actual, reference = actual.astype(np.float64).ravel(), reference.astype(np.float64).ravel()
    if not (np.isfinite(actual).all() and np.isfinite(reference).all()):
        raise SystemExit("the tensors hold values that are not finite: no statistic describes that")
    difference = np.abs(actual - reference)
    ratio = relative_l2(actual, reference)
    return {
        "n": difference.size,
        "abs": _summary(difference),
        "relEps5e-5_seed000": _summary(difference / (np.abs(reference) + RELATIVE_FLOOR)),
        "relL2": ratio,
        "sqnr_dB": -20 * float(np.log10(ratio)) if ratio > 0 else None,
    }


def relative_l2(actual: np.ndarray, reference: np.ndarray) -> float:
    """||actual - reference|| / ||reference||."""
    actual, reference = actual.astype(np.float64), reference.astype(np.float64)
    return float(np.linalg.norm(actual - reference) / np.linalg.norm(reference))


def _summary(values: np.ndarray) -> dict:
    return {
        "max": float(values.max()),
        "mean": float(values.mean()),
        "median": float(np.median(values)),
        "p99": float(np.quantile(values, 0.99)),
    }
