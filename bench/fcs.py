"""`./dev bench fcs`: what reading flow cytometry costs beside numpy alone and other people's readers.

A file of `--n` (1,000,000) events x 15 channels of float32 in the order of the machine.  Each reader
runs in a process of its own: seconds are the best of seven reads, memory the growth of the peak by
the first one.  The bar is `numpy.fromfile`, which knows nothing of FCS; it also brings the bytes of
the file into memory for ours, which makes its arrays of them without a copy.  The cost of the sandbox
stands apart.  flowio, fcsparser and FlowKit live in an environment made from `bench/referees.txt`;
when it cannot be made, the output says so.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import numpy as np

from bench import referees, say
from bench.fcs_file import CHANNELS, OFFSET, write
from bench.referee import measured
from elnapp.readers import Limits, read
from instruments import fcs
from instruments.fcs.parse import FORMAT
from instruments.reading import Profile

EVENTS = 1_000_000
BAR_TIME, BAR_MEMORY = 3.0, 1.3
Row = dict[str, Any]


def main() -> None:
    """Measure each part and print its lines."""
    if sys.argv[1:2] == ["--run"]:
        say.line(**measured(READERS[sys.argv[2]], Path(sys.argv[3])))
        return
    events = say.asked("fcs", EVENTS)
    with tempfile.TemporaryDirectory(prefix="elnapp-fcs-") as name:
        path = Path(name) / "events.fcs"
        write(path, events)
        for part in PARTS:
            part(path, events)


def reading(path: Path, events: int) -> None:
    """Compare ours with numpy alone, then with the referees, in one run."""
    rows = {
        name: _run([sys.executable, "-m", "bench.fcs", "--run", name], path) for name in READERS
    }
    for name, row in rows.items():
        say.line(bench="fcs", part="read", reader=name, events=events, channels=CHANNELS, **row)
    for name, row in referees.measured(path):
        rows[name] = row
        say.line(bench="fcs", part="read", reader=name, events=events, channels=CHANNELS, **row)
    ours, bar = rows["elnapp"], rows["numpy.fromfile"]
    ratios = {
        "time_ratio": round(ours["seconds"] / bar["seconds"], 3),
        "memory_ratio": round(ours["peak_mib"] / bar["peak_mib"], 3),
    }
    ok = ratios["time_ratio"] <= BAR_TIME and ratios["memory_ratio"] <= BAR_MEMORY
    say.line(bench="fcs", part="read", **ratios, ok=ok, versions=_versions())


def sandbox(path: Path, events: int) -> None:
    """Measure the same file through the sandbox, with medians, beside the same work without it."""
    limits = Limits(60, 256, 4096, 64)
    with_walls = _median(lambda: read(path, path.name, limits))
    plain = _median(lambda: FORMAT.parse(path.read_bytes(), Profile()))
    say.line(
        bench="fcs",
        part="sandbox",
        events=events,
        seconds=with_walls,
        without_seconds=plain,
        cost_seconds=round(with_walls - plain, 3),
        child_peak_mib=round(getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024, 1),
        versions=_versions(),
    )


# Each part prints lines of its own; the cytometry adds its part here.
PARTS: tuple[Callable[[Path, int], None], ...] = (sandbox, reading)

READERS: dict[str, Callable[[Path], Any]] = {
    "numpy.fromfile": lambda path: np.fromfile(path, dtype="<f4", offset=OFFSET),
    "elnapp": lambda path: fcs.read(np.fromfile(path, dtype=np.uint8).data),
}


def _run(command: list[str], path: Path) -> Row:
    done = subprocess.run([*command, str(path)], check=True, capture_output=True, text=True)
    row: Row = json.loads(done.stdout)
    return row


def _median(work: Callable[[], object], times: int = 3) -> float:
    """Give the median of the wall seconds."""
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        work()
        taken.append(time.perf_counter() - before)
    return round(statistics.median(taken), 3)


def _versions() -> dict[str, str]:
    return say.versions() | {"numpy": np.__version__}


if __name__ == "__main__":
    main()
