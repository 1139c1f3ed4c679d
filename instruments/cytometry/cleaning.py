"""What is taken away before anything is counted: bad minutes, debris, doublets, dead cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from instruments.cytometry.template import Singlets, TimeCheck

Floats = NDArray[np.float64]
Inside = NDArray[np.bool_]
Values = NDArray[np.floating]


def steady(time: Values, signals: list[Values], check: TimeCheck) -> Inside:
    """Tell for each event whether the run was steady around it.

    Events in order of time make bins of `check.size`; those of the same instant share a bin, so
    that the answer does not depend on the order in which a file holds them.  Of each bin the median
    of every signal and the log of its duration are compared with the median of all bins; a bin
    further off than `deviations` times the median absolute deviation, and than its floor, is
    bad, and so are its two neighbours.
    """
    ordered = np.sort(time)
    bins = np.searchsorted(ordered, time, side="left") // check.size
    numbers, bins = np.unique(bins, return_inverse=True)
    if numbers.size < 3:  # noqa: PLR2004 - nothing to compare with
        return np.ones(time.shape, dtype=np.bool_)
    traces = _traces(bins, numbers.size, signals, check.cofactor)
    traces.append(_durations(ordered, numbers, check.size))
    floors = [check.floor] * len(signals) + [check.duration_floor]
    off = [_off(t, f, check.deviations) for t, f in zip(traces, floors, strict=True)]
    bad = np.logical_or.reduce(off)
    bad = bad | np.append(bad[1:], False) | np.insert(bad[:-1], 0, False)
    return np.asarray(~bad[bins])


def _traces(bins: NDArray[np.intp], count: int, signals: list[Values], by: float) -> list[Floats]:
    """Give arcsinh(median / by) of each signal, bin by bin."""
    order = np.argsort(bins, kind="stable")
    edges = np.searchsorted(bins[order], np.arange(1, count))
    table = np.stack([s[order] for s in signals], axis=1)
    parts = np.split(table, edges)
    medians = np.array([np.median(p, axis=0) for p in parts], dtype=np.float64)
    return list(np.arcsinh(medians / by).T)


def _durations(ordered: Values, numbers: NDArray[np.intp], size: int) -> Floats:
    """Give the log of the time from the start of each bin to that of the next."""
    starts = ordered[np.minimum(numbers * size, ordered.size - 1)]
    ends = np.append(starts[1:], ordered[-1])
    counts = np.diff(np.append(numbers * size, ordered.size))
    pace = (ends - starts).astype(np.float64) / counts
    positive = pace[pace > 0]
    least = positive.min() if positive.size else 1.0
    return np.log(np.maximum(pace, least))


def _off(trace: Floats, floor: float, deviations: float) -> Inside:
    middle = np.median(trace)
    away = np.abs(trace - middle)
    return np.asarray(away > max(deviations * float(np.median(away)), floor))


def single(area: Values, height: Values, within: Inside, rule: Singlets) -> Inside:
    """Tell for each event whether its height over area is that of one cell.

    The median and its absolute deviation are those of the events `within` alone.
    """
    whole = area.astype(np.float64)
    ratio = np.divide(height, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    known = ratio[within & ~np.isnan(ratio)]
    if known.size == 0:
        return np.zeros(whole.shape, dtype=np.bool_)
    middle = float(np.median(known))
    spread = float(np.median(np.abs(known - middle)))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(ratio - middle) <= rule.deviations * spread)
