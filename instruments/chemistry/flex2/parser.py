"""FLEX2 result lists to readings, one a row."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from instruments.chemistry.flex2.constants import CELL_NAMES, DILUTION, LAYOUT
from instruments.chemistry.units import unit_of
from instruments.counters import counting
from instruments.format import Format
from instruments.reading import Parsed, Profile, Quantity, Reading, Refusal
from instruments.tables import files
from instruments.tables.columns import Column, Record

_RATIO = re.compile(r"0*(\d+(?:\.\d+)?)\s*:\s*0*(\d+(?:\.\d+)?)")


def sniff(head: bytes, _name: str) -> int:
    """Score the first bytes of a file by the names of a FLEX2 result list."""
    return counting.score(head, LAYOUT)


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read a result list: metabolites, gases, osmolality and, where it counted, the cells.

    Raises `Refusal`: a column is missing, a unit is not the one known for its column, the order of
    day and month is proved by no date and not approved.
    """
    found = counting.table(blob, profile, LAYOUT)
    layout = replace(LAYOUT, columns=_with_units(found))
    found = replace(found, rows=tuple(row for row in found.rows if not _units(row)))
    if not found.rows:
        raise Refusal("TABLE-NO-ROWS", f"row {found.header.row}")
    made = tuple(_finished(row, found, layout, profile) for row in found.rows)
    counting.refuse_if_none(made, layout)
    origin = files.source(
        blob, FORMAT.id, FORMAT.version, vendor="Nova Biomedical", model="BioProfile FLEX2",
        software="BioProfile FLEX2",
    )  # fmt: skip
    return files.parsed(origin, found.sheet, made, profile)


def _units(row: Record) -> bool:
    """Tell the row of units: neither sample nor time, and no digit but those of a power of ten."""
    if row.text(LAYOUT.sample) or row.text(LAYOUT.time):
        return False
    return any(unit_of(cell) for cell in row.row.cells)


def _with_units(found: counting.Table) -> tuple[Column, ...]:
    """Return the columns in the units that the list itself names, refused where they differ."""
    row = next((each for each in found.rows if _units(each)), None)
    if row is None:
        return LAYOUT.columns
    return tuple(_with_unit(column, row) for column in LAYOUT.columns)


def _with_unit(column: Column, row: Record) -> Column:
    """Return one column with the power of ten from the unit that the list names."""
    text = row.text(column.names)
    if text in {"", "-"}:
        return column
    known = unit_of(text)
    if known is None or known[0] != column.unit:
        raise Refusal("CHEM-UNIT", row.where, unit=text, column=column.names[0])
    return replace(column, shift=known[1])


def _finished(
    row: Record, found: counting.Table, layout: counting.Layout, profile: Profile
) -> Reading:
    """Return the reading of one row; it is a cell count when the instrument counted."""
    diluted = _dilution(row)
    more = {"cell_density_dilution_factor": diluted} if diluted else {}
    made = counting.reading(row, found, layout, profile, more)
    counted = CELL_NAMES & set(made.values)
    return replace(made, kind="cell_count" if counted else "chemistry")


def _dilution(row: Record) -> Quantity | None:
    """Return the factor of `1:2` or `2:1`: how many times the sample was diluted, never below one."""
    text = row.text(DILUTION)
    ratio = _RATIO.fullmatch(text)
    least, most = sorted((Decimal(ratio[1]), Decimal(ratio[2]))) if ratio else (Decimal(0),) * 2
    if not least:
        row.put_back(DILUTION)
        return None
    factor = (most / least).normalize()
    return Quantity(Decimal(format(factor, "f")), "1", text)


FORMAT = Format(
    "nova.flex2.csv",
    "Nova Biomedical",
    "BioProfile FLEX2",
    "3",
    ("FLEX2 result lists with and without cell counts and a row of units",),
    sniff,
    parse,
)
