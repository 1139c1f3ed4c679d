"""What was typed and computed at a step, as a reader sees it: rows, and tables where it was asked in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from batches import kinds
from batches.growth import FORMULAS
from batches.kept_file import KeptFile
from batches.kinds.leaves import rows as rows_in
from batches.ledger import Computed, Value
from batches.master import Master
from batches.quantity import half_up
from batches.seeding import SEEDING_DENSITY
from batches.steps import Field, Step
from batches.text import Text
from elnapp.lots.queries import History
from elnapp.web.display import kept_file
from elnapp.web.locale import current_lang, day, number, when, words

YES_NO = {"yes": Text("Yes", "Oui"), "no": Text("No", "Non")}
PLACES = {name: formula.places for name, formula in FORMULAS.items()} | {
    SEEDING_DENSITY.name: SEEDING_DENSITY.places
}


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a step: what was typed first and what each correction made of it."""

    label: str
    versions: tuple[str, ...]

    @property
    def now(self) -> str:
        """Give the value that stands."""
        return self.versions[-1]

    @property
    def struck(self) -> tuple[str, ...]:
        """Give the values that were corrected, oldest first."""
        return self.versions[:-1]


@dataclass(frozen=True, slots=True)
class Table:
    """What was typed in one table: its title, its columns (name, words), each row by its number."""

    label: str
    columns: list[tuple[str, str]]
    rows: tuple[tuple[int, tuple[Row, ...]], ...]


def value_rows(step: Step, history: History) -> list[Row]:
    """Lay out what was typed at a step outside its tables, each value with what it was before.

    A file is the way to its bytes, with name, size and hash.
    """
    given = {slot for e in history.entries for slot in e.values}
    return [
        _row(label, slot, asked, history)
        for asked in kinds.fields(step)
        if asked.rows is None
        for slot, label in _labels(asked)
        if slot in given
    ]


def value_tables(step: Step, history: History) -> list[Table]:
    """Lay out what was typed in the tables of a step, one line a row in which something stands."""
    asked = (field for field in kinds.fields(step) if field.rows is not None)
    tables = (_table(field, history) for field in asked)
    return [table for table in tables if table.rows]


def _table(field: Field, history: History) -> Table:
    given = {slot: value for e in history.entries for slot, value in e.values.items()}
    return Table(
        words(field.label),
        [(column.name, words(column.label)) for column in field.columns],
        tuple(
            (n, tuple(_cell(field, n, column, history) for column in field.columns))
            for n in rows_in(field.name, given)
        ),
    )


def _cell(field: Field, n: int, column: Field, history: History) -> Row:
    return _row(words(column.label), f"{field.name}.{n}.{column.name}", column, history)


def _row(label: str, slot: str, asked: Field, history: History) -> Row:
    return Row(label, _distinct(_written(asked, e.values.get(slot)) for e in history.entries))


def result_rows(master: Master, step: Step, history: History) -> list[Row]:
    """Lay out what was computed at a step, each result with what it was before."""
    if not history.computed:
        return []
    last = history.computed[-1]
    return [
        Row(
            words(master.label(step, one.name)),
            _distinct(_result(run, one.name) for run in history.computed),
        )
        for one in last
    ]


def formula_names(master: Master, step: Step, history: History) -> list[str]:
    """Name formula and version of each result that stands, with its inputs and its rounding."""
    last = history.computed[-1] if history.computed else ()
    return [
        f"{words(master.label(step, c.name))} = {c.formula}@{c.version} "
        f"({', '.join(f'{k} = {v}' for k, v in c.inputs.items())}); {c.rounding}"
        for c in last
    ]


def shown(one: Computed) -> str:
    """Write a result with the places of its formula; undefined ones say why."""
    if one.value is None:
        return words(one.note) if one.note else "–"
    places = 1 if one.unit == "%" else PLACES.get(one.formula, 1)
    return number(rounded(one.value, places), one.unit)


def rounded(value: Decimal | None, places: int) -> Decimal | None:
    """Round half up for display only: what is stored keeps its digits."""
    if value is None:
        return None
    return half_up(value, "0." + "0" * places if places else "0")


def plain(value: Decimal | None) -> Decimal | None:
    """Drop the zeros that a computation left behind the last digit."""
    if value is None:
        return None
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def _labels(asked: Field) -> Iterator[tuple[str, str]]:
    label = words(asked.label)
    for i, slot in enumerate(asked.slots, start=1):
        several = asked.replicates > 1
        yield slot, _("%(label)s, reading %(number)s", label=label, number=i) if several else label


def _written(asked: Field, value: Value | None) -> str:
    if value is None or not value.text:
        return "–"
    write = _WRITTEN.get(asked.type)
    return write(asked, value) if write else value.text


def _choice(asked: Field, value: Value) -> str:
    label = next((c.label for c in asked.choices if c.value == value.text), None)
    return words(label) if label else value.text


def _file(_asked: Field, value: Value) -> str:
    """Give the way to the bytes of a file, which stands on pages about its lot, and its hash."""
    kept, said = KeptFile.read(value.text), kept_file(value.text, current_lang())
    lot = (request.view_args or {}).get("number")
    if kept is None or lot is None:
        return said
    where, rest = url_for("lots.kept_file", number=lot, sha256=kept.sha256), said[len(kept.name) :]
    return Markup('<a href="{}">{}</a><span class="small">{}</span>').format(where, kept.name, rest)


def _number(_asked: Field, value: Value) -> str:
    return number(value.text, value.unit)


_WRITTEN: dict[str, Callable[[Field, Value], str]] = {
    "yes_no": lambda _asked, value: words(YES_NO.get(value.text, Text(value.text, value.text))),
    "choice": _choice,
    "date": lambda _asked, value: str(day(date.fromisoformat(value.text))),
    "time": lambda _asked, value: when(datetime.fromisoformat(value.text)),
    "file": _file,
    "decimal": _number,
    "integer": _number,
}


def _result(run: tuple[Computed, ...], name: str) -> str:
    one = next((c for c in run if c.name == name), None)
    return shown(one) if one else "–"


def _distinct(versions: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for text in versions:
        if not kept or kept[-1] != text:
            kept.append(text)
    return tuple(kept)
