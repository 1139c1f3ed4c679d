"""Procurement, hand-over and receipt of donated material: what must be known, what is out of limits.

What is asked and every limit come from a document of kind `procurement` (one a tissue).  The fields
follow Directives 2006/17/EC annex IV and 2006/86/EC; times are instants, durations hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from batches.ledger import Computed, Value
from batches.steps import Bounds, Field, Limits
from batches.text import Text
from batches.transport import HIGH, LOW, OUTSIDE, SERIAL, Energy, Trip
from batches.transport import findings as trip_findings
from batches.transport import judged as judged_values
from batches.verdict import Finding, Param

DECISIONS: dict[str, Text] = {
    "accepted": Text("Accepted in quarantine", "Accepté en quarantaine"),
    "accepted_with_deviation": Text(
        "Accepted in quarantine, with a deviation", "Accepté en quarantaine, avec une déviation"
    ),
    "refused": Text("Refused", "Refusé"),
}
LOGGER_OTHER = "REC-LOGGER-OTHER"
LOGGER_REUSED = "REC-LOGGER-REUSED"
HOLDS = frozenset({LOGGER_OTHER, LOGGER_REUSED})
"""Findings that put a hold on the material until somebody has looked."""
NEEDED = {
    "collection": {"started_at": "time", "ended_at": "time"},
    "hand_over": {"dispatched_at": "time", "shipper": "text", "logger": "text", "seal": "text"},
    "receipt": {
        "received_at": "time", "shipper": "text", "seal": "text", SERIAL: "text",
        LOW: "decimal", HIGH: "decimal", OUTSIDE: "decimal",
    },
}  # fmt: skip
"""Questions that the rules read themselves: a document must ask them, under these names."""
SECONDS_AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample that is taken from the donor with the tissue: its type, how many, which container."""

    code: str
    label: Text
    count: int


@dataclass(frozen=True, slots=True)
class Requirements:
    """What the document of a tissue asks at each moment, and its limits."""

    tissue: str
    sections: Mapping[str, tuple[Field, ...]]
    samples: tuple[Sample, ...]
    since_collection: Limits | None
    system: str = ""
    product: str = ""
    energy: Energy | None = None
    shelf_life_days: int | None = None
    unheld_minutes: int | None = None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> Requirements:
        """Read the body of a document of kind `procurement`."""
        product = body.get("product") or {}
        energy = body["receipt"].get("activation_energy")
        return cls(
            tissue=str(body["tissue"]),
            sections={
                name: tuple(Field.from_body(one) for one in body[name]["fields"]) for name in NEEDED
            },
            samples=tuple(
                Sample(str(s["code"]), Text.from_body(s["label"]), int(s["count"]))
                for s in body.get("samples", ())
            ),
            since_collection=Limits.from_body(body["receipt"]["since_collection"]),
            system=str(product.get("system", "")),
            product=str(product.get("code", "")),
            shelf_life_days=product.get("shelf_life_days"),
            unheld_minutes=body["hand_over"].get("unheld_minutes"),
            energy=Energy(Decimal(energy["value"]), str(energy["source"])) if energy else None,
        )

    @property
    def transport_range(self) -> Bounds:
        """Give the range of a transport: the action limits of its lowest and highest temperature."""
        limits = {f.name: f.limits.act for f in self.sections["receipt"] if f.limits}
        low, high = limits.get(LOW), limits.get(HIGH)
        return Bounds(low.low if low else None, high.high if high else None)

    def label_of(self, section: str, name: str) -> Text:
        """Give the words of a question; an unknown one says its own name."""
        found = (f.label for f in self.sections[section] if f.name == name)
        return next(found, Text(name, name))


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known when material is opened: what was sent, what arrived, who did which.

    `reused` names the donation that the same logger file was given for before; `trip` is what that
    file says, None where none was kept.
    """

    sent: Mapping[str, str]
    arrived: Mapping[str, Value]
    collected_at: datetime
    received_at: datetime
    has_file: bool = True
    reused: str | None = None
    same_person: bool = False
    trip: Trip | None = None
    sent_at: datetime | None = None

    @property
    def values(self) -> Mapping[str, Value]:
        """Give the answers that are judged: the logger's file goes before what was typed."""
        return judged_values(self.arrived, self.trip)


