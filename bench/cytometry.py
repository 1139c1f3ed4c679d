"""The cytometry half of `./dev bench fcs`: gates beside FlowKit and flowutils, and a whole panel.

Gates: the same million events and the same Gating-ML file (nine dyes compensated, two on a logicle
scale, a polygon of twelve corners) go through ours and through theirs, each in a process of its own
that reads the file, gates, and counts; the counts must be equal.
Panel: six tubes of 30,000 events, read, evaluated and drawn, in CPU seconds.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from batches import phenotype
from bench import referees, say
from bench.fcs_panel import tubes
from bench.referee import measured
from elnapp.cytometry import service
from elnapp.readers import Limits
from instruments.cytometry.gates import Dimension, Polygon
from instruments.cytometry.gatingml import read, write
from instruments.cytometry.measuring import Wanted, measure
from instruments.cytometry.reading import read_tube
from instruments.cytometry.scales import Logicle, Transformation
from instruments.cytometry.spillover import Spillover
from instruments.cytometry.strategy import Population, Strategy

HERE = Path(__file__).resolve().parent
GATE, DYES = "bench", tuple(f"D{n}-A" for n in range(4, 13))
BAR_TIME, BAR_PANEL = 1 / 3, 0.5
TEMPLATE = "MSC-AT-DEMO"
PANEL_EVENTS = 30_000
LIMITS = Limits(60, 256, 4096, 64)


def gates(path: Path, events: int) -> None:
    """Compare ours with the referees in one run; `ok` when a third of FlowKit's time suffices."""
    file = path.with_suffix(".xml")
    file.write_bytes(write(strategy()))
    rows = {"elnapp": _run([sys.executable, "-m", "bench.cytometry", str(path)])}
    program = referees.python()
    for name in ("flowkit", "flowutils") if program else ():
        rows[name] = _run([str(program), str(HERE / "referee_gates.py"), name, str(path)])
    for name, row in rows.items():
        say.line(bench="fcs", part="gates", reader=name, events=events, **row)
    if "flowkit" not in rows:
        say.line(bench="fcs", part="gates", missing="the environment of the referees")
        return
    ratio = rows["elnapp"]["seconds"] / rows["flowkit"]["seconds"]
    same = len({row["inside"] for row in rows.values()}) == 1
    say.line(
        bench="fcs", part="gates", time_ratio=round(ratio, 3), counts_equal=same,
        ok=same and ratio <= BAR_TIME, versions=say.versions(),
    )  # fmt: skip


def panel(_path: Path, _events: int) -> None:
    """Measure a panel as the command line judges and draws it; the cost of the sandbox apart."""
    template = service.shipped(TEMPLATE)
    assert template is not None
    files = tubes(PANEL_EVENTS)
    lines = phenotype.limits(template.body)
    names = {line.row.code: {"en": line.row.attribute["en"]} for line in lines}
    taken = []
    for _ in range(3):
        begun = time.process_time()
        done = measure(files, Wanted(template.body, names))
        taken.append(time.process_time() - begun)
    seconds, pictures = sorted(taken)[1], done.pictures["en"]
    begun = time.perf_counter()
    found = service.evaluate(template, files, LIMITS, service.Drawing(("en",)))
    walls = time.perf_counter() - begun
    ok = seconds < BAR_PANEL and found.verdict == "PASS" and len(pictures) == 8
    say.line(
        bench="fcs", part="panel", tubes=len(files), events=PANEL_EVENTS, verdict=found.verdict,
        pictures=len(pictures), bytes=sum(len(p.svg) for p in pictures),
        cpu_seconds=round(seconds, 3), seconds_in_the_sandbox=round(walls, 3), ok=ok, versions=say.versions(),
    )  # fmt: skip


def strategy() -> Strategy:
    """Give the gate that everybody applies."""
    rows = [[1.0 if i == j else 0.02 / (1 + abs(i - j)) for j in range(9)] for i in range(9)]
    matrix = Spillover(DYES, DYES, tuple(tuple(row) for row in rows))
    axes = tuple(Dimension(dye, "M", "L") for dye in DYES[:2])
    turns = (2 * math.pi * i / 12 for i in range(12))
    corners = tuple((0.6 + 0.11 * math.cos(t), 0.58 + 0.12 * math.sin(t)) for t in turns)
    scale = Transformation(Logicle(262144, 0.5, 4.5, 0))
    return Strategy((Polygon(GATE, (axes[0], axes[1]), corners),), {"L": scale}, {}, {"M": matrix})


def inside(path: Path) -> int:
    """Read the events and the gate, and count."""
    known = read(path.with_suffix(".xml").read_bytes()).strategy
    found = Population(known, read_tube(path.read_bytes(), path.name)).inside(GATE)
    return int(found.sum())


def _run(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)
    row: dict[str, Any] = json.loads(done.stdout)
    return row


PARTS: tuple[Callable[[Path, int], None], ...] = (gates, panel)

if __name__ == "__main__":
    given = Path(sys.argv[1])
    say.line(**measured(inside, given), inside=inside(given))
