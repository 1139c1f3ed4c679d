"""Marker protocols: which infectious markers a study demands of a donor, and how they are read.

A protocol is an approved document; every limit, window and decision below is its data, none is a
constant here.  Its parts:

    analytes     what a laboratory measures: retests after an initial reactive result, whether a
                 confirmation exists, whether the 180-day repeat applies, a window of its own, the
                 window of follow-up samples, and what each interpretation means in words
    routes       the table of sample timing: for `collection` or for `use`, the days between
                 donation and sample, the repeat after so many days, and the nucleic acid tests
                 (NAT) that open the route
    dilution     the plasma dilution rule (look-back hours, mL of plasma per kg, limit)
    markers      what is concluded: each serves one criterion of the screening protocol (`serves`),
                 names groups of analytes that must be answered (`demands`: one negative in each),
                 and has rows, of which the first that fits decides

Sources of the shipped tables: Directive 2006/17/EC Annex II, French CSP R.1211-14 and following,
NCT05947682; see docs/markers.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from batches.text import Text
from batches.verdict import Finding

Reading = Literal[
    "negative", "positive", "initial", "indeterminate", "invalid", "untimed", "missing"
]
Conclusion = Literal["NEGATIVE", "PENDING", "UNRESOLVED", "POSITIVE"]
Stage = Literal["collection", "use"]
Days = tuple[int, int]

READINGS: dict[str, Text] = {
    "negative": Text("negative", "négatif"),
    "positive": Text("positive", "positif"),
    "initial": Text("reactive, not concluded", "réactif, non conclu"),
    "indeterminate": Text("indeterminate", "indéterminé"),
    "invalid": Text("invalid", "invalide"),
    "untimed": Text("sample does not count", "échantillon non recevable"),
    "missing": Text("awaited", "attendu"),
}
"""What all results of one analyte of one donor come to."""

INTERPRETATIONS: dict[str, Text] = {
    "NONREACTIVE": Text("Non-reactive", "Non réactif"),
    "REACTIVE": Text("Reactive", "Réactif"),
    "REPEAT_REACTIVE": Text("Repeatedly reactive", "Réactif après répétition"),
    "INDETERMINATE": Text("Indeterminate", "Indéterminé"),
    "INVALID": Text("Invalid", "Invalide"),
}
"""What a laboratory can say of one test."""

CONFIRMATIONS: dict[str, Text] = {
    "POSITIVE": Text("Confirmed positive", "Confirmé positif"),
    "NEGATIVE": Text("Not confirmed (negative)", "Non confirmé (négatif)"),
    "INDETERMINATE": Text("Confirmation indeterminate", "Confirmation indéterminée"),
}
"""What a confirmatory test can say."""

OPINIONS: dict[str, Text] = {
    "no_active_infection": Text("No active infection", "Absence d'infection active"),
    "active_infection": Text("Active infection, or not excluded", "Infection active ou non exclue"),
}
"""What the donor physician can conclude where a row of the protocol asks for it."""


@dataclass(frozen=True, slots=True)
class Analyte:
    """One thing a laboratory measures.

    `retests` is how many non-reactive retests settle an initial reactive result (0: none, reactive
    is positive or goes to confirmation).  `window` in days from the donation replaces the routes.
    """

    code: str
    label: Text
    method: str
    retests: int = 2
    confirm: bool = True
    repeat: bool = False
    window: Days | None = None
    unit: str = ""
    means: Mapping[str, Text] = field(default_factory=dict)

    @property
    def informs(self) -> bool:
        """Tell whether reactive is no alarm by itself (IgG, avidity, anti-HBs): nothing follows it."""
        return self.method == "serology" and not self.retests and not self.confirm

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Analyte:
        """Read one analyte of a document that `faults` found nothing in."""
        window = body.get("window")
        return cls(
            code=str(body["code"]), label=Text.from_body(body["label"]), method=body["method"],
            retests=int(body["retests"]), confirm=bool(body["confirm"]),
            repeat=bool(body["repeat"]), window=None if window is None else _days(window),
            unit=str(body.get("unit", "")),
            means={k: Text.from_body(v) for k, v in body.get("means", {}).items()},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a decision table; `opinion` asks for the physician's conclusion."""

    when: Mapping[str, frozenset[str]]
    conclusion: Conclusion
    reason: Text
    opinion: str = ""

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Row:
        """Read one row."""
        when = {str(a): frozenset(map(str, states)) for a, states in body["when"].items()}
        reason = Text.from_body(body["reason"])
        return cls(when, body["conclusion"], reason, str(body.get("opinion", "")))


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: the criterion it serves, the analytes it demands, and its decision table."""

    code: str
    label: Text
    serves: str
    demands: tuple[frozenset[str], ...]
    rows: tuple[Row, ...]
    analytes: tuple[str, ...]

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Marker:
        """Read one marker; its analytes are those that demands and rows name, in that order."""
        demands = tuple(tuple(map(str, group)) for group in body["demands"])
        rows = tuple(Row.from_body(part) for part in body["rows"])
        named = [code for group in demands for code in group]
        named += [code for row in rows for code in row.when]
        named += map(str, body.get("informs", ()))
        return cls(
            str(body["code"]), Text.from_body(body["label"]), str(body["serves"]),
            tuple(frozenset(group) for group in demands), rows, tuple(dict.fromkeys(named)),
        )  # fmt: skip

    @property
    def asks_opinion(self) -> bool:
        """Tell whether a row of the table waits for the physician's conclusion."""
        return any(row.opinion for row in self.rows)


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table of sample timing."""

    code: str
    stage: Stage
    text: Text
    sample: Days
    repeat_after: int | None = None
    waiver: tuple[str, ...] = ()

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Route:
        """Read one route."""
        repeat = body.get("repeat_after")
        return cls(
            str(body["code"]), body["stage"], Text.from_body(body["text"]), _days(body["sample"]),
            None if repeat is None else int(repeat), tuple(map(str, body.get("waiver", ()))),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DilutionRule:
    """How plasma dilution is judged; volumes in mL, weight in kg, limit in percent."""

    colloid_hours: int
    crystalloid_hours: int
    plasma_per_kg: Decimal
    limit: Decimal

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> DilutionRule:
        """Read the rule."""
        return cls(
            int(body["colloid_hours"]), int(body["crystalloid_hours"]),
            Decimal(body["plasma_ml_per_kg"]), Decimal(body["limit_percent"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MarkerProtocol:
    """A whole protocol; `begins` and `ends` are civil days, both included, of the donation."""

    study: str
    specimens: frozenset[str]
    analytes: Mapping[str, Analyte]
    routes: tuple[Route, ...]
    dilution: DilutionRule
    markers: tuple[Marker, ...]
    begins: date | None = None
    ends: date | None = None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> MarkerProtocol:
        """Read a document that `faults` found nothing in."""
        analytes = (Analyte.from_body(part) for part in body["analytes"])
        return cls(
            str(body["study"]), frozenset(map(str, body["specimens"])),
            {a.code: a for a in analytes},
            tuple(Route.from_body(part) for part in body["routes"]),
            DilutionRule.from_body(body["dilution"]),
            tuple(Marker.from_body(part) for part in body["markers"]),
            _day(body["validity"]["from"]), _day(body["validity"]["to"]),
        )  # fmt: skip

    def holds_on(self, donation: date) -> bool:
        """Tell whether the rule set is valid for a donation of that day."""
        late = self.ends is not None and donation > self.ends
        return not late and (self.begins is None or donation >= self.begins)

    def marker(self, code: str) -> Marker | None:
        """Find a marker by its code."""
        return next((m for m in self.markers if m.code == code), None)

    def markers_of(self, analyte: str) -> tuple[Marker, ...]:
        """Give the markers that an analyte bears on."""
        return tuple(m for m in self.markers if analyte in m.analytes)


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Say what keeps a protocol from being approved, each with its path.

    Codes: MRK-TWICE, MRK-NO-ANALYTE, MRK-LOOSE (a row that concludes NEGATIVE must ask at least one
    analyte of each demanded group to be negative, and nothing else of it), MRK-DAYS.
    """
    known = {str(a["code"]) for a in body["analytes"]}
    found = [*_twice(body, "analytes"), *_twice(body, "markers"), *_twice(body, "routes")]
    for i, marker in enumerate(body["markers"]):
        found += _marker_faults(marker, known, f"markers[{i}]")
    for i, route in enumerate(body["routes"]):
        found += _unknown(route.get("waiver", ()), known, f"routes[{i}].waiver")
        found += _reversed(route["sample"], f"routes[{i}].sample")
    for i, analyte in enumerate(body["analytes"]):
        found += _reversed(analyte.get("window") or (0, 0), f"analytes[{i}].window")
    return tuple(found)


