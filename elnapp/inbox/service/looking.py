"""Looking into a kept file: in the sandbox, with the profile of its instrument, before any command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from batches.findings import sentence as finding_sentence
from batches.inbox import (
    Origin,
    Taken,
    clock_holds,
    origin_holds,
    state_holds,
)
from batches.instrument_register import Instrument, Register
from batches.verdict import Finding
from elnapp.inbox.queries import InForce
from elnapp.readers import Limits, Refused, read
from elnapp.record.files import Files
from elnapp.record.plain import canonical
from instruments.mapped.parser import MAPPED_BY, MAPPING
from instruments.reading import Note, Parsed, Profile, Reading, Refusal
from instruments.words import sentence

LANGS = ("en", "fr")
# As many as the largest plate has wells, and what is computed of them; a row each in one command.
MOST_READINGS = 2048
MOST_BYTES = 1 << 20  # of a series or of unread fields in a row; the rest stays in the file
_UNWRITABLE = {ord("\x00"): "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


@dataclass(frozen=True, slots=True)
class Look:
    """What a reader said of a file: its readings or why there are none, and what holds them."""

    parsed: Parsed | None = None
    refusal: Mapping[str, Any] | None = None
    format: str = ""
    instrument: str = ""
    holds: tuple[Finding, ...] = ()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Give the readings in the order of the file."""
        return self.parsed.readings if self.parsed else ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which file is looked into, as its sender knows it, by which register."""

    sha256: str
    name: str
    named: str
    known: InForce


def look(files: Files, limits: Limits, asked: Asked) -> Look:
    """Read a kept file; what cannot be read is an answer with its reason, never an error.

    Where nobody named the instrument, the file is read once to learn its serial number, and again
    when the register gives that instrument a profile of its own.
    """
    register = asked.known.register
    named = register.instruments.get(asked.named)
    found = _read(files, limits, asked, named)
    if found.parsed is None:
        return found
    source = found.parsed.source
    origin = Origin(clean(source.serial), source.format, asked.named)
    instrument, holds = origin_holds(register, origin)
    if _profile(asked.known, instrument) != _profile(asked.known, named):
        found = _read(files, limits, asked, instrument)
    return Look(found.parsed, found.refusal, found.format, instrument.code if instrument else "",
                tuple(holds))  # fmt: skip


def reading_holds(
    register: Register, code: str, reading: Reading, received: datetime
) -> list[Finding]:
    """Say what does not agree in one reading."""
    taken = Taken(
        reading.measured_at, reading.measured_local, clean(reading.measured_at_raw), received
    )
    clock = clock_holds(register, register.instruments.get(code), taken)
    return [*state_holds(reading.status), *clock]


def _read(files: Files, limits: Limits, asked: Asked, instrument: Instrument | None) -> Look:
    wanted = instrument.mapping if instrument else ""
    if wanted and wanted not in asked.known.mappings:
        return Look(refusal=told(Finding("FILE-NO-MAPPING", {"code": wanted})))
    profile = _profile(asked.known, instrument)
    try:
        parsed = read(files.path(asked.sha256), asked.name, limits, profile)
    except Refusal as refusal:
        known = refusal.format_id if isinstance(refusal, Refused) else ""
        return Look(refusal=said(refusal.note), format=known)
    if len(parsed.readings) > MOST_READINGS:
        many = {"found": len(parsed.readings), "most": MOST_READINGS}
        return Look(refusal=told(Finding("FILE-TOO-MANY", many)), format=parsed.source.format)
    return Look(parsed, format=parsed.source.format)


def _profile(known: InForce, instrument: Instrument | None) -> Profile:
    if instrument is None:
        return Profile()
    return Profile(
        choices=_mapping(known, instrument.mapping),
        serial=instrument.serial, zone=instrument.zone, encoding=instrument.encoding,
        decimal=cast("Any", instrument.decimal), dates=cast("Any", instrument.dates),
    )  # fmt: skip


def _mapping(known: InForce, code: str) -> dict[str, str]:
    """Give the column mapping that an instrument names, where it is in force."""
    if code not in known.mappings:
        return {}
    name, body = known.mappings[code]
    return {MAPPING: json.dumps(body, sort_keys=True), MAPPED_BY: name}


def said(note: Note) -> dict[str, Any]:
    """Give a note of a reader as it is stored: code, place, and the sentence of both languages."""
    words = {lang: clean(sentence(note, lang)) for lang in LANGS}
    return {"code": note.code, "where": clean(note.where), **words}


def told(finding: Finding) -> dict[str, Any]:
    """Give a finding of the house in the same form."""
    return {
        "code": finding.code, "where": finding.where,
        **{lang: finding_sentence(finding, lang) for lang in LANGS},
    }  # fmt: skip


def clean(text: str) -> str:
    """Give a text of a file as a database can keep it: NUL and half characters are marked."""
    return text.translate(_UNWRITABLE)


def kept(value: Any) -> Any:
    """Give what a reader found as it is stored; what is too long stays in the file, and says so."""
    plain = _plain(value)
    size = len(canonical(plain))
    return plain if size <= MOST_BYTES else {"left in the file": str(size)}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {clean(str(name)): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return str(value)
    if value is None or isinstance(value, bool | int):
        return value
    return clean(str(value))