def faults(body: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Ask whether a document asks what the rules read (PRO-FIELD), each name once (PRO-TWICE)."""
    found = []
    for section, needed in NEEDED.items():
        fields = [(str(f["name"]), str(f["type"])) for f in body[section]["fields"]]
        names = [name for name, _type in fields]
        for name, kind in needed.items():
            if (name, kind) not in fields:
                params: dict[str, Param] = {"name": name, "type": kind}
                found.append(Finding("PRO-FIELD", params, f"{section}.fields"))
        twice = sorted({n for n in names if names.count(n) > 1})
        found += [Finding("PRO-TWICE", {"name": n}, f"{section}.fields") for n in twice]
    return tuple(found)


def unanswered(fields: Iterable[Field], values: Mapping[str, Value]) -> tuple[Finding, ...]:
    """Ask whether every question that must be answered is (PRO-MISSING, at its own field)."""
    missing = (f for f in fields if f.required)
    return tuple(
        Finding("PRO-MISSING", _labelled(f), slot)
        for f in missing
        for slot in f.slots
        if slot not in values or not values[slot].text.strip()
    )


def outside(fields: Iterable[Field], values: Mapping[str, Value]) -> tuple[Finding, ...]:
    """Give what lies outside the document's limits, or is answered otherwise than expected.

    Codes: PRO-ACTION (weight 2), PRO-ALERT (weight 1), PRO-ANSWER (weight 2).
    """
    found: list[Finding] = []
    for asked in fields:
        for slot in asked.slots:
            value = values.get(slot)
            if value is not None:
                found += _judged(asked, slot, value)
    return tuple(found)


def _judged(asked: Field, slot: str, value: Value) -> Iterator[Finding]:
    if value.number is not None and asked.limits is not None:
        yield from _beyond(asked.limits, value.number, (asked.label, asked.unit, slot))
    if asked.expected is not None and value.text and value.text != asked.expected:
        answer = {"yes": Text("yes", "oui"), "no": Text("no", "non")}.get(value.text)
        said = {f"answer_{lang}": answer[lang] if answer else value.text for lang in ("en", "fr")}
        yield Finding("PRO-ANSWER", {**_labelled(asked), **said}, slot, 2)


def _beyond(limits: Limits, number: Decimal, about: tuple[Text, str, str]) -> Iterator[Finding]:
    label, unit, where = about
    zone = limits.zone(number)
    bounds: Bounds | None = {"action": limits.act, "alert": limits.alert}.get(zone)
    if bounds is not None:
        params: dict[str, Param] = {"label_en": label.en, "label_fr": label.fr, "unit": unit}
        params |= {"value": number, **bounds.params()}
        code, weight = ("PRO-ACTION", 2) if zone == "action" else ("PRO-ALERT", 1)
        yield Finding(code, params, where, weight)


def collection_faults(start: datetime, end: datetime, at: datetime) -> tuple[Finding, ...]:
    """Ask whether the times of a procurement can be (PRO-ORDER, PRO-FUTURE)."""
    found = []
    if end < start:
        found.append(Finding("PRO-ORDER", {}, "ended_at"))
    if end > at:
        found.append(Finding("PRO-FUTURE", {}, "ended_at"))
    return tuple(found)


def since_collection(collected: datetime, received: datetime) -> Computed:
    """Compute the hours from the end of collection to receipt, rounded half up to 0.01 h."""
    seconds = Decimal(int((received - collected).total_seconds()))
    hours = (seconds / SECONDS_AN_HOUR).quantize(Decimal("0.01"), ROUND_HALF_UP)
    inputs: dict[str, Decimal | str] = {
        "collected_at": collected.isoformat(), "received_at": received.isoformat(),
    }  # fmt: skip
    return Computed(
        "since_collection", hours, "h", "since_collection", 1, inputs, "half up to 0.01"
    )


def impossible(arrival: Arrival, at: datetime) -> tuple[Finding, ...]:
    """Refuse a receipt that cannot be: REC-FUTURE, REC-BEFORE, REC-SAME-PERSON."""
    found = []
    if arrival.received_at > at:
        found.append(Finding("REC-FUTURE", {}, "received_at"))
    if arrival.received_at < arrival.collected_at:
        found.append(Finding("REC-BEFORE", {}, "received_at"))
    if arrival.same_person:
        found.append(Finding("REC-SAME-PERSON", {}, "", 3))
    return tuple(found)


def arrival_findings(wanted: Requirements, arrival: Arrival) -> tuple[Finding, ...]:
    """Give everything about an arrival that is not as it should be; none of it stops the hands.

    Codes: those of `outside`, PRO-ACTION or PRO-ALERT for the time since collection, REC-SHIPPER,
    REC-SEAL, REC-LOGGER-OTHER (its data are another shipper's), REC-LOGGER-REUSED, REC-NO-LOGGER,
    and those of `batches.transport.findings`.
    """
    found = list(outside(wanted.sections["receipt"], arrival.values))
    hours = since_collection(arrival.collected_at, arrival.received_at).value
    if wanted.since_collection is not None and hours is not None:
        about = (Text("Time since collection", "Délai depuis le prélèvement"), "h", "received_at")
        found += _beyond(wanted.since_collection, hours, about)
    for name, code, weight in (
        ("shipper", "REC-SHIPPER", 2), ("seal", "REC-SEAL", 2), ("logger", LOGGER_OTHER, 3),
    ):  # fmt: skip
        found += _other(arrival, name, code, weight)
    if arrival.reused is not None:
        found.append(Finding(LOGGER_REUSED, {"din": arrival.reused}, "file", 3))
    if not arrival.has_file:
        found.append(Finding("REC-NO-LOGGER", {}, "file", 2))
    if arrival.trip is not None:
        sent_at = arrival.sent_at or arrival.collected_at
        found += trip_findings(arrival.arrived, arrival.trip, sent_at, arrival.received_at)
    return tuple(found)


def _other(arrival: Arrival, name: str, code: str, weight: int) -> Iterator[Finding]:
    value = arrival.values.get(name)
    expected, seen = _bare(arrival.sent.get(name, "")), _bare(value.text if value else "")
    if expected and seen != expected:
        params = {"found": value.text if value and seen else "–", "expected": arrival.sent[name]}
        yield Finding(code, params, name, weight)


def _bare(text: str) -> str:
    return "".join(text.split()).upper()


def may_decide(decision: str, findings: Iterable[Finding], reason: str) -> tuple[Finding, ...]:
    """Ask whether material may be accepted or refused so; every reason why not.

    Codes: REC-DECISION (no such one), REC-DEVIATION (what was found wants a deviation, and each of
    it follows), REC-NOTHING (nothing was found to deviate from), REC-REASON.
    """
    if decision not in DECISIONS:
        return (Finding("REC-DECISION", {"found": decision[:40]}, "decision"),)
    heavy = [f for f in findings if f.weight > 1]
    found = []
    if decision == "accepted" and heavy:
        found += [Finding("REC-DEVIATION", {"count": len(heavy)}, "decision", 2), *heavy]
    if decision == "accepted_with_deviation" and not heavy:
        found.append(Finding("REC-NOTHING", {}, "decision"))
    if decision != "accepted" and not reason.strip():
        found.append(Finding("REC-REASON", {}, "reason"))
    return tuple(found)


def matches(expected: str, scanned: str, where: str) -> tuple[Finding, ...]:
    """Compare the donation number on a container or a paper with the one expected (REC-WRONG-DIN)."""
    if expected == scanned:
        return ()
    return (Finding("REC-WRONG-DIN", {"found": scanned, "expected": expected}, where, 3),)


def _labelled(asked: Field) -> dict[str, Param]:
    return {"label_en": asked.label.en, "label_fr": asked.label.fr}
