"""NC-View result lists to readings, one a row."""

from __future__ import annotations

import re
from dataclasses import replace

from instruments.counters import counting
from instruments.counters.nc_view.constants import (
    FINE,
    INSTRUMENT,
    LAYOUT,
    RUN,
    SIGNED_BY,
    STATUS,
)
from instruments.format import Format
from instruments.reading import Note, Parsed, Profile, Reading, Refusal
from instruments.tables import files
from instruments.tables.columns import Record, demand
from instruments.tables.times import Moment, moment

_RUN = re.compile(r"(\d{8})-\d+")
_SERIAL = re.compile(r"^\s*S/N\s*:?\s*", re.IGNORECASE)


def sniff(head: bytes, _name: str) -> int:
    """Score the first bytes of a file by the names of an NC-View result list."""
    return counting.score(head, LAYOUT)


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read a result list: densities in 10*6/mL, the day of each run, who counted, who signed.

    Raises `Refusal`: a column is missing, numbers could mean two things, two instruments.
    """
    found = counting.table(blob, profile, LAYOUT)
    demand(found.header, [RUN, INSTRUMENT])
    serials = {_serial(row.text(INSTRUMENT)) for row in found.rows}
    if len(serials) > 1:
        raise Refusal("COUNT-TWO-INSTRUMENTS", serials=", ".join(sorted(serials)))
    signed = {row.text(SIGNED_BY) for row in found.rows} - {""}
    made = tuple(_reading(row, found, profile) for row in found.rows)
    counting.refuse_if_none(made, LAYOUT)
    origin = files.source(
        blob, FORMAT.id, FORMAT.version, vendor="ChemoMetec", software="NC-View",
        serial=serials.pop(), signed_in_file=", ".join(sorted(signed)),
    )  # fmt: skip
    return files.parsed(origin, found.sheet, made, profile)


def _reading(row: Record, found: counting.Table, profile: Profile) -> Reading:
    """Return the reading of one run, with its day and what the instrument says of it."""
    at = _day(row.text(RUN), profile)
    status = row.text(STATUS)
    made = counting.reading(row, found, LAYOUT, profile)
    notes = tuple(replace(note, where=row.where) for note in at.notes)
    if status.casefold() not in {"", FINE}:
        notes = (Note("COUNT-INSTRUMENT-SAYS", {"text": status}, row.where), *notes)
        made = replace(made, status=made.status if made.status == "error" else "flagged")
    return replace(
        made,
        measured_at=at.at,
        measured_at_raw=at.raw,
        measured_local=at.local,
        unread={**made.unread, STATUS[0]: status} if status else made.unread,
        warnings=(*made.warnings, *notes),
    )


def _day(run: str, profile: Profile) -> Moment:
    """Return the day that the name of a run begins with; the list gives no time of day."""
    found = _RUN.fullmatch(run)
    return replace(moment(found[1] if found else run, profile), raw=run)


def _serial(text: str) -> str:
    """Return `9002020102201902` of `S/N: 9002020102201902`."""
    return _SERIAL.sub("", text).strip()


FORMAT = Format(
    "chemometec.nc-view.csv",
    "ChemoMetec",
    "NucleoCounter NC-202, NC-203 (NC-View)",
    "3",
    ("one NC-View result list",),
    sniff,
    parse,
)
