"""A NucleoView result to readings, one a column of values."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace

from instruments.counters import counting
from instruments.counters.nucleoview.constants import (
    COLUMNS,
    IMAGE,
    MODEL,
    OFFSET,
    OPERATOR,
    SAMPLE,
    SERIAL,
    SIGNATURE,
    SOFTWARE,
    TIME,
    VIABILITY,
)
from instruments.format import Format
from instruments.reading import Parsed, Profile, Reading, Refusal
from instruments.tables import files
from instruments.tables.columns import Header, Record, demand, key
from instruments.tables.numerals import numerals
from instruments.tables.sheets import Row, Sheet
from instruments.tables.text import decoded, head_text
from instruments.tables.times import date_order, moment

_SERIAL = re.compile(r"^\s*s/n\s*:?\s*", re.IGNORECASE)
_CHECKSUM = re.compile(r"^//\[[0-9A-F]{8}\]$")
_KNOWN = frozenset(key(name) for name in SIGNATURE)
_PARTS_BEFORE_SAMPLE = 3  # of an image's name: day, number of the run, letter of the assay
LEAST = counting.Layout((VIABILITY,), IMAGE, (), SIGNATURE)  # without it nothing was counted


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a result: names in order, the values beside each, the checksum at the end."""

    names: tuple[tuple[str, int], ...]
    values: tuple[tuple[str, ...], ...]
    checksum: str = ""


def sniff(head: bytes, _name: str) -> int:
    """Score the first bytes of a file by the names of a NucleoView result, one a line."""
    lines = _lines(head_text(head))
    found = {key(each) for each, _ in lines.names} & _KNOWN
    score = 100 * len(found) // len(_KNOWN)
    return score if score >= 50 else 0  # noqa: PLR2004 - half of what tells it apart


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read a result: densities in 10*6/mL from cells/mL, the time with the file's own offset.

    A value in words, or with words beside it (`3.58E3 (Out of optimal range)`), is not taken as a
    number: it stays among the unread and the reading is flagged.
    A count outside the range of the instrument has a viability and no density: it is an error that
    keeps what was measured.
    Raises `Refusal`: a line is missing, numbers could mean two things, no sample has its values.
    """
    text, codec, notes = decoded(blob, profile)
    lines = _lines(text)
    rows = _records(lines)
    demand(rows[0].header, [VIABILITY.names])
    if any(not row.text(SAMPLE) for row in rows):
        demand(rows[0].header, [IMAGE])
    written = numerals([row.text(column.names) for row in rows for column in COLUMNS], profile)
    order = date_order([row.text(TIME) for row in rows], profile, TIME[0])
    found = counting.Table(Sheet((), codec, notes=notes), rows[0].header, rows, written, order)
    made = tuple(_reading(row, found, profile, at) for at, row in enumerate(rows, start=1))
    counting.refuse_if_none(made, LEAST)
    first = rows[0]
    origin = files.source(
        blob, FORMAT.id, FORMAT.version, vendor="ChemoMetec", model=first.text(MODEL),
        software="NucleoView", software_version=first.text(SOFTWARE),
        serial=_SERIAL.sub("", first.text(SERIAL)), operator=first.text(OPERATOR),
    )  # fmt: skip
    left = {"checksum": lines.checksum} if lines.checksum else {}
    return files.parsed(origin, found.sheet, made, profile, left)


def _reading(row: Record, found: counting.Table, profile: Profile, number: int) -> Reading:
    """Return the reading of one column of values."""
    values, notes = counting.quantities(row, COLUMNS, found.numerals)
    at = moment(row.text(TIME), profile, found.order, row.text(OFFSET))
    sample, image = row.text(SAMPLE), row.text(IMAGE)
    notes += counting.impossible(values, "")
    doubted = bool(notes) or not at.local
    for names in (MODEL, SERIAL, SOFTWARE):
        row.text(names)
    missing = any(each.required and each.quantity not in values for each in COLUMNS)
    where = f"sample {number}"
    return Reading(
        "cell_count",
        sample or _sample(image),
        where,
        values,
        status="error" if missing else "flagged" if doubted else "ok",
        measured_at=at.at,
        measured_at_raw=at.raw,
        measured_local=at.local,
        operator=row.text(OPERATOR),
        unread=row.rest() | ({IMAGE[0]: image} if image else {}),
        warnings=tuple(replace(note, where=where) for note in (*notes, *at.notes)),
    )


def _sample(image: str) -> str:
    """Return the sample of an image's name `day-run-letter-sample`; a sample may hold hyphens."""
    parts = image.split("-", _PARTS_BEFORE_SAMPLE)
    if len(parts) <= _PARTS_BEFORE_SAMPLE:
        raise Refusal("COUNT-IMAGE-NAME", "Image", text=image)
    return parts[_PARTS_BEFORE_SAMPLE]


