"""Vi-CELL BLU result lists to readings, one a row."""

from __future__ import annotations

from instruments.counters import counting
from instruments.counters.vicell_blu.constants import LAYOUT
from instruments.format import Format
from instruments.reading import Parsed, Profile
from instruments.tables import files


def sniff(head: bytes, _name: str) -> int:
    """Score the first bytes of a file by the names of a Vi-CELL BLU result list."""
    return counting.score(head, LAYOUT)


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read a result list: densities in 10*6/mL as printed, diameters in um, counts.

    The list names no instrument and no zone.  Raises `Refusal`: a column is missing, the order of
    day and month is proved by no date and not approved, numbers could mean two things.
    """
    found = counting.table(blob, profile, LAYOUT)
    made = counting.readings(found, LAYOUT, profile)
    origin = files.source(
        blob, FORMAT.id, FORMAT.version, vendor="Beckman Coulter", model="Vi-CELL BLU",
        software="Vi-CELL BLU",
    )  # fmt: skip
    return files.parsed(origin, found.sheet, made, profile)


FORMAT = Format(
    "beckman.vi-cell-blu.csv",
    "Beckman Coulter",
    "Vi-CELL BLU",
    "3",
    ("Vi-CELL BLU result list, UTF-8 and UTF-16",),
    sniff,
    parse,
)
