"""The plans of a master: materials, equipment, samples, environment and labels, as data beside it.

What a step scans by code and what it samples must stand in its plan, or nobody would have it ready.
A section that a master does not have asks nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from batches.master_links import fault as _fault
from batches.verdict import Finding

Body = Mapping[str, Any]

SECTIONS = ("materials", "equipment", "samples", "environment", "labels")
SCANNED = {"material": "materials", "equipment": "equipment"}
"""What stands before the colon of a scan, and the section that lists its codes."""


def plan_faults(body: Body) -> Iterator[Finding]:
    """Find codes that stand twice in a section, and what steps name that no section lists.

    Codes: MASTER-TWICE, MASTER-NOT-PLANNED; `where` is a path like `phases/1/steps/0/scan`.
    """
    plans: Mapping[str, Sequence[Body]] = body.get("plans") or {}
    for section in SECTIONS:
        for code, times in Counter(str(r["code"]) for r in plans.get(section, ())).items():
            if times > 1:
                yield _fault("TWICE", f"plans/{section}", code)
    for where, step in _steps(body["phases"], "phases"):
        yield from _scans(step, where, plans)
        yield from _sampled(step, where, plans)


def _steps(parts: Sequence[Body], where: str) -> Iterator[tuple[str, Body]]:
    """Walk to each step with the path to it, through groups of any depth."""
    for i, part in enumerate(parts):
        if "steps" in part:
            yield from _steps(part["steps"], f"{where}/{i}/steps")
        else:
            yield f"{where}/{i}", part


def _scans(step: Body, where: str, plans: Mapping[str, Sequence[Body]]) -> Iterator[Finding]:
    for scan in step.get("scan") or ():
        what, _, code = str(scan).partition(":")
        section = SCANNED.get(what, "")
        if code and section in plans and code not in {str(r["code"]) for r in plans[section]}:
            yield _fault("NOT-PLANNED", f"{where}/scan", scan)


def _sampled(step: Body, where: str, plans: Mapping[str, Sequence[Body]]) -> Iterator[Finding]:
    if step.get("kind") != "sample" or "samples" not in plans:
        return
    planned = {str(kind) for row in plans["samples"] for kind in row["types"]}
    for taken in (step.get("params") or {}).get("types", ()):
        if str(taken["code"]) not in planned:
            yield _fault("NOT-PLANNED", f"{where}/params/types", taken["code"])
