"""What the infectious markers of one donor come to: a conclusion a marker, and one of all.

A marker is read by the first row of its table that fits the readings of its analytes
(`batches/marker_reading.py`).  NEGATIVE stands only on a negative reading in each demanded group,
whatever the table says; missing, invalid or unverified never passes.  Of all markers the worst one
is the conclusion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from batches.marker_protocol import Conclusion, Marker, MarkerProtocol, Reading, Row, Stage
from batches.marker_reading import AnalyteState, Desk, History, Opinion, Sample, Test, read
from batches.text import Text
from batches.verdict import Finding, Param

__all__ = [
    "CONCLUSIONS",
    "History",
    "MarkerState",
    "Opinion",
    "Sample",
    "Standing",
    "Test",
    "criteria",
    "evaluate",
]

CONCLUSIONS: dict[Conclusion, Text] = {
    "NEGATIVE": Text("negative", "négatif"),
    "PENDING": Text("results awaited", "résultats attendus"),
    "UNRESOLVED": Text("to be resolved", "à résoudre"),
    "POSITIVE": Text("positive", "positif"),
}
WORST: tuple[Conclusion, ...] = ("POSITIVE", "UNRESOLVED", "PENDING", "NEGATIVE")
OUTCOMES: dict[Conclusion, str] = {"NEGATIVE": "PASS", "POSITIVE": "FAIL"}
"""What a criterion of the screening reads; anything else is UNKNOWN, which never passes."""


@dataclass(frozen=True, slots=True)
class MarkerState:
    """What one marker comes to: conclusion, the reason of its row, every finding."""

    code: str
    label: Text
    serves: str
    conclusion: Conclusion
    reason: Text | None
    readings: Mapping[str, Reading]
    findings: tuple[Finding, ...] = ()
    opinion_asked: bool = False

    def plain(self) -> dict[str, Any]:
        """Give the state as it is frozen with a determination."""
        reason = {"en": self.reason.en, "fr": self.reason.fr} if self.reason else None
        return {
            "code": self.code, "serves": self.serves, "conclusion": self.conclusion,
            "reason": reason, "readings": dict(self.readings),
            "findings": [f.plain() for f in self.findings],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """All markers of one donor at one stage; `findings` are those of no single marker."""

    stage: Stage
    donation_on: date | None
    markers: tuple[MarkerState, ...]
    conclusion: Conclusion
    findings: tuple[Finding, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Give the standing as it is frozen with a determination."""
        return {
            "stage": self.stage, "conclusion": self.conclusion,
            "donation_on": self.donation_on.isoformat() if self.donation_on else None,
            "markers": [m.plain() for m in self.markers],
            "findings": [f.plain() for f in self.findings],
        }  # fmt: skip


def evaluate(
    protocol: MarkerProtocol, history: History, donation_on: date | None, stage: Stage = "use"
) -> Standing:
    """Conclude on every marker; days are civil days of the site where the sample was drawn.

    `collection` asks whether tissue may be procured, `use` whether its cells may be used.  Codes of
    findings: MRK-MISSING, MRK-INVALID, MRK-RETEST, MRK-CONFIRM, MRK-POSITIVE, MRK-INDETERMINATE,
    MRK-UNVERIFIED, MRK-UNSOUND, MRK-WINDOW, MRK-REPEAT, MRK-DILUTED, MRK-NO-DONATION, MRK-NO-ROW,
    MRK-OPINION, MRK-VALIDITY, MRK-EMPTY.
    """
    desk = Desk.laid(protocol, history, donation_on, stage)
    states = {code: read(desk, a) for code, a in protocol.analytes.items()}
    found = tuple(_marker(desk, marker, states) for marker in protocol.markers)
    whole = []
    if donation_on is not None and not protocol.holds_on(donation_on):
        whole.append(Finding("MRK-VALIDITY", {"on": donation_on.isoformat()}, "", 3))
    if not found:
        whole.append(Finding("MRK-EMPTY", {}, "", 3))
    conclusions = {m.conclusion for m in found} | ({"UNRESOLVED"} if whole else set())
    worst = next(c for c in WORST if c in conclusions)
    return Standing(stage, donation_on, found, worst, tuple(whole))


