"""Exports with shuffled, missing and repeated parts are read right or refused, never wrong.

The variants come from a seeded generator; what a variant may at most say is what its original says.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from collections.abc import Callable

import pytest

from instruments.reading import Parsed, Refusal
from instruments.registry import parse
from instruments.tables.columns import Header
from instruments.words import WORDS
from tests.instruments.pairs import COUNTERS, missing

LISTS = (
    "chemometec_nc_view/chememotec_nc_view_example.csv",
    "beckman_vi_cell_blu/Beckman_Vi-Cell-BLU_example01.csv",
    "roche_cedex_hires/roche_cedex_hires_example_1.csv",
    "novabio_flex2/SampleResults2022-06-28_142558.csv",
)
DECIMAL = re.compile(r"-?\d+\.\d+")
Table = list[list[str]]
Change = Callable[[random.Random, Table], Table]


def shuffled(chance: random.Random, table: Table) -> Table:
    """Put the columns in another order."""
    order = list(range(len(table[0])))
    chance.shuffle(order)
    return [[row[at] for at in order] for row in table]


def without_column(chance: random.Random, table: Table) -> Table:
    """Leave one column out."""
    gone = chance.randrange(len(table[0]))
    return [row[:gone] + row[gone + 1 :] for row in table]


def without_name(chance: random.Random, table: Table) -> Table:
    """Leave one name out of the header, so that every later one stands a place too far left."""
    gone = chance.randrange(len(table[0]))
    return [table[0][:gone] + table[0][gone + 1 :], *table[1:]]


def without_cell(chance: random.Random, table: Table) -> Table:
    """Leave one cell out of one row."""
    row = chance.randrange(1, len(table))
    gone = chance.randrange(len(table[row]) - 1)
    return [each[:gone] + each[gone + 1 :] if at == row else each for at, each in enumerate(table)]


def without_rows(chance: random.Random, table: Table) -> Table:
    """Leave some rows out."""
    return [table[0], *(row for row in table[1:] if chance.random() > 0.3)]


def repeated_column(chance: random.Random, table: Table) -> Table:
    """Let one column stand twice, the second time with other values."""
    again = chance.randrange(len(table[0]))
    return [[*row, row[again] if not at else "7.5"] for at, row in enumerate(table)]


def commas(_chance: random.Random, table: Table) -> Table:
    """Write every decimal with a comma."""
    return [[DECIMAL.sub(_comma, cell) for cell in row] for row in table]


def comma_column(chance: random.Random, table: Table) -> Table:
    """Write the decimals of one column with a comma."""
    column = chance.randrange(len(table[0]))
    return [
        [DECIMAL.sub(_comma, cell) if at == column else cell for at, cell in enumerate(row)]
        for row in table
    ]


def comma_cell(chance: random.Random, table: Table) -> Table:
    """Write one decimal with a comma."""
    places = [
        (y, x)
        for y, row in enumerate(table)
        for x, cell in enumerate(row)
        if DECIMAL.fullmatch(cell)
    ]
    chosen = chance.choice(places)
    return [
        [cell.replace(".", ",") if (y, x) == chosen else cell for x, cell in enumerate(row)]
        for y, row in enumerate(table)
    ]


def _comma(found: re.Match[str]) -> str:
    """Return a decimal with a comma."""
    return found[0].replace(".", ",")


CHANGES: tuple[Change, ...] = (
    shuffled,
    without_column,
    without_name,
    without_cell,
    without_rows,
    repeated_column,
    commas,
    comma_column,
    comma_cell,
)


@missing
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", LISTS, ids=lambda name: name.split("/")[0])
def test_a_changed_list_is_read_right_or_refused(name: str, change: Change) -> None:
    original = _said(parse((COUNTERS / name).read_bytes(), name))
    for seed in range(5):
        assert _wrong(name, change, seed, original) == []


@missing
def test_a_reader_by_position_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    name = LISTS[1]
    blob = (COUNTERS / name).read_bytes()
    original = _said(parse(blob, name))
    places: dict[tuple[str, ...], tuple[str, int] | None] = {}
    honest = Header.find

    def by_position(self: Header, names: tuple[str, ...]) -> tuple[str, int] | None:
        return places.setdefault(tuple(names), honest(self, names))

    monkeypatch.setattr(Header, "find", by_position)
    parse(blob, name)

    assert any(_wrong(name, shuffled, seed, original) for seed in range(12))


@missing
def test_the_reasons_of_these_refusals_have_words_in_both_languages() -> None:
    codes = set()
    for name in LISTS[:2]:
        for change in CHANGES:
            for seed in range(3):
                try:
                    parse(_variant(name, change, seed), name)
                except Refusal as refused:
                    codes.add(refused.note.code)

    assert codes <= set(WORDS)
    assert {"TABLE-COLUMN-MISSING", "TABLE-COLUMN-TWICE", "TABLE-ROW-LENGTH"} <= codes


def _wrong(
    name: str, change: Change, seed: int, original: Counter[tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Return what a variant says that its original does not; a refusal says nothing."""
    try:
        found = parse(_variant(name, change, seed), name)
    except Refusal:
        return []
    return sorted((_said(found) - original).elements())


def _variant(name: str, change: Change, seed: int) -> bytes:
    """Return a changed list as bytes, cells quoted where they must be."""
    text = (COUNTERS / name).read_text(encoding="utf-8-sig")
    table = [row for row in csv.reader(io.StringIO(text)) if row]
    width = len(table[0])
    table = [(row + [""] * width)[:width] for row in table]
    out = io.StringIO()
    csv.writer(out).writerows(change(random.Random(seed), table))
    return out.getvalue().encode()


def _said(found: Parsed) -> Counter[tuple[str, ...]]:
    """Return every value with the sample and the time it was said of."""
    return Counter(
        (each.sample_id, each.measured_local, name, str(quantity.value + 0), quantity.unit)
        for each in found.readings
        for name, quantity in each.values.items()
    )
