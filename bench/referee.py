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
from typing import Any

TIMES = 7


def measured(read: Callable[[Path], Any], path: Path) -> dict[str, float]:
    """Read once for the growth of the peak, then seven times for the seconds.

    The machine may be busy with other things, which only ever makes a read longer: the best of the
    seven is what the read itself takes; their median stands beside it.
    """
    before = peak()
    read(path)
    grown = peak() - before
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        found = read(path)
        taken.append(time.perf_counter() - begun)
        del found
    return {
        "seconds": round(min(taken), 5),
        "median_seconds": round(statistics.median(taken), 5),
        "peak_mib": round(grown, 1),
    }


def peak() -> float:
    """Give the largest resident memory this program has had, in MiB.

    `getrusage` would also count what its parent had before it became this program.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


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
