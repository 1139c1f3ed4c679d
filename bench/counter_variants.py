"""Seeded variants of real exports of cell counters: what another lab's file of the kind could hold.

Each change is small and named.  Whether a changed file must be read or refused nobody says here: the
referee reads it too (`counter_referee`), and what differs is looked at one by one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bench.counter_tables import Cell, Row, Table

Change = Callable[[random.Random, Table], Table]
_NUMBER = re.compile(r"\s*-?(\d+(?:[ \u00a0]\d{3})*)(\.\d+)?(E\d+)?\s*")
# Names of what is no measured number, though it may be written as one.
_NOT_MEASURED = re.compile(
    r"sample.?id|identif|name|date|time|s/n|serial|version|\bid\b|instrument|operator|user|user|pc$"
    r"|well|image$|cm file|offset|template|login|\brow$|^column$|plate|dilution$|operator|tray|data$"
    r"|identifer|files?$|ratio|flow|sample$|21 cfr|pixel|tag",
    re.IGNORECASE,
)
WORDS = ("ERROR", "Not determined", "-", "n/a", "3.58E3 (Out of optimal range)", "NaN", "#DIV/0!")
BOUNDS = ("< 0.05", ">100", "<0.10")


def variant(seed: int, table: Table) -> tuple[str, Table]:
    """Change a table in one to three ways; gives the names of the changes too."""
    dice = random.Random(seed)
    told = []
    for _ in range(dice.choice((1, 1, 2, 3))):
        change = dice.choice(CHANGES)
        table = change(dice, table)
        told.append(change.__name__)
    return ", ".join(told), table


def other_values(dice: random.Random, table: Table) -> Table:
    """Write other numbers, as long as the ones before."""
    return _each(table, lambda cell: _other(cell, dice))


def zero_sample(dice: random.Random, table: Table) -> Table:
    """Let one sample hold nothing but zeros."""
    chosen = dice.choice(_records(table))
    return _each(table, lambda cell: _like(cell, "0"), only=chosen)


def empty_cell(dice: random.Random, table: Table) -> Table:
    """Leave one measured cell empty."""
    return _one(dice, table, "")


def words(dice: random.Random, table: Table) -> Table:
    """Put words in the place of one number."""
    return _one(dice, table, dice.choice(WORDS))


def bounds(dice: random.Random, table: Table) -> Table:
    """Say of one number only on which side of the range it lies."""
    return _one(dice, table, dice.choice(BOUNDS))


def fewer(dice: random.Random, table: Table) -> Table:
    """Leave some results out."""
    if table.upright:
        return table
    body = [row for row in table.rows[table.head :] if dice.random() > 0.4]
    return table.with_rows([*table.rows[: table.head], *(body or table.rows[table.head :])])


def again(dice: random.Random, table: Table) -> Table:
    """Let one sample be measured again, with other numbers."""
    if table.upright:
        return table
    row = [*dice.choice(table.rows[table.head :])]
    if table.reader == "cedex_bioht":  # of two results of one second allotropy keeps one
        row[1] = re.sub(r" \d\d:", " 23:", str(row[1]))
    repeated = table.with_rows([*table.rows, row])
    return _each(repeated, lambda cell: _other(cell, dice), only=len(table.rows))


def twice(dice: random.Random, table: Table) -> Table:
    """Let one line stand twice."""
    if table.upright:
        return table
    return table.with_rows([*table.rows, [*dice.choice(table.rows[table.head :])]])


def blank_rows(dice: random.Random, table: Table) -> Table:
    """Put empty rows between the results, or below them."""
    if table.upright:
        return table
    at = dice.choice((len(table.rows), dice.randint(table.head, len(table.rows))))
    empty: Row = [""] * len(table.rows[table.head])
    return table.with_rows([*table.rows[:at], empty, *table.rows[at:]])


def more_columns(dice: random.Random, table: Table) -> Table:
    """Add a column at the end: an empty one, or one that nobody knows."""
    name = dice.choice(("", "Remark", "Tag 2"))
    if table.upright:
        return table.with_rows([*table.rows, ["Remark", "ok"]])

    def last(at: int, row: Row) -> str:
        return "ok" if name and at >= table.head and any(row) else ""

    names = _names_at(table)
    return table.with_rows(
        [[*row, name if at == names else last(at, row)] for at, row in enumerate(table.rows)]
    )


def without_column(dice: random.Random, table: Table) -> Table:
    """Leave one column out."""
    if table.reader == "cedex_bioht":
        return table
    if table.upright:
        gone = dice.randrange(1, len(table.rows))
        return table.with_rows([row for at, row in enumerate(table.rows) if at != gone])
    gone = dice.randrange(len(table.rows[table.head]))
    return table.with_rows([row[:gone] + row[gone + 1 :] for row in table.rows])


def shuffled(dice: random.Random, table: Table) -> Table:
    """Put the columns in another order, those of the head that stand above them left alone."""
    if table.upright or table.reader == "cedex_bioht":
        return table
    first, width = table.head - _height(table), len(table.rows[-1])
    order = list(range(width))
    dice.shuffle(order)
    moved = [[(row + [""] * width)[at] for at in order] for row in table.rows[first:]]
    return table.with_rows([*table.rows[:first], *moved])


def encoded(dice: random.Random, table: Table) -> Table:
    """Write the text in another encoding."""
    if not table.separator:
        return table
    return replace(table, encoding=dice.choice(("utf-8-sig", "utf-16")))


def carriage_returns(_dice: random.Random, table: Table) -> Table:
    """End the lines as Windows does."""
    return replace(table, newline="\r\n")


def stored(dice: random.Random, table: Table) -> Table:
    """Store numbers of a workbook that were text, and the other way round."""
    if table.separator:
        return table

    def turned(cell: Cell) -> Cell:
        if isinstance(cell, float):
            return f"{cell:.15g}" if dice.random() < 0.5 else cell
        return float(cell) if isinstance(cell, str) and _NUMBER.fullmatch(cell) else cell

    return _each(table, turned)


def micro(_dice: random.Random, table: Table) -> Table:
    """Write micro with the other of its two letters."""
    swapped = str.maketrans("\u00b5\u03bc", "\u03bc\u00b5")
    return table.with_rows(
        [[c.translate(swapped) if isinstance(c, str) else c for c in row] for row in table.rows]
    )


def plain_numbers(_dice: random.Random, table: Table) -> Table:
    """Write 2.45E6 as 2450000, and 274 000 as 274000."""

    def plain(cell: Cell) -> Cell:
        if not isinstance(cell, str) or not _NUMBER.fullmatch(cell):
            return cell
        bare = cell.replace(" ", "").replace("\u00a0", "")
        return f"{float(bare):.0f}" if "E" in bare else bare

    return _each(table, plain)


def times(dice: random.Random, table: Table) -> Table:
    """Move every moment to another one, written in the same way."""
    days = dice.randint(1, 6)

    def moved(cell: Cell) -> Cell:
        if isinstance(cell, datetime):
            return cell.replace(year=cell.year + 1)
        found = re.fullmatch(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})(  .*)", str(cell))
        if found:
            return f"{days} {found[2]} {int(found[3]) + 1}{found[4]}"
        return re.sub(r"\b(20\d\d)(?=[- ]|\d{4}\b)", lambda y: str(int(y[1]) + 1), str(cell))

    return table.with_rows(
        [[moved(c) if isinstance(c, (str, datetime)) else c for c in row] for row in table.rows]
    )


CHANGES: tuple[Change, ...] = (
    other_values, zero_sample, empty_cell, words, bounds, fewer, again, twice, blank_rows,
    more_columns, without_column, shuffled, encoded, carriage_returns, stored, micro, plain_numbers,
    times,
)  # fmt: skip


def _height(table: Table) -> int:
    """Give how many rows the names of the columns take."""
    return 2 if table.reader == "vicell_xr" or table.name.startswith("SampleResultsT") else 1


def _names_at(table: Table) -> int:
    """Give the row in which the names of the columns begin."""
    return table.head - _height(table)


def _records(table: Table) -> list[int]:
    """Give what holds a sample each: rows, or the columns of an upright table."""
    return [1] if table.upright else list(range(table.head, len(table.rows)))


def _measured(table: Table, row: int, place: int) -> bool:
    """Tell a cell that holds a measured number."""
    if table.reader == "cedex_bioht":
        unit = next((at for at, cell in enumerate(table.rows[row]) if "/" in str(cell)[1:]), 0)
        return row >= 1 and place == (9 if table.rows[0][8].startswith("5") else 10) and unit > 0  # type: ignore[union-attr]
    if table.upright:
        return place == 1 and not _NOT_MEASURED.search(str(table.rows[row][0]).strip())
    if row < table.head:
        return False
    above = [
        str(line[place]) for line in table.rows[_names_at(table) : table.head] if place < len(line)
    ]
    return not _NOT_MEASURED.search(" ".join(above[: _height(table)]).strip())


def _each(table: Table, change: Callable[[Cell], Cell], only: int | None = None) -> Table:
    """Change every measured number; with `only`, those of one sample."""
    rows = []
    for at, row in enumerate(table.rows):
        rows.append(
            [
                change(cell)
                if _measured(table, at, place)
                and _number(cell)
                and (only is None or table.upright or at == only)
                else cell
                for place, cell in enumerate(row)
            ]
        )
    return table.with_rows(rows)


def _one(dice: random.Random, table: Table, text: str) -> Table:
    """Write another text into one of the measured numbers."""
    places = [
        (at, place)
        for at, row in enumerate(table.rows)
        for place, cell in enumerate(row)
        if _measured(table, at, place) and _number(cell)
    ]
    if not places:
        return table
    chosen = dice.choice(places)
    return table.with_rows(
        [
            [text if (at, place) == chosen else cell for place, cell in enumerate(row)]
            for at, row in enumerate(table.rows)
        ]
    )


def _number(cell: Cell) -> bool:
    """Tell a cell that holds a number."""
    return isinstance(cell, float) or (
        isinstance(cell, str) and _NUMBER.fullmatch(cell) is not None
    )


def _other(cell: Cell, dice: random.Random) -> Cell:
    """Give another number of the same length, never above the one before."""
    share = dice.uniform(0.1, 1.0)
    if isinstance(cell, float):
        return float(round(cell * share)) if cell.is_integer() else float(f"{cell * share:.6g}")
    found = _NUMBER.fullmatch(str(cell))
    if found is None:
        return cell
    places = len(found[2] or ".") - 1
    number = float(found[1].replace(" ", "").replace("\u00a0", "") + (found[2] or ""))
    made = f"{number * share:.{places}f}"
    return made + (found[3] or "")


def _like(cell: Cell, text: str) -> Cell:
    """Give a number in the way the cell stores one."""
    return float(text) if isinstance(cell, float) else text
