"""What may be recorded about markers: samples, results, kits and laboratories at their moment.

What cannot be is refused; what is out of order is taken, said, and never counts for the donor.
Days are civil days of the site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from batches.marker_protocol import CONFIRMATIONS, INTERPRETATIONS, MarkerProtocol
from batches.quantity import quote
from batches.text import Text
from batches.verdict import Finding

SPECIMENS: dict[str, Text] = {
    "serum": Text("Serum", "Sérum"),
    "plasma": Text("Plasma", "Plasma"),
}
CONFIRMABLE = frozenset({"REACTIVE", "REPEAT_REACTIVE", "INDETERMINATE"})
UNITS: dict[str, Text] = {
    "S/CO": Text("S/CO (signal to cut-off)", "S/CO (rapport signal/seuil)"),
    "Ct": Text("Ct (threshold cycle)", "Ct (cycle seuil)"),
}
"""Units of the number of a test; neither is a unit of UCUM."""


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A laboratory of the approved register, with the authorisation that lets it test donors."""

    code: str
    name: str
    authorisation: str
    begins: date
    ends: date | None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Laboratory:
        """Read one laboratory of the register."""
        ends = body["valid_to"]
        return cls(
            str(body["code"]), str(body["name"]), str(body["authorisation"]),
            date.fromisoformat(body["valid_from"]), date.fromisoformat(ends) if ends else None,
        )  # fmt: skip

    def authorised(self, on: date) -> bool:
        """Tell whether its authorisation covers a day; first and last day count."""
        return self.begins <= on and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class Kit:
    """A test kit of the approved register."""

    code: str
    name: str
    maker: str
    ce: str
    analytes: frozenset[str]

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Kit:
        """Read one kit of the register."""
        return cls(
            str(body["code"]), str(body["name"]), str(body["maker"]), str(body["ce"]),
            frozenset(map(str, body["analytes"])),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleEntry:
    """A sample as it is about to be recorded."""

    specimen: str
    drawn_at: datetime
    drawn_on: date


@dataclass(frozen=True, slots=True)
class ResultEntry:
    """A result as it is about to be recorded, with the kit, lot and laboratory found for it."""

    analyte: str
    interpretation: str
    confirmatory: str | None
    number: Decimal | None
    unit: str
    sampled_at: datetime
    received_at: datetime
    tested_at: datetime
    tested_on: date
    validator: str
    kit: Kit | None
    laboratory: Laboratory | None
    lot: str
    lot_expires_on: date | None


def sample_refusals(
    entry: SampleEntry, protocol: MarkerProtocol, at: datetime
) -> tuple[Finding, ...]:
    """Ask whether a sample can be. Codes: MRK-SPECIMEN, MRK-FUTURE."""
    found = []
    if entry.specimen not in protocol.specimens:
        known = _named(protocol.specimens, SPECIMENS)
        found.append(Finding("MRK-SPECIMEN", {"found": quote(entry.specimen), **known}, "specimen"))
    if entry.drawn_at > at:
        found.append(Finding("MRK-FUTURE", {}, "drawn_at"))
    return tuple(found)


def sample_notes(
    entry: SampleEntry, protocol: MarkerProtocol, donation_on: date | None
) -> tuple[Finding, ...]:
    """Say that a sample lies in no window of the protocol (MRK-SAMPLE-DAYS); it is taken.

    A repeat sample, drawn after the days of a route, is in its place.
    """
    if donation_on is None:
        return ()
    days = (entry.drawn_on - donation_on).days
    windows = [r.sample for r in protocol.routes]
    windows += [a.window for a in protocol.analytes.values() if a.window]
    repeats = [r.repeat_after for r in protocol.routes if r.repeat_after is not None]
    if any(low <= days <= high for low, high in windows) or any(days >= r for r in repeats):
        return ()
    low, high = min(w[0] for w in windows), max(w[1] for w in windows)
    params: dict[str, str | int] = {
        "days": days, "low": low, "high": high,
        "drawn": entry.drawn_on.isoformat(), "donation": donation_on.isoformat(),
    }  # fmt: skip
    return (Finding("MRK-SAMPLE-DAYS", params, "drawn_at", 2),)


def result_refusals(
    entry: ResultEntry, protocol: MarkerProtocol, at: datetime
) -> tuple[Finding, ...]:
    """Ask whether a result can be.

    Codes: MRK-ANALYTE, MRK-INTERPRETATION, MRK-CONFIRMATION, MRK-NOT-REACTIVE, MRK-UNIT,
    MRK-VALIDATOR, MRK-KIT, MRK-LOT, MRK-LABORATORY, MRK-TIMES, MRK-FUTURE.
    """
    return (*_read_faults(entry, protocol), *_register_faults(entry), *_times(entry, at))


def result_notes(entry: ResultEntry) -> tuple[Finding, ...]:
    """Say what is out of order about kit and laboratory; the result is taken and never helps.

    Codes: MRK-KIT-EXPIRED, MRK-KIT-ANALYTE, MRK-AUTHORISATION.
    """
    found = []
    on = entry.tested_on.isoformat()
    if entry.lot_expires_on is not None and entry.tested_on > entry.lot_expires_on:
        params = {"lot": entry.lot, "expires": entry.lot_expires_on.isoformat(), "on": on}
        found.append(Finding("MRK-KIT-EXPIRED", params, "lot", 2))
    if entry.kit is not None and entry.analyte not in entry.kit.analytes:
        params = {"kit": entry.kit.name, "analyte": entry.analyte}
        found.append(Finding("MRK-KIT-ANALYTE", params, "lot", 2))
    if entry.laboratory is not None and not entry.laboratory.authorised(entry.tested_on):
        params = {"laboratory": entry.laboratory.name, "on": on}
        found.append(Finding("MRK-AUTHORISATION", params, "laboratory", 2))
    return tuple(found)


def _read_faults(entry: ResultEntry, protocol: MarkerProtocol) -> Iterator[Finding]:
    if entry.analyte not in protocol.analytes:
        yield Finding("MRK-ANALYTE", {"found": quote(entry.analyte)}, "analyte")
    if entry.interpretation not in INTERPRETATIONS:
        yield Finding(
            "MRK-INTERPRETATION", {"found": quote(entry.interpretation)}, "interpretation"
        )
    if entry.confirmatory is not None:
        if entry.confirmatory not in CONFIRMATIONS:
            yield Finding("MRK-CONFIRMATION", {"found": quote(entry.confirmatory)}, "confirmatory")
        elif entry.interpretation not in CONFIRMABLE:
            yield Finding("MRK-NOT-REACTIVE", {}, "confirmatory")
    if entry.number is not None and entry.unit not in UNITS:
        yield Finding("MRK-UNIT", {"found": quote(entry.unit)}, "unit")
    if not entry.validator.strip():
        yield Finding("MRK-VALIDATOR", {}, "validator")


def _register_faults(entry: ResultEntry) -> Iterator[Finding]:
    if entry.kit is None:
        yield Finding("MRK-KIT", {}, "lot")
    elif entry.lot_expires_on is None:
        yield Finding("MRK-LOT", {"lot": quote(entry.lot), "kit": entry.kit.name}, "lot")
    if entry.laboratory is None:
        yield Finding("MRK-LABORATORY", {}, "laboratory")


def _times(entry: ResultEntry, at: datetime) -> Iterator[Finding]:
    """Sampled, received, tested, recorded: each not before the one before it."""
    if entry.received_at < entry.sampled_at:
        yield Finding("MRK-TIMES", {}, "received_at")
    if entry.tested_at < entry.received_at:
        yield Finding("MRK-TIMES", {}, "tested_at")
    for name in ("received_at", "tested_at"):
        if getattr(entry, name) > at:
            yield Finding("MRK-FUTURE", {}, name)


def _named(codes: frozenset[str], words: Mapping[str, Text]) -> dict[str, str]:
    known = sorted(codes)
    return {
        f"known_{lang}": ", ".join(words[c][lang] if c in words else c for c in known)
        for lang in ("en", "fr")
    }
