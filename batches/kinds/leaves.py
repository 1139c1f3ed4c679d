"""The single questions behind the fields of a step: replicates one by one, tables cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from batches.ledger import Value
from batches.steps import Field
from batches.text import Text


class Leaf(NamedTuple):
    """One slot with the question it answers; `row` is its row in the table `table`."""

    slot: str
    field: Field
    table: str = ""
    row: int = 0


def leaves(fields: Iterable[Field], values: Mapping[str, Value]) -> Iterator[Leaf]:
    """Give every slot that may be answered; a row is asked whole once something stands in it."""
    for field in fields:
        if field.rows is None:
            yield from (Leaf(slot, field) for slot in field.slots)
            continue
        begun = set(rows(field.name, values))
        for number in range(1, field.rows.max + 1):
            asked = number <= field.rows.min or number in begun
            for column in field.columns:
                slot = f"{field.name}.{number}.{column.name}"
                required = column.required and asked
                label = cell_label(field, column, number)
                yield Leaf(
                    slot, replace(column, label=label, required=required), field.name, number
                )


def cell_label(table: Field, column: Field, number: int) -> Text:
    """Name one cell of a table in both languages."""
    return Text(
        f"{table.label.en}, row {number}: {column.label.en}",
        f"{table.label.fr}, ligne {number} : {column.label.fr}",
    )


def rows(table: str, values: Mapping[str, Value]) -> tuple[int, ...]:
    """Give the numbers of the rows of a table in which something stands, in order."""
    found = set()
    for slot, value in values.items():
        name, _, rest = slot.partition(".")
        number = rest.partition(".")[0]
        if name == table and "." in rest and number.isdigit() and value.text.strip():
            found.add(int(number))
    return tuple(sorted(found))


def column(table: str, name: str, values: Mapping[str, Value]) -> tuple[Value, ...]:
    """Give what stands in one column of a table, row by row."""
    found = (values.get(f"{table}.{n}.{name}") for n in rows(table, values))
    return tuple(value for value in found if value is not None)


def total(table: str, name: str, values: Mapping[str, Value]) -> Decimal | None:
    """Add up a column of numbers; None when nothing stands in it."""
    numbers = [v.number for v in column(table, name, values) if v.number is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def scanned(
    fields: Iterable[Field], values: Mapping[str, Value], of: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """Give (slot, code) of every scanned code that names one of these things, in order."""
    return tuple(
        (leaf.slot, values[leaf.slot].text.strip())
        for leaf in leaves(fields, values)
        if leaf.field.type == "code"
        and leaf.field.of in of
        and leaf.slot in values
        and values[leaf.slot].text.strip()
    )
