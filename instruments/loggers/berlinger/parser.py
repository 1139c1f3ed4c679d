"""Berlinger text files to readings: the run with its series, and each day of the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from instruments.format import Format
from instruments.loggers.berlinger.compare import Run, differences
from instruments.loggers.berlinger.constants import (
    BEGINS,
    DAY_VALUES,
    DEVICE,
    FIRMWARE,
    INTERVAL,
    OWNER,
    RUN_LOGGER,
    RUN_VALUES,
    SERIAL,
    SIDES,
    SIGNATURE,
    START,
    UNIT,
    UNITS,
    ZONE,
)
from instruments.loggers.berlinger.tree import Tree, tree
from instruments.reading import Note, Parsed, Profile, Quantity, Reading, Refusal
from instruments.tables import files
from instruments.tables.numerals import Numerals
from instruments.tables.sheets import Sheet
from instruments.tables.text import decoded, head_text
from instruments.tables.times import Moment, moment, written

_POINT = Numerals(".")


def sniff(head: bytes, _name: str) -> int:
    """Score the first bytes of a file by the first line of the logger's text."""
    text = head_text(head, 4096).lstrip("\ufeff")
    return 100 if text.startswith(BEGINS) and f"\n{FIRMWARE}:" in text else 0


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read a text file: each day of a history, the run, its series, its alarms.

    What the logger says of alarms, extremes and mean kinetic temperature is compared with the
    series; a difference is noted, never mended.  The signature in the file is kept, not checked.
    Raises `Refusal`: a line without shape, a reading without number, no serial, nothing measured.
    """
    text, codec, notes = decoded(blob, profile)
    found = tree(text.lstrip("\ufeff"))
    device, serial = found.demand(DEVICE), found.demand(SERIAL)
    offset = found.take(ZONE) if RUN_LOGGER in device else ""
    printed = found.take(UNIT)
    unit = UNITS.get(printed)
    if unit is None:
        raise Refusal("LOGGER-UNIT", UNIT, unit=printed)
    run = _run(found, profile, offset, unit)
    days = tuple(_day(found, at, profile, unit) for at in found.below("Hist") if at.isdigit())
    made = ((run,) if run else ()) + days
    if not made:
        raise Refusal("LOGGER-NOTHING")
    signed = found.take(OWNER) if found.values.get(SIGNATURE) else ""
    origin = files.source(
        blob, FORMAT.id, FORMAT.version, vendor="Berlinger", model=device,
        serial=serial, software_version=found.take(FIRMWARE), signed_in_file=signed,
    )  # fmt: skip
    if signed:
        notes = (*notes, Note("LOGGER-SIGNATURE-NOT-CHECKED", {"owner": signed}))
    return files.parsed(origin, Sheet((), codec, notes=notes), made, profile, found.values)


def _run(found: Tree, profile: Profile, offset: str, unit: str) -> Reading | None:
    """Return the reading of the whole run with its series; None when the file has neither."""
    rows = found.tables.pop("Data", [])
    values = _values(found, "Res", RUN_VALUES, unit)
    if not rows and not values:
        return None
    series = _series(rows[1:], rows[0][1] if rows else ())
    began = found.take(START)
    at = moment(began or (rows[1][1][0] if len(rows) > 1 else ""), profile, "", _signed(offset))
    interval = timedelta(minutes=int(found.number(INTERVAL)))
    notes = differences(Run(found, series, values, interval))
    return Reading(
        "temperature_series",
        "",
        "run",
        values,
        status="flagged" if notes else "ok",
        measured_at=at.at,
        measured_at_raw=at.raw,
        measured_local=at.local,
        series={
            "local_time": tuple(when.isoformat() for when, _, _ in series),
            f"temperature_{unit.strip('[]')}": tuple(value for _, value, _ in series),
            "out_of_limits": tuple(mark for _, _, mark in series),
        },
        warnings=(*notes, *at.notes),
    )


def _day(found: Tree, number: str, profile: Profile, unit: str) -> Reading:
    """Return the reading of one day of the history: extremes, mean, minutes beyond each limit."""
    path = f"Hist/{number}"
    at = _date(found.take(f"{path}/Date"), profile)
    values = _values(found, path, DAY_VALUES, unit)
    if not values:
        raise Refusal("LOGGER-LINE-MISSING", path=f"{path}/{DAY_VALUES[0][0]}")
    notes = _spent(found, path, values)
    return Reading(
        "temperature_series",
        "",
        f"day {at.raw}",
        values,
        status="flagged" if notes else "ok",
        measured_at_raw=at.raw,
        measured_local=at.local,
        warnings=tuple(replace(note, where=f"day {at.raw}") for note in notes),
    )


def _spent(found: Tree, path: str, values: dict[str, Quantity]) -> list[Note]:
    """Put the minutes beyond each limit of a day into its values, and return its alarms."""
    notes = []
    two = found.below("Conf/Alarm") == list(SIDES)
    for level in found.below(f"{path}/Alarm"):
        spent = found.take(f"{path}/Alarm/{level}/t Acc")
        side = SIDES.get(level, "") if two else ""
        quantity = _POINT.quantity(spent, "min")
        if quantity:
            values[f"time_{side}_limit" if side else f"time_beyond_limit_{level}"] = quantity
        if found.values.get(f"{path}/Alarm/{level}/TS A"):
            limit = f"{side} {found.values.get(f'Conf/Alarm/{level}/T AL', '')}".strip()
            notes.append(Note("LOGGER-ALARM", {"limit": limit, "minutes": spent}))
    return notes


def _date(text: str, profile: Profile) -> Moment:
    """Return the day of a history without the note that it is only a day."""
    return replace(moment(text, profile), notes=())


def _values(
    found: Tree, path: str, names: tuple[tuple[str, str], ...], unit: str
) -> dict[str, Quantity]:
    """Return the temperatures that the file prints below a path."""
    values = {}
    for name, quantity in names:
        text = found.take(f"{path}/{name}")
        read = _POINT.quantity(text, unit) if text else None
        if text and read is None:
            raise Refusal("LOGGER-NO-NUMBER", f"{path}/{name}", text=text)
        if read:
            values[quantity] = read
    return values


def _series(
    rows: list[tuple[int, tuple[str, ...]]], names: tuple[str, ...]
) -> tuple[tuple[datetime, Decimal, bool], ...]:
    """Return the series; a row without time or number is refused, so that no gap is hidden."""
    if rows and names[1:2] != ("T",):
        raise Refusal("LOGGER-TABLE", found=", ".join(names))
    series = []
    for number, row in rows:
        at = written(row[0])
        value = _POINT.number(row[1]) if len(row) > 1 else None
        if at is None or value is None:
            raise Refusal("LOGGER-NO-NUMBER", f"line {number}", text=" ".join(row))
        series.append((at.at, value, "x" in row[2:]))
    return tuple(series)


def _signed(offset: str) -> str:
    """Return the hours of `Zone` as an offset; `0.00` is +00:00."""
    return offset.removesuffix("0") if offset.endswith("00") else offset


FORMAT = Format(
    "berlinger.tag.txt",
    "Berlinger",
    "Fridge-tag 2, 2 L, 2 UL, Q-tag CLm doc",
    "1",
    ("Fridge-tag 2, firmware 3.4", "Fridge-tag 2 L, firmware 4.0", "Q-tag CLm doc LR 4.7"),
    sniff,
    parse,
)
