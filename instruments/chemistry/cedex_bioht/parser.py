"""Cedex Bio HT archives to readings, one a result line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from instruments.chemistry.cedex_bioht.constants import (
    ANALYTES,
    ARCHIVE,
    BELOW,
    HEAD,
    PLACES,
    SAMPLE_ROLE,
    TIME,
    Places,
)
from instruments.chemistry.units import quantity_of, unit_of
from instruments.format import Format
from instruments.reading import Note, Parsed, Profile, Quantity, Reading, Refusal
from instruments.tables import files
from instruments.tables.numerals import Numerals, numerals
from instruments.tables.sheets import Row, Sheet
from instruments.tables.text import decoded, head_text
from instruments.tables.times import moment

_TEST = re.compile(r"[A-Z][A-Z0-9]{1,6}")
_RESULT = re.compile(r"\d{2}")  # 40 is a result; what another record is stays beside its value
_ROLE = re.compile(r"[A-Z0-9]{0,4}")
_RANGE = re.compile(r"\d?[ABDEHL]{0,2}")


@dataclass(frozen=True, slots=True)
class Archive:
    """The lines of an archive: its head, its results, and how both are to be understood."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    places: Places
    numerals: Numerals
    profile: Profile


def sniff(head: bytes, _name: str) -> int:
    """Score the first bytes of a file by the first line of an archive."""
    first = head_text(head, 4096).partition("\n")[0].split("\t")
    return 100 if len(first) > max(HEAD.values()) and ARCHIVE in first[:4] else 0


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read an archive: concentrations in g/L or mmol/L, activities in U/L, `<` below the range.

    A line that stands twice in all its fields is one result.
    A result in a unit that is not known is an error of that line alone, kept as text.
    Raises `Refusal`: a version whose layout is not known, a line of another shape.
    """
    text, codec, notes = decoded(blob, profile)
    lines = [
        Row(at, tuple(cell.strip() for cell in line.split("\t")))
        for at, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    archive = _archive(lines, profile)
    made, twice = [], []
    seen: set[tuple[str, ...]] = set()
    for row in archive.rows:
        if row.trimmed() in seen:
            twice.append(Note("CHEM-LINE-TWICE", {}, f"line {row.number}"))
            continue
        seen.add(row.trimmed())
        made.append(_reading(row, archive))
    origin = files.source(
        blob, FORMAT.id, FORMAT.version, vendor="Roche", software="Cedex Bio HT",
        model=archive.head[HEAD["model"]], serial=archive.head[HEAD["serial"]],
        software_version=archive.head[HEAD["software"]], operator=archive.head[HEAD["operator"]],
    )  # fmt: skip
    others = {"exported": archive.head[HEAD["exported"]]}
    sheet = Sheet((), codec, notes=(*notes, *twice))
    return files.parsed(origin, sheet, tuple(made), profile, others)


def _archive(lines: Sequence[Row], profile: Profile) -> Archive:
    """Return the archive; its head must name the software, every line must have its shape."""
    head = lines[0].cells if lines else ()
    if len(head) <= max(HEAD.values()) or ARCHIVE not in head[:4]:
        raise Refusal("CHEM-NO-HEAD", "line 1", expected=ARCHIVE)
    version = head[HEAD["software"]]
    places = PLACES.get(version.partition(".")[0])
    if places is None:
        raise Refusal("CHEM-VERSION", "line 1", version=version, known=", ".join(sorted(PLACES)))
    rows = tuple(row for row in lines[1:] if any(row.cells))
    for row in rows:
        _demand_shape(row, places)
    if not rows:
        raise Refusal("TABLE-NO-ROWS", "line 1")
    return Archive(head, rows, places, numerals(_values(rows, places), profile), profile)


def _demand_shape(row: Row, places: Places) -> None:
    """Refuse a line whose fields do not stand where the version of the software puts them."""
    last = max(places.value, places.unit, places.flag)
    shaped = (
        bool(_RESULT.fullmatch(row.cells[0]))
        and len(row.cells) > last
        and bool(_TEST.fullmatch(row.cells[places.test]))
        and bool(_ROLE.fullmatch(row.cells[places.role]))
    )
    if not shaped:
        raise Refusal("CHEM-LINE-SHAPE", f"line {row.number}", text=" | ".join(row.cells)[:120])


def _values(rows: Iterable[Row], places: Places) -> list[str]:
    """Return the texts of all values."""
    return [row.cells[places.value] for row in rows]


def _reading(row: Row, archive: Archive) -> Reading:
    """Return the reading of one result line."""
    places, cells, where = archive.places, row.cells, f"line {row.number}"
    at = moment(cells[TIME], archive.profile)
    values, notes = _value(cells, archive)
    role, flag = cells[places.role], cells[places.flag]
    if role != SAMPLE_ROLE:
        notes.append(Note("CHEM-NOT-A-SAMPLE", {"role": role}))
    below = flag == BELOW and any(each.qualifier for each in values.values())
    if flag and not below:
        notes.append(Note("CHEM-FLAG", {"flag": flag}))
    return Reading(
        "chemistry",
        cells[places.sample],
        where,
        values,
        status="error" if not values else "flagged" if notes else "ok",
        measured_at=at.at,
        measured_at_raw=at.raw,
        measured_local=at.local,
        unread=_rest(cells, places, valued=bool(values)),
        warnings=tuple(Note(each.code, each.params, where) for each in (*notes, *at.notes)),
    )


def _value(cells: Sequence[str], archive: Archive) -> tuple[dict[str, Quantity], list[Note]]:
    """Return the quantity of a line, and a note when its code or its text is not understood."""
    test, printed = cells[archive.places.test], cells[archive.places.value]
    known = unit_of(cells[archive.places.unit])
    if known is None:
        return {}, [Note("CHEM-UNIT", {"unit": cells[archive.places.unit]})]
    unit, shift = known
    analyte = _analyte(test)
    notes = [] if analyte else [Note("CHEM-TEST-UNKNOWN", {"test": test})]
    found = archive.numerals.quantity(printed, unit, shift)
    if found is None:
        return {}, [*notes, Note("COUNT-VALUE-UNREADABLE", {"column": test, "text": printed})]
    name = quantity_of(analyte or test.lower(), unit)
    return {name: found}, notes


def _analyte(test: str) -> str | None:
    """Return what a test code measures: its longest stem that leaves only the letters of a range."""
    stems = [each for each in ANALYTES if test.startswith(each)]
    found = [each for each in stems if _RANGE.fullmatch(test.removeprefix(each))]
    return ANALYTES[max(found, key=len)] if found else None


def _rest(cells: Sequence[str], places: Places, *, valued: bool) -> dict[str, str]:
    """Return every filled field that no value was made of; the result itself where it is none."""
    named = {places.test: "test", places.role: "role", places.flag: "flag", places.unit: "unit",
             places.batch: "batch", places.dilution: "dilution", 0: "record type",
             places.value: "value"}  # fmt: skip
    read = {TIME, places.sample} | ({places.value} if valued else set())
    return {
        named.get(at, f"field {at + 1}"): cell
        for at, cell in enumerate(cells)
        if cell and at not in read
    }


FORMAT = Format(
    "roche.cedex-bioht.txt",
    "Roche",
    "Cedex Bio HT",
    "3",
    ("Cedex Bio HT archives of software 5, 6 and 7",),
    sniff,
    parse,
)
