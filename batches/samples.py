"""Samples: the plan that says which are taken and what for, and the way of each one.

A sample is taken by a step of the record; from then on it is sent, received by its laboratory,
tested (a result names it), retained or destroyed. Each step has its time and its place, and comes
after the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from batches.quantity import half_up
from batches.text import Text
from batches.verdict import Finding

HOUR = timedelta(hours=1)
USES = ("test", "retention", "stability")
STATES: dict[str, Text] = {
    "sample_taken": Text("Taken", "Prélevé"),
    "sample_sent": Text("Sent", "Envoyé"),
    "sample_received": Text("At the laboratory", "Au laboratoire"),
    "sample_tested": Text("Tested", "Analysé"),
    "sample_retained": Text("Retained", "Conservé en échantillothèque"),
    "sample_destroyed": Text("Destroyed", "Détruit"),
}
STEPS: dict[str, Text] = {
    "sent": Text("Sent to the laboratory", "Envoyé au laboratoire"),
    "received": Text("Received by the laboratory", "Reçu par le laboratoire"),
    "retained": Text("Put into retention", "Mis en échantillothèque"),
    "destroyed": Text("Destroyed", "Détruit"),
}
FROM: dict[str, frozenset[str]] = {
    "sent": frozenset({"taken", "retained"}),
    "received": frozenset({"taken", "sent"}),
    "retained": frozenset({"taken", "received"}),
    "destroyed": frozenset({"taken", "sent", "received", "retained"}),
}
"""Which step each may follow; being tested is no step of its own, it follows from a result."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One line of a sampling plan.

    `step` is the path of the step that takes it (`P/sample` stands for every repetition), `type` its
    code there, `count` how many; `within` hours from taking to receipt, `due` days to the result.
    """

    code: str
    step: str
    type: str
    label: Text
    amount: Text
    laboratory: Text
    tests: frozenset[str] = frozenset()
    count: int = 1
    use: str = "test"
    within: Decimal | None = None
    due: int | None = None
    kept: Text | None = None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Planned:
        """Read one line of a document that `faults` found nothing in."""
        within, due, kept = body.get("within_h"), body.get("due_days"), body.get("kept")
        return cls(
            str(body["code"]), str(body["step"]), str(body["type"]),
            Text.from_body(body["label"]), Text.from_body(body["amount"]),
            Text.from_body(body["laboratory"]), frozenset(body.get("tests", ())),
            int(body.get("count", 1)), str(body.get("use", "test")),
            None if within is None else Decimal(str(within)),
            None if due is None else int(due), None if kept is None else Text.from_body(kept),
        )  # fmt: skip

    def takes(self, role: str) -> bool:
        """Tell whether a unit of this role (`sample/P1/sample/sterility/1`) is one of this line."""
        parts = role.split("/")
        if len(parts) != len(("sample", "phase", "step", "type", "n")) or parts[3] != self.type:
            return False
        phase, step = self.step.split("/")
        return parts[2] == step and phase in {parts[1], parts[1].rstrip("0123456789")}


@dataclass(frozen=True, slots=True)
class Plan:
    """A sampling plan; empty where none was in force when the lot was issued."""

    lines: tuple[Planned, ...] = ()

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Plan:
        """Read a document that `faults` found nothing in."""
        return cls(tuple(Planned.from_body(line) for line in body["samples"]))

    def within(self, rows: frozenset[str]) -> Plan:
        """Give the plan with the tests that a specification has: no other can have a result."""
        return Plan(tuple(replace(line, tests=line.tests & rows) for line in self.lines))

    def of(self, role: str) -> Planned | None:
        """Find the line that a sample belongs to."""
        return next((line for line in self.lines if line.takes(role)), None)

    def of_test(self, row: str) -> tuple[Planned, ...]:
        """Give the lines taken for one row of the specification."""
        return tuple(line for line in self.lines if row in line.tests)


@dataclass(frozen=True, slots=True)
class Way:
    """A sample on its way: when it was taken, its steps so far as (step, time), its last test."""

    code: str
    taken: datetime
    steps: tuple[tuple[str, datetime], ...] = ()
    tested: datetime | None = None

    @property
    def step(self) -> str:
        """Give the last step: taken, sent, received, retained or destroyed."""
        return self.steps[-1][0] if self.steps else "taken"

    @property
    def last(self) -> datetime:
        """Give when the last step was."""
        return self.steps[-1][1] if self.steps else self.taken

    @property
    def state(self) -> str:
        """Give the state that lists show; a test counts until the sample is put away."""
        shown = (
            "tested" if self.tested and self.step in FROM["received"] | {"received"} else self.step
        )
        return f"sample_{shown}"


def may(step: str, way: Way, at: datetime, now: datetime) -> Iterator[Finding]:
    """Refuse a step that does not follow, lies before the one before, or in the future."""
    if step not in FROM or way.step not in FROM[step]:
        was, wanted = STATES[f"sample_{way.step}"], STEPS.get(step, Text(step, step))
        yield Finding(
            "SAMPLE-STEP",
            {"sample": way.code, "was_en": was.en, "was_fr": was.fr,
             "step_en": wanted.en, "step_fr": wanted.fr},
            "step",
        )  # fmt: skip
    if at < way.last:
        yield Finding("SAMPLE-BEFORE", {"sample": way.code}, "at")
    if at > now:
        yield Finding("SAMPLE-FUTURE", {}, "at")


def late(planned: Planned | None, way: Way, at: datetime) -> Finding | None:
    """Find a sample that reached its laboratory later than its plan allows (L10)."""
    if planned is None or planned.within is None:
        return None
    hours = Decimal((at - way.taken) // timedelta(minutes=1)) / 60
    if hours <= planned.within:
        return None
    shown = half_up(hours, "0.0")
    what = Text(
        f"received {shown} h after it was taken, the plan allows {planned.within} h",
        f"reçu {str(shown).replace('.', ',')} h après prélèvement, le plan en permet "
        f"{str(planned.within).replace('.', ',')}",
    )
    return concern(way.code, what)


def concern(sample: str, what: Text) -> Finding:
    """Give what is to be looked at about a sample (L10)."""
    return Finding("L10", {"sample": sample, "what_en": what.en, "what_fr": what.fr}, "at", 2)


def due_on(planned: Planned | None, way: Way) -> datetime | None:
    """Give when the result of a sample is due; none for a sample that no result can be of."""
    if planned is None or planned.due is None or not planned.tests:
        return None
    return way.taken + timedelta(days=planned.due)


def read_out(tests: Iterable[str], found: Iterable[tuple[str, datetime | None]]) -> datetime | None:
    """Give when the results of a sample were all there and reviewed; None while any is not.

    `tests` are the rows it was taken for, `found` its valid and final results by row, each with when
    it was reviewed. A sample that was taken for no test has nothing to read out.
    """
    reviewed: dict[str, datetime] = {}
    for row, at in found:
        if at is None:
            return None
        reviewed[row] = max(at, reviewed.get(row, at))
    wanted = set(tests)
    if not wanted or not wanted <= reviewed.keys():
        return None
    return max(reviewed.values())


def missing(plan: Plan, taken: Iterable[str]) -> tuple[Finding, ...]:
    """Find the retention and stability samples that the plan asks for and the lot has not."""
    roles = list(taken)
    found = []
    for line in plan.lines:
        there = sum(line.takes(role) for role in roles)
        if line.use != "test" and there < line.count:
            params = {"found": there, "wanted": line.count}
            words = {"sample_en": line.label.en, "sample_fr": line.label.fr}
            found.append(Finding("G18-MISSING", {**params, **words}, line.code, 2))
    return tuple(found)


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what keeps a plan from being approved: a code or a place in the record named twice."""
    found, codes, places = [], set(), set()
    for i, line in enumerate(body["samples"]):
        place = (line["step"], line["type"])
        if line["code"] in codes:
            found.append(Finding("PLAN-TWICE", {"code": line["code"]}, f"samples[{i}].code"))
        if place in places:
            params = {"code": "/".join(place)}
            found.append(Finding("PLAN-TWICE", params, f"samples[{i}].type"))
        codes.add(line["code"])
        places.add(place)
    return tuple(found)
