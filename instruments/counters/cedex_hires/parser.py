"""Cedex HiRes result lists to readings, one a row."""

from __future__ import annotations

from instruments.counters import counting
from instruments.counters.cedex_hires.constants import LAYOUT, SERIAL
from instruments.format import Format
from instruments.reading import Parsed, Profile, Refusal
from instruments.tables import files


def sniff(head: bytes, _name: str) -> int:
    """Score the first bytes of a file by the names of a Cedex HiRes result list."""
    return counting.score(head, LAYOUT)


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read a result list: densities in 10*6/mL from cells/mL, the finish of each measurement.

    Raises `Refusal`: a column is missing, rows of two instruments, an ambiguous day or number.
    """
    found = counting.table(blob, profile, LAYOUT)
    serials = {row.text(SERIAL) for row in found.rows} - {""}
    if len(serials) > 1:
        raise Refusal("COUNT-TWO-INSTRUMENTS", serials=", ".join(sorted(serials)))
    made = counting.readings(found, LAYOUT, profile)
    origin = files.source(
        blob, FORMAT.id, FORMAT.version, vendor="Roche", model="Cedex HiRes",
        software="Cedex software", serial=serials.pop() if serials else "",
    )  # fmt: skip
    return files.parsed(origin, found.sheet, made, profile)


FORMAT = Format(
    "roche.cedex-hires",
    "Roche",
    "Cedex HiRes",
    "3",
    ("Cedex HiRes result list, CSV and .xlsx",),
    sniff,
    parse,
)
