"""A file of flow cytometry as readings: one a data set, with counts and medians, no events."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from instruments.fcs.dataset import Column, DataSet
from instruments.fcs.header import VERSIONS
from instruments.fcs.reader import read
from instruments.format import Format
from instruments.locators import data_set
from instruments.reading import Note, Parsed, Profile, Quantity, Reading, Source

ID, VERSION = "fcs", "1"
_CERTAIN = 100
_SAMPLE = ("$SMNO", "SAMPLE ID", "TUBE NAME")
_SOFTWARE = ("CREATOR", "@SOFTWARE", "$SOFTWARE")
# Keywords of which a value, a column of `series` or a field of the source was made.
_READ = re.compile(
    r"\$(PAR|TOT|MODE|DATATYPE|BYTEORD|NEXTDATA|CYT|CYTSN|OP|DATE|BTIM|BEGINDATETIME|SMNO)"
    r"|\$(BEGIN|END)(DATA|STEXT|ANALYSIS)|\$P[0-9]+[BNRSEGV]"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4})")
_TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})([.:][0-9]{1,3})?")


def sniff(head: bytes, _name: str) -> int:
    """Know a file by its first three bytes: other versions are refused by the reader, by name."""
    return _CERTAIN if head[:3] == b"FCS" else 0


def parse(blob: bytes | memoryview, profile: Profile) -> Parsed:
    """Read a file; `Refusal` as `instruments.fcs.read` does."""
    sets = read(blob, profile.choices)
    readings = [_reading(each, profile) for each in sets]
    lost = [note for note in sets[0].warnings if note.code == "FCS-SET-REFUSED"]
    readings += [
        Reading(
            "flow_events", "", data_set(int(note.params["number"])), {}, "error", warnings=(note,)
        )
        for note in lost
    ]
    assumed = any(reading.measured_at for reading in readings) and not _stated(sets[0].keywords)
    source = _source(blob, sets[0], profile.zone if assumed else "")
    return Parsed(source, tuple(readings), tuple(lost))


def medians(values: Column) -> Decimal | None:
    """Give the median of the finite values, None when there are none.

    Integers exactly; floats as float64, written with the fewest digits that give it back.
    """
    kept = np.array(values, dtype=values.dtype.newbyteorder("="))
    if kept.dtype.kind == "f":
        finite = np.isfinite(kept)
        kept = kept if finite.all() else kept[finite]
    middle = len(kept) // 2
    if not len(kept):
        return None
    kept.partition(middle)
    high = kept[middle]
    low = high if len(kept) % 2 else kept[:middle].max()
    if kept.dtype.kind != "f":
        return (Decimal(int(low)) + Decimal(int(high))) / 2
    return Decimal(repr((float(low) + float(high)) / 2))


def _source(blob: bytes | memoryview, first: DataSet, zone: str) -> Source:
    words = first.keywords
    return Source(
        format=ID,
        version=VERSION,
        sha256=hashlib.sha256(blob).hexdigest(),
        size=len(blob),
        model=_text(words, "$CYT"),
        serial=_text(words, "$CYTSN"),
        software=_text(words, *_SOFTWARE),
        operator=_text(words, "$OP"),
        encoding=first.encoding,
        zone_assumed=zone,
    )


def _reading(found: DataSet, profile: Profile) -> Reading:
    words = found.keywords
    stray = found.non_finite()
    note = (Note("FCS-NON-FINITE", {"count": stray}),) if stray else ()
    total = Quantity(Decimal(found.total), "1", words.get("$TOT", "").strip())
    return Reading(
        kind="flow_events",
        sample_id=_text(words, *_SAMPLE),
        locator=data_set(found.number),
        values={"event_count": total},
        measured_at=_measured_at(words, profile.zone),
        measured_at_raw=_text(words, "$BEGINDATETIME") or _local(words),
        operator=_text(words, "$OP"),
        series=_series(found),
        unread={key: value for key, value in words.items() if not _READ.fullmatch(key)},
        warnings=(*found.warnings, *note),
    )


def _series(found: DataSet) -> dict[str, tuple[Any, ...]]:
    """Give one row a channel; the values of events stay in the file."""
    channels = found.channels
    return {
        "pnn": tuple(channel.pnn for channel in channels),
        "pns": tuple(channel.pns for channel in channels),
        "voltage": tuple(channel.voltage for channel in channels),
        "median_raw": tuple(medians(column) for column in found.columns),
    }


def _text(words: Mapping[str, str], *names: str) -> str:
    """Give the first of these keywords that says something."""
    return next((words[name].strip() for name in names if words.get(name, "").strip()), "")


def _local(words: Mapping[str, str]) -> str:
    return f"{_text(words, '$DATE')} {_text(words, '$BTIM')}".strip()


def _stated(words: Mapping[str, str]) -> datetime | None:
    """Give $BEGINDATETIME (FCS 3.2) when it names its offset."""
    try:
        found = datetime.fromisoformat(_text(words, "$BEGINDATETIME"))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _measured_at(words: Mapping[str, str], zone: str) -> datetime | None:
    """Give the begin of acquisition; a local time is one only in the zone of the profile.

    None where the date can be read in two ways, or the clock showed that time twice or never.
    """
    stated = _stated(words)
    date, time = _DATE.fullmatch(_text(words, "$DATE")), _TIME.fullmatch(_text(words, "$BTIM"))
    if stated or not (zone and date and time):
        return stated
    month = date[2].lower()
    if month not in _MONTHS:
        return None
    day = int(date[3]), _MONTHS.index(month) + 1, int(date[1])
    clock = int(time[1]), int(time[2]), int(time[3])
    try:
        local = datetime(*day, *clock, tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
    return local if local.utcoffset() == local.replace(fold=1).utcoffset() else None


FORMAT = Format(
    id=ID,
    maker="ISAC",
    model="flow cytometers (" + ", ".join(VERSIONS) + ")",
    version=VERSION,
    tested_with=(
        "BD FACSCalibur, FACScan, LSRII, FACSAria, FACSDiva",
        "Beckman Coulter FC 500, Gallios, XL (LMD)",
        "Cytek Aurora, xP5",
        "Miltenyi MACSQuant",
        "Stratedigm S1000EXi, S1400",
        "Thermo Fisher Attune, Attune NxT",
        "Partec CyFlow",
    ),
    sniff=sniff,
    parse=parse,
    parse_view=parse,
)
