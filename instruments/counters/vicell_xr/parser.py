"""Vi-CELL XR summaries and reports to readings, one a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from instruments.counters import counting
from instruments.counters.vicell_xr.constants import (
    BEGINS,
    COLUMNS,
    REPORT,
    SUMMARY,
    TITLE,
    UNIT_SERIAL,
)
from instruments.format import Format
from instruments.reading import Note, Parsed, Profile, Reading, Refusal, Source
from instruments.tables import files
from instruments.tables.columns import Header, Record, demand, header_of, key, keys
from instruments.tables.numerals import numerals
from instruments.tables.sheets import Row, Sheet, is_workbook, sheets, sniffed
from instruments.tables.text import decoded
from instruments.tables.times import date_order, written

_TITLE = re.compile(TITLE, re.IGNORECASE)
_LINE = re.compile(r"^(?P<name>[^:]{1,60}?)\s*:(?:\s(?P<value>.*))?$")
_TEXT_TABLE = ("\x1f",)  # a separator that no report holds: one cell a line


def sniff(head: bytes, _name: str) -> int:
    """Score the first bytes of a file: its title, or the names of a summary."""
    for rows in sniffed(head, _TEXT_TABLE):
        if rows and any(_TITLE.match(cell) for row in rows[:3] for cell in row.cells):
            return 100
    return counting.score(head, SUMMARY) * 9 // 10


def parse(blob: bytes, profile: Profile) -> Parsed:
    """Read a summary or a report: densities in 10*6/mL as printed, counts, diameters in um.

    Raises `Refusal`: a column or line is missing (an export without viability is refused), no time
    can be read, or numbers could mean two things.
    """
    if not is_workbook(blob):
        return _report(blob, _text_pairs(blob, profile), profile)
    for each in sheets(blob, profile):
        pairs = {} if _has_summary(each) else _sheet_pairs(each)
        if len([name for name in pairs if name in _NAMES]) > len(COLUMNS) // 2:
            return _report(blob, (replace(each, rows=()), _record(pairs)), profile)
    return _summary(blob, profile)


def _has_summary(sheet: Sheet) -> bool:
    """Tell a table of runs: only its header names sample, time and viability in one place."""
    header = header_of(sheet.rows, SUMMARY.known(), 3, SUMMARY.height)
    told = (SUMMARY.sample, SUMMARY.time, COLUMNS[0].names)
    return header is not None and all(keys(names) & set(header.places) for names in told)


def _summary(blob: bytes, profile: Profile) -> Parsed:
    """Read a table of runs; a hidden row that only counts the columns is left out and said."""
    found = counting.table(blob, profile, SUMMARY)
    hidden = [row for row in found.rows if _hidden(row)]
    found = replace(found, rows=tuple(row for row in found.rows if not _hidden(row)))
    if not found.rows:
        raise Refusal("TABLE-NO-ROWS", f"row {found.header.row}")
    facts = counting.above(found.sheet, found.header)
    made = counting.readings(found, SUMMARY, profile)
    title = next((value for value in facts.values() if _TITLE.match(value)), "")
    serial = facts.pop(UNIT_SERIAL, "")
    left = facts | {row.where: " ".join(row.row.cells).strip() for row in hidden}
    parsed = files.parsed(_source(blob, title, serial), found.sheet, made, profile, left)
    notes = tuple(Note("COUNT-ROW-OF-NUMBERS", {}, row.where) for row in hidden)
    return replace(parsed, warnings=(*parsed.warnings, *notes))


def _hidden(row: Record) -> bool:
    """Tell a row without a time whose cells only count the columns."""
    text = row.text(SUMMARY.time)
    return counting.numbers_only(row.row) and (text.isdigit() and written(text) is None)


def _report(blob: bytes, given: tuple[Sheet, Record], profile: Profile) -> Parsed:
    """Read the names and values of one run."""
    sheet, row = given
    needed = [column.names for column in COLUMNS if column.required]
    demand(row.header, [REPORT.sample, REPORT.time, *needed])
    order = date_order([row.text(REPORT.time)], profile, REPORT.time[0])
    texts = [row.text(column.names) for column in COLUMNS if not row.stored(column.names)]
    found = counting.Table(sheet, row.header, (row,), numerals(texts, profile), order)
    title, serial = row.text((BEGINS,)), row.text((UNIT_SERIAL,))
    made = (_located(counting.reading(row, found, REPORT, profile)),)
    counting.refuse_if_none(made, REPORT)
    return files.parsed(_source(blob, title, serial), found.sheet, made, profile)


def _located(each: Reading) -> Reading:
    """Say that a report holds one run."""
    notes = tuple(replace(note, where="run 1" if note.where else "") for note in each.warnings)
    return replace(each, locator="run 1", warnings=notes)


def _text_pairs(blob: bytes, profile: Profile) -> tuple[Sheet, Record]:
    """Return the `name : value` lines of a report in text."""
    text, codec, notes = decoded(blob, profile)
    pairs: list[tuple[str, str]] = []
    for line in text.splitlines():
        found = _LINE.match(line)
        if found:
            pairs.append((found["name"].strip(), (found["value"] or "").strip()))
        elif _TITLE.match(line.strip()):
            pairs.append((BEGINS, line.strip()))
    return Sheet((), codec, notes=notes), _record_of(pairs, frozenset())


def _sheet_pairs(sheet: Sheet) -> dict[str, tuple[str, str, bool]]:
    """Return the names of a report in a workbook with the cell that follows each in its row."""
    pairs: dict[str, tuple[str, str, bool]] = {}
    for row in sheet.rows:
        title = next((cell for cell in row.cells if _TITLE.match(cell)), "")
        if title:
            pairs[key(BEGINS)] = (BEGINS, title, False)
        filled = [(at, cell) for at, cell in enumerate(row.cells) if cell]
        for (_, name), (at, value) in pairwise(filled):
            if key(name) not in _NAMES | _OTHERS and not _label(name, row, filled):
                continue
            if key(value) not in _NAMES:
                pairs.setdefault(key(name), (name.rstrip(": "), value, at in row.stored))
    return pairs


def _label(name: str, row: Row, filled: Sequence[tuple[int, str]]) -> bool:
    """Tell the first cell of a row that begins with a name rather than a number."""
    return filled[0][1] == name and filled[0][0] not in row.stored


def _record(pairs: dict[str, tuple[str, str, bool]]) -> Record:
    """Return the record of a report in a workbook."""
    stored = frozenset(at for at, (_, _, number) in enumerate(pairs.values()) if number)
    return _record_of([(name, value) for name, value, _ in pairs.values()], stored)


def _record_of(pairs: Iterable[tuple[str, str]], stored: frozenset[int]) -> Record:
    """Return names and values as one row; a name that stands twice is remembered as such."""
    places: dict[str, tuple[str, int]] = {}
    values: list[str] = []
    twice = set()
    for name, value in pairs:
        compared = key(name)
        if compared in places:
            twice.add(compared)
            compared = f"{compared} {len(values)}"
        places[compared] = (name, len(values))
        values.append(value)
    header = Header(1, 1, places, len(values), frozenset(twice))
    return Record(header, Row(1, tuple(values), stored))


def _source(blob: bytes, title: str, serial: str) -> Source:
    """Return the source: the version of the software as its title gives it."""
    version = _TITLE.match(title)
    return files.source(
        blob, FORMAT.id, FORMAT.version, vendor="Beckman Coulter", model="Vi-CELL XR",
        software="Vi-CELL XR", software_version=version[1] if version else "", serial=serial,
    )  # fmt: skip


_NAMES = REPORT.known()
_OTHERS = frozenset({key(UNIT_SERIAL), key("Comment")})

FORMAT = Format(
    "beckman.vi-cell-xr",
    "Beckman Coulter",
    "Vi-CELL XR",
    "3",
    (
        "Vi-CELL XR 2.06 summaries .xlsx and report .txt",
        "a Vi-CELL XR 2.04 summary .xls that is refused: it has no viability",
    ),
    sniff,
    parse,
)
