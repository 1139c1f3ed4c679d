"""Rows of cells out of delimited text and out of workbooks, every cell as text with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from python_calamine import CalamineWorkbook

from instruments.reading import Note, Profile, Refusal
from instruments.tables.text import decoded, head_text

XLSX, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEPARATORS = (",", ";", "\t")
_MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: where it stands in the file (counted from 1) and its cells as text.

    `stored` names the cells that a workbook keeps as numbers: their decimal mark is the point.
    """

    number: int
    cells: tuple[str, ...]
    stored: frozenset[int] = frozenset()

    def trimmed(self) -> tuple[str, ...]:
        """Return the cells without the empty ones at the end."""
        cells = self.cells
        while cells and not cells[-1]:
            cells = cells[:-1]
        return cells


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one table, what it was read with, and what was assumed on the way."""

    rows: tuple[Row, ...]
    encoding: str = ""
    name: str = ""
    notes: tuple[Note, ...] = ()


def is_workbook(blob: bytes) -> bool:
    """Tell a workbook (.xlsx or .xls) by its first bytes."""
    return blob.startswith((XLSX, XLS))


def sheets(
    blob: bytes, profile: Profile, separators: Sequence[str] = _SEPARATORS
) -> tuple[Sheet, ...]:
    """Return the tables of a file: the filled sheets of a workbook, or one of delimited text.

    Raises `Refusal` when the workbook cannot be opened, the bytes are no text, or nothing is filled.
    """
    if is_workbook(blob):
        found = _filled(blob)
    else:
        text, codec, notes = decoded(blob, profile)
        found = (Sheet(_delimited(text, separators), codec, notes=notes),)
    if not any(any(row.cells) for each in found for row in each.rows):
        raise Refusal("TABLE-EMPTY")
    return found


def sniffed(head: bytes, separators: Sequence[str] = _SEPARATORS) -> tuple[tuple[Row, ...], ...]:
    """Return the rows of each table that the beginning of a file shows; none when it is no table."""
    try:
        if is_workbook(head):
            return tuple(each.rows for each in _filled(head))
        return (_delimited(head_text(head), separators),)
    except Refusal:
        return ()


def cell_text(value: object) -> str:
    """Return a cell of a workbook as text: the shortest text that gives the stored number back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        plain = Decimal(repr(value))
        whole = plain == plain.to_integral_value()
        return format(plain.to_integral_value() if whole else plain, "f")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value).strip()


@lru_cache(maxsize=2)
def _filled(blob: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook that hold cells; each format asks for the same ones."""
    return tuple(
        Sheet(_bounded(tuple(_row(at, row) for at, row in enumerate(rows, start=1))), name=name)
        for name, rows in _opened(blob)
        if any(any(_cells(row)) for row in rows)
    )


def _opened(blob: bytes) -> list[tuple[str, list[list[Any]]]]:
    """Return the cells of every sheet of a workbook."""
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(blob))
        return [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # The library is Rust: on damaged workbooks it panics, and a panic is no Exception.
    except BaseException as wrong:
        raise Refusal("TABLE-WORKBOOK-UNREADABLE", what=str(wrong)[:120]) from wrong


def _row(number: int, row: Sequence[object]) -> Row:
    """Return one row of a workbook, and which of its cells are stored as numbers."""
    stored = (at for at, cell in enumerate(row) if isinstance(cell, (int, float)))
    return Row(number, _cells(row), frozenset(stored))


def _bounded(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Refuse a table that no instrument of this kind writes."""
    if len(rows) > _MOST_ROWS:
        raise Refusal("TABLE-TOO-MANY-ROWS", rows=len(rows), most=_MOST_ROWS)
    return rows


def _cells(row: Sequence[object]) -> tuple[str, ...]:
    """Return the cells of a workbook's row as text."""
    return tuple(cell_text(value) for value in row)


def _delimited(text: str, separators: Sequence[str]) -> tuple[Row, ...]:
    """Cut delimited text into rows with the separator that stands most often in its fullest line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    offset = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        separators, text, offset = (first.strip()[-1],), rest, 1
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text, separators))
    rows: list[Row] = []
    line = 1 + offset
    try:
        for cells in reader:
            rows.append(Row(line, tuple(cell.strip() for cell in cells)))
            line = reader.line_num + 1 + offset
    except csv.Error as wrong:
        raise Refusal("TABLE-NOT-CSV", f"line {line}", what=str(wrong)) from wrong
    return _bounded(tuple(rows))


def _separator(text: str, separators: Sequence[str]) -> str:
    """Return the separator that stands most often in the fullest of the first lines."""
    lines = text.split("\n")[:40]
    return max(separators, key=lambda each: max(line.count(each) for line in lines))