def _lines(text: str) -> Lines:
    """Return the lines of a result; a bracket left open goes on in the next line."""
    names: list[tuple[str, int]] = []
    values: list[tuple[str, ...]] = []
    checksum = ""
    for number, line in _joined(text):
        if _CHECKSUM.match(line.strip()):
            checksum = line.strip("/[] \t")
            continue
        cells = _cells(line)
        if len(cells) > 1 and cells[0]:
            names.append((cells[0], number))
            values.append(cells[1:])
    return Lines(tuple(names), tuple(values), checksum)


def _joined(text: str) -> list[tuple[int, str]]:
    """Return the lines with their numbers, each broken value put together again.

    A line goes on with the value above when it closes the bracket or names nothing itself: a bracket
    that is never closed would else swallow every line below it.
    """
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        goes_on = _open(line) < 0 or not any(mark in line for mark in (";", ":\t", ","))
        if lines and _open(lines[-1][1]) > 0 and goes_on:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line}")
        else:
            lines.append((number, line))
    return lines


def _open(line: str) -> int:
    """Count the brackets that a line leaves open; below zero it closes some of a line before."""
    return line.count("(") - line.count(")")


def _cells(line: str) -> tuple[str, ...]:
    """Cut a line into its name and values: at `;`, at `:` with a tabulator, or at `,`."""
    if ":\t" in line:
        name, _, rest = line.partition(":\t")
        return (name.strip(), *(cell.strip() for cell in rest.split("\t")))
    separator = ";" if ";" in line else ","
    cells = next(csv.reader(io.StringIO(line), delimiter=separator), [])
    return tuple(cell.strip() for cell in cells)


def _records(lines: Lines) -> tuple[Record, ...]:
    """Return one record a column of values; a value given once holds for every sample."""
    if not lines.names:
        raise Refusal("TABLE-NO-HEADER", expected=", ".join(SIGNATURE))
    header = _header(lines)
    at = header.find(VIABILITY.names) or header.find(IMAGE)
    count = max(1, sum(1 for cell in lines.values[at[1]] if cell)) if at else 1
    return tuple(
        Record(header, Row(number + 1, tuple(_value(each, number) for each in lines.values)))
        for number in range(count)
    )


def _value(cells: tuple[str, ...], number: int) -> str:
    """Return the value of one sample in a line; one value alone is said of the whole file."""
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 and number and cells[0]:
        return cells[0]
    return cells[number] if number < len(cells) else ""


def _header(lines: Lines) -> Header:
    """Return the names as a header; `[um]` is read as `(um)`, twice the same name is remembered."""
    places: dict[str, tuple[str, int]] = {}
    twice = set()
    for at, (name, _) in enumerate(lines.names):
        compared = key(name)
        if compared in places:
            twice.add(compared)
            compared = f"{compared} {at}"
        places[compared] = (name, at)
    return Header(1, 1, places, len(lines.names), frozenset(twice))


FORMAT = Format(
    "chemometec.nucleoview.csv",
    "ChemoMetec",
    "NucleoCounter NC-200 (NucleoView)",
    "3",
    ("NucleoView 1.4 of an NC-200, csv file version 2",),
    sniff,
    parse,
)
