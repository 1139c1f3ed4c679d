"""The file of a temperature logger: read before the command, judged inside it.

The whole run that the file holds is judged, as the logger itself does: a logger is started when it
goes into the shipper, and stopped when it comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import multimode
from typing import Any

from batches.ledger import Computed
from batches.procurement import Requirements
from batches.text import Text
from batches.transport import HIGH, KINETIC, LOW, OUTSIDE, Trip
from elnapp.custody.service import Kept
from elnapp.readers import Limits, read
from elnapp.record.files import Files
from elnapp.record.plain import plain
from instruments.loggers.series import (
    EXCURSIONS,
    MEAN_KINETIC_TEMPERATURE,
    Excursion,
    Side,
    excursions,
    mean_kinetic_temperature,
)
from instruments.reading import Note, Parsed, Profile, Reading, Refusal
from instruments.words import sentence

SERIES = "temperature_Cel"
SOURCE = ("format", "version", "sha256", "vendor", "model", "serial", "software_version",
          "zone_assumed")  # fmt: skip
"""What is kept of a file's source; an operator that some other file names is not."""
LANGS = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Log:
    """What a reader said of one logger's file: its readings, or the note of its refusal."""

    sha256: str
    parsed: Parsed | None = None
    refusal: Note | None = None

    @property
    def run(self) -> Reading | None:
        """Give the run with a series in Cel; None where the file has none."""
        readings = self.parsed.readings if self.parsed else ()
        return next((r for r in readings if r.series.get(SERIES)), None)


def read_log(files: Files, limits: Limits, file: Kept, zone: str) -> Log:
    """Read a kept file in a process of its own; what cannot be read is an answer, never an error.

    `zone` is assumed for a logger whose clock is set by hand; the answer says so.
    """
    try:
        parsed = read(files.path(file.sha256), file.name, limits, Profile(zone=zone))
    except Refusal as refusal:
        return Log(file.sha256, refusal=without_contents(refusal.note))
    return Log(file.sha256, parsed)


def without_contents(note: Note) -> Note:
    """Give a refusal without the first bytes of a file that nobody knows: it may be of a person."""
    return replace(note, params={**note.params, "begins": "…"}) if "begins" in note.params else note


def trip(log: Log, asked: Requirements) -> Trip:
    """Give what the rules ask of a file: serial, moments, and the values computed from its series."""
    if log.parsed is None:
        note = log.refusal or Note("READER-UNKNOWN", {"begins": "…"})
        return Trip(unread=Text(sentence(note, "en"), sentence(note, "fr")))
    serial, run = log.parsed.source.serial, log.run
    if run is None:
        return Trip(serial)
    local = _local(run)
    step = _interval(local)
    began = run.measured_at
    ended = began + (local[-1] - local[0]) if began else None
    return Trip(serial, began, ended, step, _computed(log, run, asked))


def kept_log(log: Log, made: Trip, asked: Requirements) -> dict[str, Any]:
    """Give what is stored of a file: its source, what was computed, its excursions, its notes."""
    if log.parsed is None:
        return {
            "sha256": log.sha256,
            "unread": _said(log.refusal or Note("READER-UNKNOWN", {"begins": "…"})),
        }
    source, run = log.parsed.source, log.run
    beyond = _beyond(run, asked) if run else {}
    notes = [*log.parsed.warnings, *(run.warnings if run else ())]
    kept: dict[str, Any] = plain({
        "source": {name: getattr(source, name) for name in SOURCE}, "began": made.began, "ended": made.ended,
        "values": {name: asdict(value) for name, value in made.computed.items()},
        "excursions": [_told(side, one) for side, found in beyond.items() for one in found],
        "notes": [_said(note) for note in notes],
    })  # fmt: skip
    return kept


def _computed(log: Log, run: Reading, asked: Requirements) -> Mapping[str, Computed]:
    about = _inputs(log, run)
    temperatures: tuple[Decimal, ...] = run.series[SERIES]
    low = _extreme(LOW, run, min(temperatures), about)
    high = _extreme(HIGH, run, max(temperatures), about)
    found = {LOW: low, HIGH: high, OUTSIDE: _outside(run, asked, about)}
    if asked.energy is not None:
        name, _at, version = MEAN_KINETIC_TEMPERATURE.partition("@")
        value = mean_kinetic_temperature(temperatures, asked.energy.value)
        inputs = {**about, "energy": asked.energy.value, "energy_source": asked.energy.source}
        found[KINETIC] = Computed(
            KINETIC, value, "Cel", name, int(version), inputs, "half up to 0.1"
        )
    return found


def _inputs(log: Log, run: Reading) -> dict[str, Decimal | str]:
    """Name what a value was computed from: the file, who read it, the series by its length and step."""
    local = _local(run)
    source = log.parsed.source if log.parsed else None
    return {
        "file": log.sha256,
        "reader": f"{source.format}@{source.version}" if source else "",
        "readings": str(len(local)),
        "interval_s": str(int(_interval(local).total_seconds())),
        "first": local[0].isoformat(),
        "last": local[-1].isoformat(),
    }


def _extreme(name: str, run: Reading, found: Decimal, about: dict[str, Decimal | str]) -> Computed:
    """Give the farther of the series and of what the logger prints of its own minutes."""
    quantity, farther = {
        LOW: ("minimum_temperature", min), HIGH: ("maximum_temperature", max),
    }[name]  # fmt: skip
    printed = run.values.get(quantity)
    inputs = {**about, "series": found, **({"printed": printed.value} if printed else {})}
    value = farther(found, printed.value) if printed else found
    return Computed(name, value, "Cel", "transport_extreme", 1, inputs, "none")


def _outside(run: Reading, asked: Requirements, about: dict[str, Decimal | str]) -> Computed:
    """Add the minutes of all excursions beyond either limit of the document."""
    name, _at, version = EXCURSIONS.partition("@")
    low, high = asked.transport_range
    spent = (one.minutes for found in _beyond(run, asked).values() for one in found)
    inputs = {**about, "low": low or "–", "high": high or "–"}
    return Computed(
        OUTSIDE, sum(spent, Decimal(0)), "min", name, int(version), inputs,
        "each excursion half up to 0.1",
    )  # fmt: skip


def _beyond(run: Reading, asked: Requirements) -> dict[Side, tuple[Excursion, ...]]:
    local = _local(run)
    points = list(zip(local, run.series[SERIES], strict=True))
    low, high = asked.transport_range
    limits: list[tuple[Side, str | None]] = [("below", low), ("above", high)]
    return {
        side: excursions(points, Decimal(limit), side, _interval(local))
        for side, limit in limits
        if limit is not None
    }


def _told(side: Side, one: Excursion) -> dict[str, Any]:
    """Give an excursion in the logger's own local times, which carry no zone."""
    times = {"start": one.start.isoformat(), "end": one.end.isoformat()}
    return {"side": side, "minutes": one.minutes, "extreme": one.extreme, **times}


def _local(run: Reading) -> list[datetime]:
    return [datetime.fromisoformat(text) for text in run.series["local_time"]]


def _interval(local: list[datetime]) -> timedelta:
    """Give the logging interval: the commonest pause between two readings, the shorter of equals."""
    pauses = [(b - a) for a, b in pairwise(local)]
    return min(multimode(pauses)) if pauses else timedelta()


def _said(note: Note) -> dict[str, str]:
    return {"code": note.code, **{lang: sentence(note, lang) for lang in LANGS}}
