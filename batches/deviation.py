"""Deviations: which findings open one, what an open one blocks, how one is concluded.

A deviation never stops the hands. While it is open it blocks the next gate of the master and the
certification; concluded against the lot, it blocks the certification for good.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from batches.text import Text
from batches.verdict import Finding, Verdict

# Those marked D in the exception rules of the QA review, and an answer other than the expected one.
OPENS = frozenset(
    [
        "V01",
        "V02",
        "T04",
        "T05",
        "P01",
        "P03",
        "M01",
        "M03",
        "M04",
        "E01",
        "E02",
        "E03",
        "N01",
        "N02",
        "N04",
        "C01",
        "C04",
        "C05",
        "C07",
        "L01",
        "L02",
        "L09",
        "L10",
        "S01",
        "D01",
        "D03",
        "D04",
        "X04",
        "GROWTH-CONVENTION",
        "GROWTH-NO-AGE",
        "K-UNEXPECTED",
        "K-CONTAMINATED",
        "K-DOUBLINGS",
        "K-DOUBLINGS-UNKNOWN",
        "K-DIFFERENCE",
        "K-FEWER-VESSELS",
        "K-HELD",
        "K-IN-WINDOW",
        "K-WINDOW",
        "R07",
    ],
)

CLASSES: dict[int, Text] = {
    3: Text("critical", "critique"),
    2: Text("major", "majeure"),
    1: Text("minor", "mineure"),
}
"""Weights of findings and deviations, in words."""

CONCLUSIONS: dict[str, Text] = {
    "no_impact": Text("no impact on the product", "sans impact sur le produit"),
    "acceptable": Text("impact assessed and acceptable", "impact évalué et acceptable"),
    "reject": Text("the lot is to be refused", "le lot est à refuser"),
}
"""How a deviation may be concluded."""

STEPS = {
    "quality.assess_deviation": (frozenset({"open", "assessed"}), "assessed"),
    "quality.dispose_deviation": (frozenset({"assessed"}), "closed"),
}
"""Which states each verb may start from, and the state it leads to."""


@dataclass(frozen=True, slots=True)
class DeviationFact:
    """One deviation as a gate sees it; `path` is the step it speaks of, empty for the lot."""

    number: str
    state: str
    weight: int
    path: str = ""
    conclusion: str | None = None

    @property
    def open(self) -> bool:
        """Tell whether it still blocks gates: closed is the only state that does not."""
        return self.state != "closed"


def opens_deviation(finding: Finding) -> bool:
    """Tell whether the rule opens a deviation by itself for this finding."""
    return finding.code in OPENS


def may(verb: str, state: str) -> Verdict:
    """Ask whether `verb` fits a deviation in `state`: assessed before it is concluded."""
    allowed, _ = STEPS[verb]
    if state in allowed:
        return Verdict()
    return Verdict((Finding("DEVIATION-STATE", {"state": state}),))


def after(verb: str) -> str:
    """Give the state that `verb` leads to."""
    return STEPS[verb][1]


def conclude(conclusion: str, assessment: str) -> Verdict:
    """Ask whether a deviation can be concluded so: a known conclusion on a written assessment."""
    found = []
    if conclusion not in CONCLUSIONS:
        found.append(Finding("DEVIATION-CONCLUSION", {"found": conclusion}, "conclusion"))
    if not assessment.strip():
        found.append(Finding("DEVIATION-ASSESSMENT", where="assessment"))
    return Verdict.of(found)


def blocking(deviations: Iterable[DeviationFact]) -> tuple[Finding, ...]:
    """Give what blocks a gate of the master: each deviation that is open, wherever it is."""
    return tuple(
        Finding("POS-DEVIATION", {"number": d.number}, d.path, d.weight)
        for d in deviations
        if d.open
    )


def unwitnessed(done: datetime, witnessed: datetime | None, within_min: int) -> Finding | None:
    """Find a witness that is missing or signed too late (P01); a late one does not cure it.

    `done` is the time of the act. Without a witness there is always a finding: ask only when the
    step is declared unwitnessed, or when the time is up.
    """
    if witnessed is not None and witnessed - done <= timedelta(minutes=within_min):
        return None
    return Finding("P01", {"minutes": within_min}, weight=3)
