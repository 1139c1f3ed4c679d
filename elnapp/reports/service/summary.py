"""Counting over a record: what the review summary says and what the trail extract leaves out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from batches.verbs import VERBS
from elnapp.reports.service.lines import LATE_SECONDS, PhaseLines
from elnapp.reports.service.printer import Printer, instant

Plain = Mapping[str, Any]
Words = Mapping[str, str]

# First entries, their verification and first results stand in the record itself.
ROUTINE = frozenset(
    {"lots.record", "lots.witness", "lots.check", "lots.sign_step", "lots.open_repetition",
     "results.enter", "reports.request", "reports.seal"}
)  # fmt: skip


def counts(record: Plain, phases: list[PhaseLines], words: Words) -> list[tuple[str, str]]:
    """Count steps, values, exceptions, deviations, holds and tests, each with its words."""
    steps = [s for phase in phases for s in phase.steps]
    lines = [line for step in steps for line in step.values]
    entered = sum(1 for s in record["steps"] if s["entries"])
    entries = [e for s in record["steps"] for e in s["entries"]]
    weights = Counter(d["weight"] for d in record["deviations"])
    verdicts = Counter(r["verdict"] for r in record["results"])
    return [
        (words["steps"], f"{entered} / {len(record['steps'])}"),
        (words["values_given"], str(sum(len(e["values"]) for e in entries if e["n"] == 1))),
        (words["values_outside"], str(sum(1 for line in lines if line.bold))),
        (words["corrections"], str(sum(1 for e in entries if e["n"] > 1))),
        (words["late"], str(sum(1 for e in entries if _late(e)))),
        (words["deviations_by"], _several(weights[w] for w in (3, 2, 1))),
        (words["holds"], str(len(record["holds"]))),
        (words["rows"], _several(verdicts[v] for v in ("PASS", "FAIL", "INVALID", "PENDING"))),
    ]


def exceptional(record: Plain) -> list[Plain]:
    """Give the events of the extract, oldest first."""
    return [e for e in record["events"] if e["verb"] not in ROUTINE]


def routine(record: Plain, printer: Printer) -> str:
    """Say what the extract leaves out, by verb with its count."""
    found = Counter(e["verb"] for e in record["events"] if e["verb"] in ROUTINE)
    return ", ".join(f"{VERBS[v][printer.lang]} {n}" for v, n in sorted(found.items()))


def _late(entry: Plain) -> bool:
    late = instant(entry["recorded_at"]) - instant(entry["done_at"])
    return abs(late.total_seconds()) > LATE_SECONDS


def _several(numbers: Any) -> str:
    return " · ".join(str(n) for n in numbers)
