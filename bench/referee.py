"""One of other people's readers, measured: `python referee.py NAME FILE`, one JSON line.

It runs in the environment of the referees, which has nothing of ours, so it imports nothing of ours.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

TIMES = 7


def measured(read: Callable[[Path], Any], path: Path) -> dict[str, float]:
    """Read once for the growth of the peak, then seven times for the seconds."""
    before = peak()
    read(path)
    grown = peak() - before
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        found = read(path)
        taken.append(time.perf_counter() - begun)
        del found
    return {"seconds": round(statistics.median(taken), 5), "peak_mib": round(grown, 1)}


def peak() -> float:
    """Give the largest resident memory this process has had, in MiB."""
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def flowio(path: Path) -> Any:
    """Read the events as flowio's array."""
    return import_module("flowio").FlowData(str(path)).as_array()


def fcsparser(path: Path) -> Any:
    """Read the events as fcsparser's data frame."""
    return import_module("fcsparser").parse(str(path), reformat_meta=False)


def flowkit(path: Path) -> Any:
    """Read the events as FlowKit's sample."""
    return import_module("flowkit").Sample(str(path))


READERS: dict[str, Callable[[Path], Any]] = {
    "flowio": flowio,
    "fcsparser": fcsparser,
    "flowkit": flowkit,
}

if __name__ == "__main__":
    import_module(sys.argv[1])
    print(json.dumps(measured(READERS[sys.argv[1]], Path(sys.argv[2]))))
