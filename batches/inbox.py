"""What an instrument's file must agree with before its numbers are taken without a reason.

A file is never turned away for what it says: it is kept and read, and what does not agree holds its
readings.  A held reading is used only by a person who says why.  The tolerances are those of the
instrument register, an approved document; there are none here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from batches.instrument_register import Instrument, Register
from batches.quantity import quote
from batches.steps import Field
from batches.verdict import Finding

FLOW = "flow_events"
TOGETHER = frozenset({FLOW})
"""Kinds of which several files of one sample are one measurement: the tubes of a panel."""
Reads = Mapping[str, tuple[str, str]]
"""Field of a step -> (kind of reading, quantity) that answers it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file says of where it comes from, and the instrument its sender named, if any."""

    serial: str
    format: str
    named: str = ""


def origin_holds(register: Register, origin: Origin) -> tuple[Instrument | None, list[Finding]]:
    """Give the registered instrument of a file and what does not agree.

    Codes: FILE-OTHER-INSTRUMENT (its serial is not that of the instrument named),
    FILE-NOT-REGISTERED (no registered instrument has its serial), FILE-NO-SERIAL (the file names
    none and nobody said which instrument it is from), FILE-OTHER-FORMAT.
    """
    said = {"serial": quote(origin.serial or "–"), "named": origin.named or "–"}
    named = register.instruments.get(origin.named)
    by_serial = register.of_serial(origin.serial)
    if not origin.serial and named is None:
        return None, [Finding("FILE-NO-SERIAL", {}, "", 2)]
    if origin.serial and named is not None and by_serial != named:
        return by_serial, [Finding("FILE-OTHER-INSTRUMENT", said, "", 2)]
    known = by_serial or named
    if known is None:
        return None, [Finding("FILE-NOT-REGISTERED", said, "", 2)]
    if known.formats and origin.format not in known.formats:
        wrong = {"format": origin.format, "known": ", ".join(known.formats)}
        return known, [Finding("FILE-OTHER-FORMAT", wrong, "", 2)]
    return known, []


@dataclass(frozen=True, slots=True)
class Taken:
    """When a reading was taken: the instant, the local time as the file has it, and its arrival."""

    at: datetime | None
    local: str
    raw: str
    received: datetime


def clock_holds(register: Register, known: Instrument | None, taken: Taken) -> list[Finding]:
    """Say what is wrong with the clock of a reading.

    Codes: FILE-NO-TIME (the file gives none, or one that cannot be placed), FILE-CLOCK-AHEAD (later
    than its own arrival), FILE-OTHER-ZONE (its offset is not that of the instrument's zone).
    """
    if taken.at is None:
        return [Finding("FILE-NO-TIME", {"found": quote(taken.raw or "–")}, "", 2)]
    found = []
    if taken.at > taken.received + register.clock_ahead:
        ahead = int((taken.at - taken.received).total_seconds() // 60)
        found.append(
            Finding("FILE-CLOCK-AHEAD", {"found": quote(taken.raw), "minutes": ahead}, "", 2)
        )
    return found + _zone_holds(known, taken)


def _zone_holds(known: Instrument | None, taken: Taken) -> list[Finding]:
    if known is None or not known.zone or not taken.local or taken.at is None:
        return []
    try:
        local = datetime.fromisoformat(taken.local)
    except ValueError:
        return []
    there = taken.at.astimezone(ZoneInfo(known.zone)).replace(tzinfo=None)
    # A file that writes no seconds is not ahead by them.
    if abs(there - local) < timedelta(minutes=1):
        return []
    said = {"found": quote(taken.raw), "zone": known.zone, "there": f"{there:%Y-%m-%d %H:%M}"}
    return [Finding("FILE-OTHER-ZONE", said, "", 2)]


def state_holds(status: str) -> list[Finding]:
    """Hold a reading in which the reader missed a value it needs (FILE-READING-ERROR)."""
    return [Finding("FILE-READING-ERROR", {}, "", 2)] if status == "error" else []


@dataclass(frozen=True, slots=True)
class Known:
    """What two readings are told apart by."""

    id: str
    file: str
    kind: str
    sample: str


def twice(readings: Iterable[Known]) -> frozenset[str]:
    """Name the readings whose sample code stands in more than one file (FILE-SAMPLE-TWICE).

    Several readings in one file are replicates; the tubes of a panel belong together.
    """
    seen: dict[tuple[str, str], list[Known]] = {}
    for one in readings:
        if one.sample and one.kind not in TOGETHER:
            seen.setdefault((one.kind, one.sample), []).append(one)
    doubled = (group for group in seen.values() if len({one.file for one in group}) > 1)
    return frozenset(one.id for group in doubled for one in group)


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of a reading: its value, its unit and the text in the file; "<" and ">" are kept."""

    value: Decimal
    unit: str
    raw: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reading says to one question of a step."""

    reading: str
    quantity: str
    measured: Measured


@dataclass(frozen=True, slots=True)
class Offered:
    """What readings say to a step: an offer by slot, and what cannot be taken from them."""

    slots: Mapping[str, Offer] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


Readings = Iterable[tuple[str, str, Mapping[str, Measured]]]
"""(id, kind, values by quantity), in the order of the replicates."""


def offered(fields: Iterable[Field], reads: Reads, readings: Readings) -> Offered:
    """Lay the values of readings beside the questions of a step: the nth reading is replicate n.

    A zero is a zero.  Codes: FILE-NO-VALUE (a reading lacks the quantity), FILE-UNIT (another unit
    than the step asks), FILE-BEYOND (only a side of the range), FILE-MANY (more readings than
    replicates), FILE-KIND (nothing in the reading answers the step).
    """
    chosen = list(readings)
    slots: dict[str, Offer] = {}
    found = [_finding("FILE-KIND", one) for one in chosen if not _answers(reads, one[1])]
    for asked in (f for f in fields if f.name in reads):
        kind, quantity = reads[asked.name]
        fitting = [one for one in chosen if one[1] == kind]
        if len(fitting) > len(asked.slots):
            found.append(Finding("FILE-MANY", {"most": len(asked.slots)}, asked.name, 2))
        for slot, one in zip(asked.slots, fitting, strict=False):
            measured = one[2].get(quantity)
            fault = _fault(asked, quantity, measured)
            if fault is not None:
                found.append(fault)
            elif measured is not None:
                slots[slot] = Offer(one[0], quantity, measured)
    return Offered(slots, _once(found))


def _once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    kept: list[Finding] = []
    for one in found:
        if one not in kept:
            kept.append(one)
    return tuple(kept)


def _answers(reads: Reads, kind: str) -> bool:
    return any(wanted == kind for wanted, _quantity in reads.values())


def _finding(code: str, one: tuple[str, str, Mapping[str, Measured]]) -> Finding:
    return Finding(code, {"kind": one[1]}, "", 2)


def _fault(asked: Field, quantity: str, measured: Measured | None) -> Finding | None:
    words = {"field_en": asked.label.en, "field_fr": asked.label.fr}
    if measured is None:
        return Finding("FILE-NO-VALUE", {**words, "quantity": quantity}, asked.name, 2)
    if measured.qualifier:
        said = f"{measured.qualifier}{measured.raw}"
        return Finding("FILE-BEYOND", {**words, "found": quote(said)}, asked.name, 2)
    if (measured.unit or "1") != (asked.unit or "1"):  # a factor has the unit 1, or none
        units = {"found": measured.unit, "expected": asked.unit}
        return Finding("FILE-UNIT", {**words, **units}, asked.name, 2)
    return None


def differing(
    fields: Iterable[Field], offers: Mapping[str, Offer], typed: Mapping[str, Decimal | None]
) -> Iterator[Finding]:
    """Find each typed number that is not the file's (FILE-DIFFERS): it is taken with a reason."""
    for asked in fields:
        for slot in asked.slots:
            offer, number = offers.get(slot), typed.get(slot)
            if offer is None or number is None or number == offer.measured.value:
                continue
            yield Finding(
                "FILE-DIFFERS",
                {
                    "field_en": asked.label.en, "field_fr": asked.label.fr, "value": number,
                    "unit": asked.unit, "file": offer.measured.value,
                    "raw": quote(offer.measured.raw),
                },
                slot,
                2,
            )  # fmt: skip
