"""Tables read by the names of their columns, with an account of what was read and what was not.

A column is found by its name, not by its place: blanks, case, brackets and the several ways to
write micro do not matter, the words and the unit in them do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from instruments.reading import Refusal
from instruments.tables.sheets import Row, Sheet

_SEARCHED = 60  # rows in which a header is looked for
_NOT_NAME = re.compile(r"[^a-z0-9%+@&/]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that holds a quantity: its names in the files, the unit of the value read.

    `shift` is the power of ten from the file's unit to `unit` (cells/mL to 10*6/mL: -6).
    Without a `required` column nothing is read.
    """

    quantity: str
    unit: str
    names: tuple[str, ...]
    shift: int = 0
    required: bool = False


def key(name: str) -> str:
    """Return a column's name as it is compared: lower case, micro as u, no brackets or blanks."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    plain = plain.replace("\u03bc", "u").replace("\u00b5", "u")
    return _NOT_NAME.sub("", plain)


def keys(names: Iterable[str]) -> frozenset[str]:
    """Return the compared forms of several names."""
    return frozenset(key(name) for name in names)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a table stand: name as printed and place, by compared name.

    `width` counts the cells up to the last name, `cells` all cells of its row.
    """

    row: int
    last: int
    places: Mapping[str, tuple[str, int]]
    width: int
    twice: frozenset[str] = frozenset()
    cells: int = 0

    def find(self, names: Iterable[str]) -> tuple[str, int] | None:
        """Return the printed name and the place of the one column so called, None without one.

        Raises `Refusal` (`TABLE-COLUMN-TWICE`) when two columns carry the name, or two of the names.
        """
        wanted = [
            name for name in dict.fromkeys(key(each) for each in names) if name in self.places
        ]
        doubled = [name for name in wanted if name in self.twice]
        if doubled or len(wanted) > 1:
            column = self.places[(doubled or wanted)[0]][0]
            raise Refusal("TABLE-COLUMN-TWICE", f"row {self.row}", column=column)
        return self.places[wanted[0]] if wanted else None

    def printed(self) -> str:
        """Return the names of all columns as one text, for the sentence of a refusal."""
        return ", ".join(name for name, _ in self.places.values())[:400]


@dataclass(slots=True)
class Record:
    """One row read by column name; it remembers what was asked for."""

    header: Header
    row: Row
    _read: set[int] = field(default_factory=set)

    @property
    def where(self) -> str:
        """Return the place of the row as a person finds it."""
        return f"row {self.row.number}"

    def text(self, names: Iterable[str]) -> str:
        """Return the text under the column so called, empty without such a column."""
        found = self.header.find(names)
        if found is None:
            return ""
        self._read.add(found[1])
        return self._cell(found[1])

    def stored(self, names: Iterable[str]) -> bool:
        """Tell whether a workbook stores the cell under this column as a number."""
        found = self.header.find(names)
        return found is not None and found[1] in self.row.stored

    def put_back(self, names: Iterable[str]) -> None:
        """Say that a cell was looked at and not understood, so that it stays in the rest."""
        found = self.header.find(names)
        if found is not None:
            self._read.discard(found[1])

    def rest(self) -> dict[str, str]:
        """Return every filled cell that was not read, by the printed name of its column."""
        left: dict[str, str] = {}
        for at in range(max(self.header.width, len(self.row.cells))):
            if at not in self._read and self._cell(at):
                name = self._name(at)
                left[name if name not in left else f"{name} ({at + 1})"] = self._cell(at)
        return left

    def _name(self, at: int) -> str:
        """Return the printed name of the column at a place."""
        return next((name for name, place in self.header.places.values() if place == at), "") or (
            f"column {at + 1}"
        )

    def _cell(self, at: int) -> str:
        """Return the cell at a place, empty where the row ends before."""
        return self.row.cells[at] if at < len(self.row.cells) else ""


def header_of(
    rows: Sequence[Row], known: frozenset[str], least: int, height: int = 1
) -> Header | None:
    """Return the header among the first rows: the one with the most known names, `least` or more.

    With a `height` of 2 the names stand over two rows, the words below continue those above.
    """
    best: tuple[int, Header] | None = None
    for at, row in enumerate(rows[:_SEARCHED]):
        below = rows[at + 1] if height > 1 and at + 1 < len(rows) else None
        names = _joined(row, below)
        found = sum(1 for name in {key(each) for each in names} if name in known)
        if found >= least and (best is None or found > best[0]):
            best = (found, _header(row, below or row, names))
    return best[1] if best else None


def records(sheet: Sheet, header: Header) -> list[Record]:
    """Return the filled rows below the header.

    Raises `Refusal` (`TABLE-ROW-LENGTH`) when a row has more or fewer cells than the header: its
    values would stand under the wrong names.
    """
    found = []
    for row in sheet.rows:
        if row.number <= header.last or not any(row.cells):
            continue
        if len(row.trimmed()) > header.width or len(row.cells) < header.cells:
            where = f"row {row.number}"
            raise Refusal("TABLE-ROW-LENGTH", where, found=len(row.cells), expected=header.cells)
        found.append(Record(header, row))
    return found


def demand(header: Header, wanted: Iterable[tuple[str, ...]]) -> None:
    """Refuse a table that lacks a column without which nothing can be read."""
    for names in wanted:
        if header.find(names) is None:
            raise Refusal(
                "TABLE-COLUMN-MISSING", f"row {header.row}", column=names[0], found=header.printed()
            )


def _joined(row: Row, below: Row | None) -> tuple[str, ...]:
    """Return the names of a header over one row or two."""
    if below is None:
        return row.trimmed()
    width = max(len(row.trimmed()), len(below.trimmed()))
    upper = row.cells + ("",) * (width - len(row.cells))
    lower = below.cells + ("",) * (width - len(below.cells))
    return tuple(" ".join(filter(None, pair)) for pair in zip(upper, lower, strict=False))[:width]


def _header(first: Row, last: Row, names: Sequence[str]) -> Header:
    """Return the places of the names; a name that stands twice is remembered as such."""
    places: dict[str, tuple[str, int]] = {}
    twice = set()
    for at, name in enumerate(names):
        if not name:
            continue
        compared = key(name)
        if compared in places:
            twice.add(compared)
            compared = f"{compared} {at}"
        places[compared] = (name, at)
    return Header(first.number, last.number, places, len(names), frozenset(twice), len(first.cells))
