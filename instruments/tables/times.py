"""Written times to moments: the order of day and month proved or approved, the zone named.

A file's local time becomes a moment only with a zone: the file's own offset, or the one of the
instrument's profile, which the reading then says was assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from instruments.reading import Note, Profile, Refusal

Order = Literal["", "dmy", "mdy", "ymd"]
AMBIGUOUS = "TABLE-DATE-AMBIGUOUS"

_MONTHS: Mapping[str, int] = {
    **{
        name: at
        for at, name in enumerate(
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
            start=1,
        )
    },
    "janv": 1,
    "fév": 2,
    "févr": 2,
    "mars": 3,
    "avr": 4,
    "mai": 5,
    "juin": 6,
    "juil": 7,
    "août": 8,
    "aout": 8,
    "sept": 9,
    "déc": 12,
}
_CLOCK = r"(?:[ T]+(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,6}))?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
_OFFSET = r"\s*(?P<off>Z|[+-]\d{2}:?\d{2})?"
_YMD = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_CLOCK}{_OFFSET}")
_COMPACT = re.compile(
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:[ T_](?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?)?"
)
_NUMERIC = re.compile(rf"(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y>\d{{4}}){_CLOCK}{_OFFSET}")
_WORDED = re.compile(rf"(?P<d>\d{{1,2}})[ -](?P<mon>[^\W\d]{{3,5}})\.?[ -](?P<y>\d{{4}}){_CLOCK}")
_CTIME = re.compile(
    r"[A-Z][a-z]{2} (?P<mon>[A-Z][a-z]{2}) (?P<d>\d{1,2})"
    r" (?P<h>\d{2}):(?P<mi>\d{2}):(?P<s>\d{2}) (?P<y>\d{4})"
)
_OFFSET_HOURS = re.compile(r"(?P<sign>[+-]?)(?P<h>\d{1,2})(?:[:.](?P<part>\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Written:
    """A time as a file writes it: local parts, its own offset if any, whether it has a clock."""

    at: datetime
    offset: timedelta | None = None
    clock: bool = True

    def local(self) -> str:
        """Return the local time in ISO 8601, as finely as the file gives it and without a zone."""
        return self.at.isoformat() if self.clock else self.at.date().isoformat()


@dataclass(frozen=True, slots=True)
class Moment:
    """What a reading keeps of a time: the moment if a zone is known, the local text, the notes."""

    at: datetime | None = None
    local: str = ""
    raw: str = ""
    notes: tuple[Note, ...] = ()


def date_order(texts: Iterable[str], profile: Profile, column: str) -> Order:
    """Return the order of day and month in one column, from the dates that allow one order only.

    Raises `Refusal` when its dates prove both orders, or contradict the profile, and nothing can
    be read safely.
    """
    proved: dict[Order, str] = {}
    for text in texts:
        found = _NUMERIC.fullmatch(text.strip())
        if found and int(found["a"]) > 12 >= int(found["b"]):  # noqa: PLR2004 - months
            proved.setdefault("dmy", text)
        elif found and int(found["b"]) > 12 >= int(found["a"]):  # noqa: PLR2004 - months
            proved.setdefault("mdy", text)
    if len(proved) > 1:
        raise Refusal("TABLE-DATES-MIXED", column, first=proved["dmy"], second=proved["mdy"])
    for order, text in proved.items():
        if profile.dates in {"dmy", "mdy"} and profile.dates != order:
            raise Refusal("TABLE-DATES-NOT-AS-APPROVED", column, text=text, order=profile.dates)
        return order
    return profile.dates


def written(text: str, order: Order = "") -> Written | None:
    """Return the time that `text` writes, or None when it writes none.

    Raises `Refusal` (`TABLE-DATE-AMBIGUOUS`) for 3/4/2024 when no order of day and month is known.
    """
    text = " ".join(text.split())
    for shape in (_YMD, _COMPACT, _WORDED, _CTIME, _NUMERIC):
        found = shape.fullmatch(text)
        if found:
            return _built(found.groupdict(), order, text)
    return None


def moment(text: str, profile: Profile, order: Order = "", offset: str = "") -> Moment:
    """Return the moment that `text` writes, in the file's own offset or the profile's zone.

    A day that can be the month has no moment: the values beside it stand, and the reading says why.
    """
    try:
        found = written(text, order)
    except Refusal as two:
        return Moment(raw=text, notes=(two.note,))
    if found is None:
        note = Note("TABLE-TIME-UNREADABLE", {"text": text})
        return Moment(raw=text, notes=(note,))
    given = found.offset if found.offset is not None else hours(offset)
    if not found.clock:
        return Moment(None, found.local(), text, (Note("TABLE-ONLY-A-DATE", {"text": text}),))
    if given is not None:
        return Moment(found.at.replace(tzinfo=timezone(given)).astimezone(UTC), found.local(), text)
    return _in_zone(found, profile, text)


def hours(text: str) -> timedelta | None:
    """Return an offset written as `2`, `-7`, `+05:30` or `5.5`; None when it is none."""
    found = _OFFSET_HOURS.fullmatch(text.strip())
    if not found:
        return None
    part = found["part"] or "0"
    minutes = int(part) if ":" in text else int(float(f"0.{part}") * 60)
    size = timedelta(hours=int(found["h"]), minutes=minutes)
    if size > timedelta(hours=14):
        return None
    return -size if found["sign"] == "-" else size


def known_zone(profile: Profile) -> ZoneInfo | None:
    """Return the zone that the profile names, None where it names none."""
    if not profile.zone:
        return None
    try:
        return ZoneInfo(profile.zone)
    except (ZoneInfoNotFoundError, ValueError) as wrong:
        raise Refusal("TABLE-ZONE-UNKNOWN", zone=profile.zone) from wrong


def _in_zone(found: Written, profile: Profile, text: str) -> Moment:
    """Place a local time in the approved zone; an hour that is missing or comes twice is said."""
    zone = known_zone(profile)
    if zone is None:
        return Moment(None, found.local(), text, (Note("TABLE-ZONE-NOT-GIVEN"),))
    at = found.at.replace(tzinfo=zone)
    if at.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != found.at:
        return Moment(
            None, found.local(), text, (Note("TABLE-HOUR-DOES-NOT-EXIST", {"text": text}),)
        )
    notes = (Note("TABLE-ZONE-ASSUMED", {"zone": profile.zone}),)
    if at.utcoffset() != at.replace(fold=1).utcoffset():
        return Moment(None, found.local(), text, (Note("TABLE-HOUR-COMES-TWICE", {"text": text}),))
    return Moment(at.astimezone(UTC), found.local(), text, notes)


def _built(parts: Mapping[str, str | None], order: Order, text: str) -> Written | None:
    """Build the time from the parts of a pattern; None when they name no day of the calendar."""
    day = _day(parts, order, text)
    clock = _clock(parts)
    if day is None or clock is None:
        return None
    offset = hours(_colon(parts.get("off") or ""))
    return Written(datetime.combine(day, clock), offset, clock=bool(parts.get("h")))


def _day(parts: Mapping[str, str | None], order: Order, text: str) -> date | None:
    """Return the day: by name of month, by order of the parts, or refused as ambiguous."""
    year = int(parts["y"] or 0)
    if parts.get("mon"):
        month = _MONTHS.get(str(parts["mon"]).casefold(), 0)
        return _date(year, month, int(parts["d"] or 0))
    if parts.get("a") is None:
        return _date(year, int(parts["m"] or 0), int(parts["d"] or 0))
    first, second = int(parts["a"] or 0), int(parts["b"] or 0)
    as_dmy, as_mdy = _date(year, second, first), _date(year, first, second)
    if order in {"dmy", "mdy"}:
        return as_dmy if order == "dmy" else as_mdy
    if as_dmy and as_mdy and as_dmy != as_mdy:
        raise Refusal(AMBIGUOUS, text=text)
    return as_dmy or as_mdy


def _clock(parts: Mapping[str, str | None]) -> time | None:
    """Return the time of day, midnight when none is written, None when it is no time of day."""
    if not parts.get("h"):
        return time()
    hour, half = int(parts["h"] or 0), (parts.get("half") or "").replace(".", "").lower()
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 - a clock of twelve hours
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    micro = int((parts.get("f") or "0").ljust(6, "0"))
    try:
        return time(hour, int(parts["mi"] or 0), int(parts.get("s") or 0), micro)
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    """Return the day of the calendar, None when there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _colon(offset: str) -> str:
    """Return `+0200` as `+02:00` and `Z` as `+00:00`."""
    if offset == "Z":
        return "+00:00"
    return f"{offset[:3]}:{offset[-2:]}" if offset and ":" not in offset else offset