def _twice(body: Mapping[str, Any], part: str) -> Iterator[Finding]:
    for code, times in Counter(str(one["code"]) for one in body[part]).items():
        if times > 1:
            yield Finding("MRK-TWICE", {"code": code}, part)


def _marker_faults(marker: Mapping[str, Any], known: set[str], path: str) -> Iterator[Finding]:
    for i, group in enumerate(marker["demands"]):
        yield from _unknown(group, known, f"{path}.demands[{i}]")
    yield from _unknown(marker.get("informs", ()), known, f"{path}.informs")
    for i, row in enumerate(marker["rows"]):
        place = f"{path}.rows[{i}]"
        yield from _unknown(row["when"], known, f"{place}.when")
        if row["conclusion"] == "NEGATIVE" and not _strict(row, marker["demands"]):
            yield Finding("MRK-LOOSE", {"code": str(marker["code"])}, place)


def _strict(row: Mapping[str, Any], demands: Any) -> bool:
    return all(any(row["when"].get(a) == ["negative"] for a in group) for group in demands)


def _unknown(codes: Any, known: set[str], path: str) -> Iterator[Finding]:
    for code in codes:
        if code not in known:
            yield Finding("MRK-NO-ANALYTE", {"code": str(code)}, path)


def _reversed(days: Any, path: str) -> Iterator[Finding]:
    low, high = (int(day) for day in days)
    if low > high:
        yield Finding("MRK-DAYS", {"low": low, "high": high}, path)


def _days(pair: Any) -> Days:
    low, high = pair
    return int(low), int(high)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