def criteria(standing: Standing) -> dict[str, str]:
    """Give PASS, FAIL or UNKNOWN for each criterion of the screening that a marker serves.

    Several markers of one criterion give the worst; a rule set that does not hold passes nothing.
    """
    found: dict[str, str] = {}
    for conclusion in WORST:
        for marker in standing.markers:
            if marker.conclusion == conclusion:
                found.setdefault(marker.serves, OUTCOMES.get(conclusion, "UNKNOWN"))
    if standing.findings:
        return {code: "FAIL" if said == "FAIL" else "UNKNOWN" for code, said in found.items()}
    return found


def _marker(desk: Desk, marker: Marker, states: Mapping[str, AnalyteState]) -> MarkerState:
    """Read the marker's table; NEGATIVE stands only on a negative in each demanded group."""
    readings = {code: states[code].reading for code in marker.analytes}
    opinion = _opinion(desk, marker)
    row = next((r for r in marker.rows if _fits(r, readings, opinion)), None)
    proven = all(any(readings[a] == "negative" for a in g) for g in marker.demands)
    asked = opinion is None and any(
        r.opinion and _fits(r, readings, r.opinion) for r in marker.rows
    )
    conclusion = row.conclusion if row else _unread(marker, readings)
    if conclusion == "NEGATIVE" and not proven:
        conclusion = _unread(marker, readings)
    found = [f for code in _bearing(marker, readings) for f in states[code].findings]
    words: dict[str, Param] = {"marker_en": marker.label.en, "marker_fr": marker.label.fr}
    if row is None and conclusion == "UNRESOLVED":
        found.append(Finding("MRK-NO-ROW", words, marker.code, 2))
    if asked and conclusion != "POSITIVE":
        found.append(Finding("MRK-OPINION", words, marker.code, 2))
    if desk.donation_on is not None and not desk.protocol.holds_on(desk.donation_on):
        conclusion = "UNRESOLVED" if conclusion == "NEGATIVE" else conclusion
    reason = row.reason if row and conclusion == row.conclusion else None
    return MarkerState(
        marker.code, marker.label, marker.serves, conclusion, reason, readings, tuple(found),
        asked and conclusion != "POSITIVE",
    )  # fmt: skip


def _bearing(marker: Marker, readings: Mapping[str, Reading]) -> list[str]:
    """Name the analytes whose findings matter: those demanded, and others that were tested.

    Of a group where one analyte is negative, one that was never asked for is no gap.
    """
    open_groups = [g for g in marker.demands if all(readings[a] != "negative" for a in g)]
    wanted = {a for g in open_groups for a in g}
    return [a for a in marker.analytes if a in wanted or readings[a] != "missing"]


def _fits(row: Row, readings: Mapping[str, Reading], opinion: str | None) -> bool:
    if row.opinion and row.opinion != opinion:
        return False
    return all(readings[code] in states for code, states in row.when.items())


def _unread(marker: Marker, readings: Mapping[str, Reading]) -> Conclusion:
    """Conclude where no row does: what is awaited is pending, anything else a person resolves."""
    unproven = [g for g in marker.demands if all(readings[a] != "negative" for a in g)]
    waiting = all(any(readings[a] in {"missing", "initial"} for a in g) for g in unproven)
    return "PENDING" if unproven and waiting else "UNRESOLVED"


def _opinion(desk: Desk, marker: Marker) -> str | None:
    """Give the physician's conclusion while it still speaks of all results there are."""
    said = next((o for o in reversed(desk.history.opinions) if o.marker == marker.code), None)
    if said is None:
        return None
    present = frozenset(t.id for t in desk.history.tests if t.analyte in marker.analytes)
    return said.said if said.rests_on == present else None
